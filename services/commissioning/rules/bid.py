"""What an application holds, when it is complete, and its receipt (R9.5).

The receipt is SHA-256 over a 32-byte salt followed by the canonical content. The salt is sealed
with the content: without it nobody can try out likely amounts against a published receipt, with it
the applicant, and after the opening anyone who may read the content, can verify it.
"""

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from backend.kernel.errors import FieldError, Invalid
from backend.kernel.money import Money

SALT_BYTES = 32
MOST_LINES = 30
LONGEST_WORDS = 6000
LONGEST_LINE = 40
MOST_COUNT = 10_000_000
MOST_FEN = 1_000_000_000_000
_TEXTS = (("plan", "服务方案"), ("team", "团队与资质"), ("track_record", "过往业绩"))
_COUNTS = (("persons", "服务人数"), ("sessions", "服务场次"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the budget, in fen."""

    title: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Content:
    """An application as it is written; what is not yet written is 0 or empty."""

    amount_fen: int = 0
    persons: int = 0
    sessions: int = 0
    plan: str = ""
    team: str = ""
    track_record: str = ""
    lines: tuple[Line, ...] = field(default_factory=tuple)


def check_size(content: Content) -> None:
    """Refuse what no draft may hold: texts too long, too many lines, numbers out of range.

    Raises Invalid `bad_bid` with every fault.
    """
    faults = [
        FieldError(f"/{name}", "too_long", f"“{label}”最多 {LONGEST_WORDS} 个字。")
        for name, label in _TEXTS
        if len(getattr(content, name)) > LONGEST_WORDS
    ]
    faults += [
        FieldError(f"/{name}", "bad_count", f"“{label}”应在 0 到 {MOST_COUNT} 之间。")
        for name, label in _COUNTS
        if not 0 <= getattr(content, name) <= MOST_COUNT
    ]
    if not 0 <= content.amount_fen <= MOST_FEN:
        faults.append(FieldError("/amount_fen", "bad_money", "报价不能是负数，也不能过大。"))
    if len(content.lines) > MOST_LINES:
        faults.append(FieldError("/lines", "too_many", f"预算科目最多 {MOST_LINES} 行。"))
    faults += [
        FieldError(f"/lines/{place}", "bad_line", f"第 {place + 1} 行预算请写科目和大于 0 的金额。")
        for place, one in enumerate(content.lines)
        if not one.title or len(one.title) > LONGEST_LINE or not 0 < one.amount_fen <= MOST_FEN
    ]
    if faults:
        raise Invalid("bad_bid", faults[0].message, faults)


def check_complete(content: Content, budget: Money) -> None:
    """Refuse to submit what is not whole: every part written, lines sum to the amount, in budget.

    Raises Invalid `bid_incomplete` with every fault.
    """
    faults = [
        FieldError(f"/{name}", "missing", f"请写“{label}”。")
        for name, label in _TEXTS
        if not getattr(content, name).strip()
    ]
    faults += [
        FieldError(f"/{name}", "missing", f"请填“{label}”，应大于 0。")
        for name, label in _COUNTS
        if getattr(content, name) < 1
    ]
    faults += _money_faults(content, budget)
    if faults:
        raise Invalid("bid_incomplete", "申报书还没有填完整，请按提示补齐后再提交。", faults)


def _money_faults(content: Content, budget: Money) -> list[FieldError]:
    amount = Money(content.amount_fen)
    if amount.fen < 1:
        return [FieldError("/amount_fen", "missing", "请填报价，应大于 0。")]
    if amount.fen > budget.fen:
        said = f"报价 {amount} 元超过项目预算 {budget} 元。"
        return [FieldError("/amount_fen", "over_budget", said)]
    total = Money(sum(one.amount_fen for one in content.lines))
    if total != amount:
        said = f"预算科目合计 {total} 元，应等于报价 {amount} 元。"
        return [FieldError("/lines", "lines_do_not_sum", said)]
    return []


def canonical(content: Content) -> bytes:
    """Write the content as the one text that its receipt is computed over.

    UTF-8 JSON, keys sorted, no spaces, no escapes but those JSON demands.
    """
    return json.dumps(
        asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def receipt_of(content: Content, salt: bytes) -> bytes:
    """Give the 32-byte receipt of a submitted application."""
    return sha256(salt + canonical(content)).digest()


def sealed_text(content: Content, salt: bytes = b"") -> str:
    """Write content and salt as the text that is sealed; no salt while it is a draft."""
    return json.dumps({"content": asdict(content), "salt": salt.hex()}, ensure_ascii=False)


def read_sealed(text: str) -> tuple[Content, bytes]:
    """Read content and salt back; an empty text is an empty draft."""
    if not text:
        return Content(), b""
    found = json.loads(text)
    return content_of(found["content"]), bytes.fromhex(found["salt"])


def content_of(fields: dict[str, Any]) -> Content:
    """Make the content from plain values, its lines from plain pairs."""
    lines = tuple(Line(**line) for line in fields.get("lines", ()))
    return Content(**{**fields, "lines": lines})
