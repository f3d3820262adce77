"""A reason or an opinion that a decision may not go without."""

from backend.kernel.errors import Invalid

TEXT_LENGTH = 1000


def must_say(text: str, remedy: str) -> str:
    """Take a reason or opinion that may not be empty; raises Invalid `reason_missing`."""
    said = text.strip()
    if not said or len(said) > TEXT_LENGTH:
        raise Invalid("reason_missing", f"{remedy}最多 {TEXT_LENGTH} 个字。")
    return said
