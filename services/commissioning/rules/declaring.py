"""What a panelist declares when she steps back because she is tied to an applicant (R9.7)."""

from dataclasses import dataclass
from datetime import date

from backend.kernel.errors import FieldError, Invalid


@dataclass(frozen=True, slots=True)
class DeclaredTie:
    """A relation to an organization by its credit code; without an end it lasts."""

    organization: str
    kind: str
    since: date
    until: date | None = None


def check_period(since: date, until: date | None, today: date) -> None:
    """Refuse days that can not be; raises Invalid `bad_period` with the field."""
    if since > today:
        said = "关系的开始日期不能晚于今天，请改“开始日期”。"
        raise Invalid("bad_period", said, [FieldError("/relation/since", "bad_period", said)])
    if until is not None and until < since:
        said = "关系的结束日期不能早于开始日期；还没有结束的，请把“结束日期”留空。"
        raise Invalid("bad_period", said, [FieldError("/relation/until", "bad_period", said)])
