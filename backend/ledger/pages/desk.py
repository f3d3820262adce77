"""The desk where a capability's batch meets the bank: its file, its reply, one line taken out.

A capability keeps its verbs and its page; it gives both to a `BankDesk` and takes the pages. How
a new one joins stands in docs/adr/0011-one-desk-for-bank-batches.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import Permit
from backend.access.pages import page
from backend.access.write import Verb, run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.ledger import settlement
from backend.ledger.formats import BankFile
from backend.ledger.models import PaymentBatch
from backend.ledger.queries import BankLine
from backend.ledger.states import OrderState

View = Callable[..., HttpResponseBase]
TONES = {OrderState.CONFIRMED: "good", OrderState.RETURNED: "stop", OrderState.CANCELLED: "plain"}
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BankDesk:
    """What differs from one capability to the next.

    `name` begins the names of the addresses (`<name>-batch`, which the capability declares, and
    `-file`, `-reply`, `-take-out`); `draw` shows the page of a batch with a refusal on it.
    `build_file` takes the number of a batch, `take_in` also `content` (bytes), `take_out` also
    `order` and `reason`. `subject` and `payee` are the titles of two columns: what is paid, and
    who gets it; `subject_page` is the name of the address of what is paid.
    """

    name: str
    permit: Permit
    build_file: Verb[..., BankFile]
    take_in: Verb[..., PaymentBatch]
    take_out: Verb[..., PaymentBatch]
    draw: Callable[[HttpRequest, str, DomainError | None], HttpResponse]
    subject: str
    subject_page: str = ""
    payee: str = "收款人"
    most_reply_megabytes: int = 16


def bank_pages(desk: BankDesk, batch: str) -> list[URLPattern]:
    """Give the addresses below that of a batch, whose page the capability declares itself."""
    return [
        path(f"{batch}file/", _file(desk), name=f"{desk.name}-file"),
        path(f"{batch}reply/", _reply(desk), name=f"{desk.name}-reply"),
        path(f"{batch}take-out/", _take_out(desk), name=f"{desk.name}-take-out"),
    ]


def sheet(
    desk: BankDesk,
    template: str,
    found: PaymentBatch,
    lines: Sequence[BankLine],
    *,
    request: HttpRequest,
    refused: DomainError | None = None,
    **more: Any,
) -> HttpResponse:
    """Draw a batch in a template that extends `ledger/console/bank_desk.html`."""
    context = {
        "batch": found,
        "lines": [(one, TONES.get(OrderState(one.state), "wait")) for one in lines],
        "refused": refused,
        "subject_title": desk.subject,
        "subject_page": desk.subject_page,
        "payee_title": desk.payee,
        "file_page": f"{desk.name}-file",
        "reply_page": f"{desk.name}-reply",
        "take_out_page": f"{desk.name}-take-out",
        "not_by_you": _not_by(request.auth, found),  # type: ignore[attr-defined]
        **more,
    }
    return render(request, template, context, status=refused.status if refused else 200)


def _not_by(actor: Actor, batch: PaymentBatch) -> str:
    """Say why one may not take in the reply of a batch; empty where one may."""
    try:
        settlement.must_be_third(batch, actor)
    except Refused as refusal:
        return refusal.message
    return ""


def acted(
    desk: BankDesk,
    act: Verb[..., PaymentBatch],
    request: HttpRequest,
    number: str,
    **given: Any,
) -> HttpResponse:
    """Do an act on a batch once and show the batch, or show it with the refusal."""
    try:
        run_once(act, number, request=request, **given)
    except (Conflict, Invalid, Refused) as refusal:
        return desk.draw(request, number, refusal)
    return redirect(f"{desk.name}-batch", number)


def handed_out(made: BankFile) -> HttpResponse:
    """Give a file for the bank as a download that nothing on the way keeps."""
    return HttpResponse(
        made.content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _file(desk: BankDesk) -> View:
    @require_POST
    @page(permit=desk.permit)
    def file(request: HttpRequest, number: str) -> HttpResponse:
        try:
            made = desk.build_file(number, actor=request.auth)  # type: ignore[attr-defined]
        except (Conflict, Invalid, Refused) as refusal:
            return desk.draw(request, number, refusal)
        return handed_out(made)

    return file


def _reply(desk: BankDesk) -> View:
    @require_POST
    @page(permit=desk.permit)
    def reply(request: HttpRequest, number: str) -> HttpResponse:
        given, most = request.FILES.get("reply"), desk.most_reply_megabytes
        if given is None or (given.size or 0) > most * _MEGABYTE:
            words = f"请选择银行发回的回单文件，不超过 {most} MB。"
            return desk.draw(request, number, Invalid("file_missing", words))
        return acted(desk, desk.take_in, request, number, content=given.read())

    return reply


def _take_out(desk: BankDesk) -> View:
    @require_POST
    @page(permit=desk.permit)
    def take_out(request: HttpRequest, number: str) -> HttpResponse:
        wanted, reason = request.POST.get("order", "").strip(), request.POST.get("reason", "")
        return acted(desk, desk.take_out, request, number, order=wanted, reason=reason)

    return take_out
