"""Bank accounts of the year: entered by their owners, verified by somebody else."""

from backend.config.demo.year.caller import Product
from backend.config.demo.year.workers import City, Worker
from backend.config.payees import notice

MEMBER = "/api/member/v1/payee-accounts"
STAFF = "/api/staff/v1/payee-accounts"
BANK = "示范银行槐树支行"


async def ensure_account(worker: Worker, product: Product, city: City) -> None:
    """Let a worker enter her first account, unless she has one, and have it verified."""
    if worker.accounts:
        return
    token = await city.member(worker)
    await product.post(f"{MEMBER}/consent", token, {"notice_version": notice.VERSION})
    await enter_account(worker, product, city)


async def enter_account(worker: Worker, product: Product, city: City) -> None:
    """Let a worker enter an account, the first or another one; the payment desk verifies it."""
    worker.accounts += 1
    worker.account = f"6222{worker.accounts:03d}{worker.place:09d}"
    body = {"bank": BANK, "account": worker.account}
    made = await product.post(MEMBER, await city.member(worker), body)
    verifier = await city.approver_of(worker)
    await product.post(f"{STAFF}/{made['number']}/verify", verifier, {}, made["version"])
