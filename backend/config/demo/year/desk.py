"""The payment desk of the year, once a week: order, bank file, bank's reply, changed accounts."""

import csv
import io
from collections.abc import Iterable

from backend.config.demo.bank import Asked, reply
from backend.config.demo.year.accounts import enter_account
from backend.config.demo.year.caller import Product
from backend.config.demo.year.crowd import crowd
from backend.config.demo.year.stories import Plan
from backend.config.demo.year.tally import Tally
from backend.config.demo.year.workers import City, Worker
from backend.kernel.money import Money
from backend.ledger.formats.csv_v1 import HEAD_ROWS

STAFF = "/api/staff/v1/mutual-aid"
PAGE = 100
SECOND = 2


class Desk:
    """Pays what can be paid; the bank of the year returns what goes to a closed account."""

    def __init__(
        self, product: Product, city: City, closed: Iterable[int], busy: Iterable[int]
    ) -> None:
        self.tally = Tally()
        self._ask = product
        self._city = city
        self._closed, self._busy = set(closed), set(busy)

    async def pay(self, claims: Tally) -> None:
        """Pay every plan, unless all that was approved is paid."""
        if claims.approved == self.tally.paid:
            return
        confirmer = await self._city.officer("payment_confirmer")
        for plan in Plan:
            await self._pay(plan.number, confirmer)
        if claims.approved != self.tally.paid:
            await self._rebind(confirmer)

    async def _pay(self, plan: str, confirmer: str) -> None:
        keeper = await self._city.officer("sun_li")
        answer = await self._ask.try_post(f"{STAFF}/plans/{plan}/order-all", keeper)
        if answer.code == "nothing_to_pay":
            return
        batch = answer.json
        path = f"{STAFF}/payment-batches/{batch['number']}"
        lines = _lines(await self._ask.file(f"{path}/file", confirmer))
        returned = self._returned(lines)
        asked = [Asked(number, account[-4:], Money(fen)) for number, account, fen in lines]
        content = reply(batch["number"], asked, returned).decode("utf-8-sig")
        await self._ask.post(f"{path}/reply", confirmer, {"content": content})
        good = [fen for number, _, fen in lines if number not in returned]
        self.tally.paid += len(good)
        self.tally.paid_fen += sum(good)
        self.tally.bank_returned += len(returned)
        places = {int(one[7:]) for one in returned.values()} & self._closed
        await crowd(self._enter_another(self._city.workers[place]) for place in sorted(places))

    def _returned(self, lines: list[tuple[str, str, int]]) -> dict[str, str]:
        """Give which orders the bank returns, with their accounts."""
        found: dict[str, str] = {}
        for number, account, _ in lines:
            place, first = int(account[7:]), account[4:7] == "001"
            if (place in self._closed and first) or place in self._busy:
                found[number] = account
        self._busy -= {int(account[7:]) for account in found.values()}
        return found

    async def _enter_another(self, worker: Worker) -> None:
        """Let a payee whose account is closed enter another one, once."""
        if worker.accounts < SECOND:
            worker.accounts = 1
            await enter_account(worker, self._ask, self._city)

    async def _rebind(self, confirmer: str) -> None:
        """Approve the accounts that stand now for what waits; the next week pays it."""
        cursor: str | None = ""
        while cursor is not None:
            more = f"&cursor={cursor}" if cursor else ""
            page = await self._ask.get(f"{STAFF}/benefits/to-pay?limit={PAGE}{more}", confirmer)
            for row in page["items"]:
                if row["needs_binding"]:
                    path = f"{STAFF}/benefits/{row['number']}/rebind"
                    await self._ask.post(path, confirmer, {}, row["version"])
                    self.tally.rebound += 1
            cursor = page["next_cursor"]


def _lines(content: bytes) -> list[tuple[str, str, int]]:
    """Read the bank file: order, account and fen of each payment."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[HEAD_ROWS:]
    return [(row[0], row[2], Money.from_yuan(row[4]).fen) for row in rows]
