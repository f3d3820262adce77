"""Parts that the worker's view and the officer's view of a case have in common."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.files.advice import Advice, spoken
from backend.kernel import clock
from backend.kernel.identifiers import mask_id, mask_name
from services.hardship.models import Application, Decision, Evidence, Grant, Refusal
from services.hardship.states import GRANT_LABELS, GRANT_WORKER_LABELS, GrantState

TO_APPROVE = (GrantState.PROPOSED, GrantState.CEILING_CHECKED)
TO_PAY = (GrantState.APPROVED, GrantState.RETURNED)
NO_ACCOUNT = "申请人还没有核实过的本人收款账户。"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A household member, masked."""

    number: str
    relation: str
    relation_label: str
    name: str
    id_number: str
    is_adult: bool
    is_authorised: bool


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photograph of the file."""

    number: str
    kind: str
    kind_label: str
    added_at: datetime
    advice: list[Advice]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A step of the history: what, which post, when, opinion."""

    act: str
    act_label: str
    by: str
    at: datetime
    opinion: str


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """Why a case was refused, by which clause, and where and until when to appeal (R8.45)."""

    reason: str
    clause: str
    appeal_to: str
    appeal_until: date


@dataclass(frozen=True, slots=True)
class GrantLine:
    """The grant of a case.

    `payee_missing`: nobody verified an account of hers; `payee_void`: the account changed after
    the approval; `payee_note` says either in words, or how long a changed account cools off.
    """

    number: str
    version: int
    state: str
    state_label: str
    kind: str
    kind_label: str
    amount_fen: int
    payee: str
    paid_on: date | None
    return_reason: str
    payee_missing: bool
    payee_void: bool
    payee_note: str


def members_of(application: Application) -> list[MemberLine]:
    """List the household, masked, with who still has to sign."""
    today = clock.today()
    rows = application.members.select_related("key").prefetch_related("authorisations")
    return [
        MemberLine(
            number=row.number,
            relation=row.relation,
            relation_label=row.get_relation_display(),
            name=mask_name(row.unseal("name_sealed")),
            id_number=mask_id(row.unseal("id_number_sealed")),
            is_adult=row.is_adult(today),
            is_authorised=any(one.withdrawn_at is None for one in row.authorisations.all()),
        )
        for row in rows.order_by("id")
    ]


def photos_of(application: Application) -> list[PhotoLine]:
    """List the photographs that stand."""
    rows = Evidence.objects.filter(application=application, removed_at__isnull=True)
    return [
        PhotoLine(
            row.number,
            row.kind,
            row.get_kind_display(),
            row.added_at,
            spoken(row.attachment.advice),
        )
        for row in rows.select_related("attachment").order_by("id")
    ]


def decisions_of(application: Application) -> list[DecisionLine]:
    """List the history, oldest first."""
    rows = Decision.objects.filter(application=application).select_related("key").order_by("id")
    return [
        DecisionLine(row.act, row.act_label, row.by_label, row.at, row.unseal("opinion_sealed"))
        for row in rows
    ]


def refusal_of(application: Application) -> RefusalLine | None:
    """Give the refusal of a case; None where it was not refused."""
    row = Refusal.objects.filter(application=application).select_related("key").first()
    if row is None:
        return None
    return RefusalLine(row.unseal("reason_sealed"), row.clause, row.appeal_to, row.appeal_until)


def grant_line(application: Application, *, for_worker: bool) -> GrantLine | None:
    """Give the grant in the words of its reader; None before one is proposed."""
    grant = Grant.objects.filter(application=application).select_related("payee", "key").first()
    if grant is None:
        return None
    labels = GRANT_WORKER_LABELS if for_worker else GRANT_LABELS
    to_approve, to_pay = grant.state in TO_APPROVE, grant.state in TO_PAY
    missing = (to_approve or to_pay) and payees.verified(application.person) is None
    void = to_pay and (grant.payee is None or grant.payee.state is not PayeeState.VERIFIED)
    return GrantLine(
        number=grant.number,
        version=grant.version,
        state=str(grant.state),
        state_label=labels[grant.state],
        kind=grant.kind,
        kind_label=grant.kind_label,
        amount_fen=grant.amount_fen,
        payee=str(grant.payee) if grant.payee else "",
        paid_on=grant.paid_on,
        return_reason=grant.unseal("return_reason_sealed"),
        payee_missing=missing,
        payee_void=void,
        payee_note=NO_ACCOUNT if missing else payee_note(grant.payee) if to_pay else "",
    )


def payee_note(payee: PayeeAccount | None) -> str:
    """Say what keeps money from going to the approved account now; nothing where nothing does."""
    if payee is None or payee.state is not PayeeState.VERIFIED:
        return "核准之后收款账户变了，要由审批人重新核准。"
    if payee.usable_from is not None and payee.usable_from > clock.now():
        local = clock.to_local(payee.usable_from)
        return f"收款账户刚刚变更，{clock.day_words(local)} {local:%H:%M} 以后才能付款。"
    return ""
