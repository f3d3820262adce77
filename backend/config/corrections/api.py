"""Routes: asking for a correction of one's data, and answering it."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Staff
from backend.access.models import CorrectionField, CorrectionRequest
from backend.access.paging import LIMIT_DEFAULT, Cursor, Page, PageSize, page_of
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import In, Number, Out
from backend.access.scope import visible
from backend.access.write import run
from backend.config.corrections import workflow
from backend.kernel.errors import NotFound

member = GuardedRouter(tags=["本人资料"])
staff = GuardedRouter(tags=["资料更正"])

ORDER = ("-asked_at", "-id")


class CorrectionIn(In):
    """What is wrong and what is right."""

    field: CorrectionField = Field(title="要更正的内容")
    wanted: Annotated[str, Field(title="正确的内容", min_length=1, max_length=workflow.LONGEST)]


class AnswerIn(In):
    """Whether the data were corrected, and what the worker is told."""

    corrected: bool = Field(title="是否已更正")
    reason: Annotated[str, Field(title="理由", min_length=1, max_length=2 * workflow.LONGEST)]


class CorrectionOut(Out):
    """A request as its owner and its officer see it; the sealed text stays in the house."""

    number: str
    field: CorrectionField
    field_label: str
    asked_at: datetime
    due_on: date
    answered_at: datetime | None
    corrected: bool | None
    answer: str
    version: int

    @staticmethod
    def resolve_field_label(row: CorrectionRequest) -> str:
        """Say the field in words."""
        return str(CorrectionField(row.field).label)


class CorrectionPage(Out):
    """One page of requests."""

    items: list[CorrectionOut]
    next_cursor: str | None
    has_more: bool


@member.post(
    "/corrections",
    permit=MemberOnly(),
    response=CorrectionOut,
    status=201,
    operation_id="askCorrection",
    summary="申请更正本人资料",
)
async def ask(request: HttpRequest, body: CorrectionIn) -> HttpResponse:
    """Ask to have one thing about oneself put right; answered within working days."""
    return await run(
        workflow.ask,
        body.field.value,
        body.wanted,
        request=request,
        out=CorrectionOut,
        status=201,
    )


@member.get(
    "/corrections",
    permit=MemberOnly(),
    response=CorrectionPage,
    operation_id="listMyCorrections",
    summary="我的更正申请",
)
async def mine(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List one's own requests, newest first."""
    return await fetch(
        _page, _own(_actor(request)), cursor, limit, request=request, out=CorrectionPage
    )


@staff.get(
    "/corrections",
    permit=Staff(Permission.ACCOUNTS_CORRECTION_DECIDE),
    response=CorrectionPage,
    operation_id="listCorrections",
    summary="待答复的更正申请",
)
async def waiting(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List open requests of one's unions and below, newest first."""
    rows = _visible(_actor(request)).filter(answered_at=None)
    return await fetch(_page, rows, cursor, limit, request=request, out=CorrectionPage)


@staff.get(
    "/corrections/{number}",
    permit=Staff(Permission.ACCOUNTS_CORRECTION_DECIDE),
    response=CorrectionOut,
    operation_id="getCorrection",
    summary="一份更正申请",
)
async def one(request: HttpRequest, number: Number) -> HttpResponse:
    """Show one request of one's unions and below."""
    return await fetch(_one, _visible(_actor(request)), number, request=request, out=CorrectionOut)


@staff.post(
    "/corrections/{number}/answer",
    permit=Staff(Permission.ACCOUNTS_CORRECTION_DECIDE),
    response=CorrectionOut,
    operation_id="answerCorrection",
    summary="答复更正申请",
)
async def answer(request: HttpRequest, number: Number, body: AnswerIn) -> HttpResponse:
    """Answer a request; needs If-Match with the version that was read."""
    return await run(
        workflow.answer,
        number,
        corrected=body.corrected,
        reason=body.reason,
        request=request,
        out=CorrectionOut,
    )


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _own(actor: Actor) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(person_id=actor.own_person_id)


def _visible(actor: Actor) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(visible(actor, Permission.ACCOUNTS_CORRECTION_DECIDE))


def _page(rows: QuerySet[CorrectionRequest], cursor: str | None, limit: int) -> Page:
    return page_of(rows, cursor, limit, ORDER)


def _one(rows: QuerySet[CorrectionRequest], number: str) -> Any:
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound
    return row
