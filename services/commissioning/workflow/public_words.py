"""Words that stand on public pages: never empty, never with somebody's number in them."""

from backend.kernel.errors import Invalid
from services.disclosure.workflow.words import refuse_numbers

LONGEST = 500


def said_publicly(text: str, remedy: str, *, pointer: str, longest: int = LONGEST) -> str:
    """Take words that will be public; raises Invalid `reason_missing`, `personal_number`."""
    said = text.strip()
    if not said or len(said) > longest:
        raise Invalid("reason_missing", f"{remedy}最多 {longest} 个字，内容会公开。")
    refuse_numbers(said, pointer)
    return said
