"""What a claim still lacks: answers, papers, days that do not fit; one list for page and verb."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.fields.prepared import Prepared
from backend.kernel import clock
from backend.kernel.errors import FieldError
from services.mutual_aid.models import Claim, ClaimLine, ClaimPhoto
from services.mutual_aid.rules import claiming, filling
from services.mutual_aid.rules.claiming import EventDays
from services.mutual_aid.states import ClaimAct

# No claim has this key.
_NO_CLAIM = -1
_LINES = Prepared(
    lambda claim: (
        ClaimLine.objects.select_related("key").filter(claim_id=claim).order_by("happened_on", "id")
    ),
    _NO_CLAIM,
)
_PHOTOS = Prepared(
    lambda claim: (
        ClaimPhoto.objects.select_related("attachment").filter(claim_id=claim).order_by("id")
    ),
    _NO_CLAIM,
)


@dataclass(frozen=True, slots=True)
class Need:
    """One paper that a claim needs, for a line or (`line` empty) for the whole."""

    document: str
    label: str
    line: str
    title: str
    photos: int

    @property
    def is_there(self) -> bool:
        """Tell whether at least one photograph shows it."""
        return self.photos > 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A claim with its lines and photographs, read once."""

    claim: Claim
    lines: list[ClaimLine]
    photos: list[ClaimPhoto]

    @classmethod
    def of(cls, claim: Claim) -> "Filled":
        """Read lines and photographs of a claim, oldest first."""
        return cls(claim, lines_of(claim), photos_of(claim))


def lines_of(claim: Claim) -> list[ClaimLine]:
    """Read the lines of a claim with their keys, the oldest event first."""
    return _LINES.all(claim.pk)


def photos_of(claim: Claim) -> list[ClaimPhoto]:
    """Read the photographs of a claim, oldest first."""
    return _PHOTOS.all(claim.pk)


def entry_of(line: ClaimLine) -> Mapping[str, object]:
    """Open the entry of a line."""
    found: dict[str, object] = json.loads(line.unseal("entry_sealed") or "{}")
    return found


def title_of(claim: Claim, item: str) -> str:
    """Name an item as the plan does."""
    benefit = filling.benefit_of(claim.plan_version.rules, item)
    return benefit.title if benefit else item


def last_day_of(claim: Claim, line: ClaimLine) -> date:
    """Give the last day, until 24:00, on which this line may be claimed (R8.22)."""
    days = EventDays(
        event=line.happened_on,
        discharge=line.ended_on,
        diagnosis=line.happened_on,
        period_end=claim.cover.last_day,
    )
    return claiming.last_day_to_claim(claim.plan_version.rules.claim, line.item, days)


def counts_from(claim: Claim, line: ClaimLine) -> date:
    """Give the day that is held against the deadline of a line.

    What was claimed in time stays in time while papers are completed: the day of the first
    submission for lines that stood then, today for all others.
    """
    first = claim.taken.first_of(ClaimAct.SUBMIT)
    if first is None or line.created_at > first.at:
        return clock.today()
    return clock.to_local(first.at).date()


def needs_of(filled: Filled) -> list[Need]:
    """List the papers that the plan and its items need, those of the whole first (R8.23)."""
    claim, terms = filled.claim, filled.claim.plan_version.rules.claim
    needs = [
        _need(code, filled, None)
        for code in claiming.documents_of_whole(terms, claim.claimant_kind)
    ]
    for line in filled.lines:
        codes = claiming.documents_of_item(terms, line.item)
        needs += [_need(code, filled, line) for code in codes]
    return needs


def gaps_of(filled: Filled) -> list[FieldError]:
    """List what keeps a claim from being submitted, each with a pointer and a remedy."""
    gaps = []
    if filled.claim.event_on is None:
        gaps.append(FieldError("/event_on", "missing", "请填写事件日期。"))
    if not filled.lines:
        gaps.append(FieldError("/lines", "missing", "请至少填写一个申领项目。"))
    for place, line in enumerate(filled.lines):
        gaps += _line_gaps(filled, place, line)
    gaps += [
        FieldError(
            f"/documents/{need.document}",
            "missing",
            f"缺“{need.label}”{f'（{need.title}）' if need.title else ''}，请拍照上传。",
        )
        for need in needs_of(filled)
        if not need.is_there
    ]
    return gaps


def late_lines(filled: Filled) -> list[FieldError]:
    """List the lines whose last day to claim is over, each with that day (R8.22)."""
    late = []
    for place, line in enumerate(filled.lines):
        last = last_day_of(filled.claim, line)
        if counts_from(filled.claim, line) > last:
            words = (
                f"“{title_of(filled.claim, line.item)}”{clock.day_words(line.happened_on)}"
                f"的申领期限到 {clock.day_words(last)} 24 时为止，已经过了。"
            )
            late.append(FieldError(f"/lines/{place}/happened_on", "deadline_passed", words))
    return late


def _line_gaps(filled: Filled, place: int, line: ClaimLine) -> list[FieldError]:
    """Check a line again: the event's version or the cover may have changed since it was saved."""
    claim, pack = filled.claim, filled.claim.plan_version.rules
    at = f"/lines/{place}"
    benefit = filling.benefit_of(pack, line.item)
    if benefit is None:
        return [FieldError(f"{at}/item", "unknown_item", "这个计划没有这个项目，请移除后重填。")]
    found = []
    cover = claim.cover
    if not cover.first_day <= line.happened_on <= cover.last_day:
        words = (
            f"“{benefit.title}”的日期不在保障期内（{clock.day_words(cover.first_day)}至"
            f"{clock.day_words(cover.last_day)}），请改正。"
        )
        found.append(FieldError(f"{at}/happened_on", "outside_cover", words))
    fault = filling.fault_of(benefit, entry_of(line))
    if fault is not None:
        found.append(FieldError(f"{at}/entry/{fault.field}", "bad_entry", fault.message))
    needs_invoice = claiming.INVOICE in claiming.needed_documents(pack.claim, (line.item,))
    if needs_invoice and line.invoice_token is None:
        words = f"请填写“{benefit.title}”的发票号码、金额和开票日期。"
        found.append(FieldError(f"{at}/invoice", "missing", words))
    return found


def _need(code: str, filled: Filled, line: ClaimLine | None) -> Need:
    """Count the photographs of a paper; one for the whole claim serves each of its lines."""
    count = sum(
        photo.document == code and (line is None or photo.line_id in {None, line.pk})
        for photo in filled.photos
    )
    title = title_of(filled.claim, line.item) if line else ""
    return Need(code, claiming.document_label(code), line.number if line else "", title, count)
