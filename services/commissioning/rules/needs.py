"""What may stand in a need that every member of the city reads (R9.26)."""

import re

from backend.kernel.errors import Invalid
from backend.kernel.identifiers import tidy

LONGEST_TITLE = 60
LONGEST_DETAIL = 300
MOST_VOICES_A_DAY = 30
_NUMBERS_OF_A_PERSON = re.compile(r"1[3-9]\d{9}|\d{17}[\dXx]|\d{15,19}")


def check_words(title: str, detail: str) -> tuple[str, str]:
    """Give title and detail trimmed; both are public to all members, so no number of a person.

    Raises Invalid `bad_title`, `too_long`, `personal_number`.
    """
    title, detail = " ".join(title.split()), detail.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid("bad_title", f"请用一句话写清需要什么，最多 {LONGEST_TITLE} 个字。")
    if len(detail) > LONGEST_DETAIL:
        raise Invalid("too_long", f"说明最多 {LONGEST_DETAIL} 个字。")
    if _NUMBERS_OF_A_PERSON.search(tidy(title + detail).replace("-", "")):
        raise Invalid(
            "personal_number", "这里的内容所有会员都能看到，请不要写手机号、身份证号或账号。"
        )
    return title, detail
