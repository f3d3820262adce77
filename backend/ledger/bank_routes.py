"""The routes by which a capability's batch meets the bank: its file, its reply, a line taken out.

The verbs are the capability's own, as on its pages (`pages/desk.py`).
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from backend.access.guards import Permit
from backend.access.hop import hop
from backend.access.routers import GuardedRouter
from backend.access.write import Verb, run
from backend.ledger.formats import BankFile
from backend.ledger.models import PaymentBatch
from backend.ledger.pages.desk import handed_out
from backend.ledger.schemas import ReplyIn, TakeOutIn


@dataclass(frozen=True, slots=True)
class BankRoutes:
    """What differs: where the batches stand, who may, which verbs, what leaves, which names.

    `batches` is their path, without the number; the three names are operation ids. The verbs are
    those of a `BankDesk`.
    """

    batches: str
    permit: Permit
    build_file: Verb[..., BankFile]
    take_in: Verb[..., PaymentBatch]
    take_out: Verb[..., PaymentBatch]
    out: type[BaseModel]
    file_name: str
    reply_name: str
    take_out_name: str


def add_bank_routes(router: GuardedRouter, routes: BankRoutes) -> None:
    """Declare the three routes of a batch on a capability's router."""
    one = f"{routes.batches}/{{number}}"
    _add_take_out(router, one, routes)
    _add_file(router, one, routes)
    _add_reply(router, one, routes)


def _add_take_out(router: GuardedRouter, one: str, routes: BankRoutes) -> None:
    @router.post(
        f"{one}/take-out",
        permit=routes.permit,
        response=routes.out,
        operation_id=routes.take_out_name,
        summary="撤下一笔还没送银行的付款",
    )
    async def take_out(request: HttpRequest, number: str, body: TakeOutIn) -> HttpResponse:
        """Take one payment out of a batch that has not gone to the bank."""
        return await run(
            routes.take_out,
            number,
            request=request,
            out=routes.out,
            order=body.order,
            reason=body.reason,
        )


def _add_file(router: GuardedRouter, one: str, routes: BankRoutes) -> None:
    @router.post(
        f"{one}/file",
        permit=routes.permit,
        response=None,
        operation_id=routes.file_name,
        summary="生成银行文件",
    )
    async def file(request: HttpRequest, number: str) -> HttpResponse:
        """Write the file for the bank; the same again gives the same bytes."""
        actor = request.auth  # type: ignore[attr-defined]
        return handed_out(await hop(routes.build_file, number, actor=actor))


def _add_reply(router: GuardedRouter, one: str, routes: BankRoutes) -> None:
    @router.post(
        f"{one}/reply",
        permit=routes.permit,
        response=routes.out,
        operation_id=routes.reply_name,
        summary="导入银行回单",
    )
    async def reply(request: HttpRequest, number: str, body: ReplyIn) -> HttpResponse:
        """Take in the bank's reply, or a part of it."""
        return await run(
            routes.take_in, number, request=request, out=routes.out, content=body.content.encode()
        )
