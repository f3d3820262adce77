"""The automatic privacy scan: what must not stand in a public text, and what a person must judge.

Numbers that belong to one person (identity, mobile phone, bank card) block a text for good; words
that often stand beside a person (illness, minors, masked names) are shown to the checker, who may
let each pass with a reason (R12.3; PIPL 25, 28). Names of aided people cannot be recognised by a
machine: that is why the checker is a person.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.kernel.identifiers import id_check_character


class Kind(StrEnum):
    """What the scan found."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    LONG_NUMBER = "long_number"
    EMAIL = "email"
    MASKED_NAME = "masked_name"
    PAPERS = "papers"
    ILLNESS = "illness"
    MINOR = "minor"


LABELS: Mapping[Kind, str] = {
    Kind.ID_NUMBER: "身份证号",
    Kind.PHONE: "手机号",
    Kind.BANK_CARD: "银行卡号",
    Kind.LONG_NUMBER: "较长的数字",
    Kind.EMAIL: "电子邮箱",
    Kind.MASKED_NAME: "隐去部分的姓名",
    Kind.PAPERS: "证件或账户字样",
    Kind.ILLNESS: "疾病字样",
    Kind.MINOR: "未成年人字样",
}
BLOCKING = frozenset({Kind.ID_NUMBER, Kind.PHONE, Kind.BANK_CARD})
EXCERPT_MARGIN = 8

_GAP = r"[ \-.·]?"
_RUN = re.compile(rf"(?<![0-9A-Za-z])[0-9](?:{_GAP}[0-9]){{10,23}}(?:{_GAP}[xX])?(?![0-9A-Za-z])")
_JOINED_PHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_OLD_ID = 15
_NEW_ID = 18
_SHORTEST_CARD = 16
_LONGEST_CARD = 19
_FIGURES = re.compile(r"[0-9０-９]{3,}[xX]?")
_GROUPED_PHONE = re.compile(rf"(?<![0-9])1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9])")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_RUN = re.compile(r"[〇零一二三四五六七八九]{11,}")
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)),
    (
        Kind.MASKED_NAME,
        re.compile(r"[\u4e00-\u9fff](?:\*{1,2}|某{1,2})[\u4e00-\u9fff]?"),
    ),
    (
        Kind.PAPERS,
        re.compile(r"身份证|户口[本簿]|护照|银行卡|卡号|开户行|家庭住址|住址"),
    ),
    (
        Kind.ILLNESS,
        re.compile(
            r"[\u4e00-\u9fff]{0,4}(?:癌|肿瘤|白血病|尿毒症|糖尿病|高血压|肝炎|艾滋|结核|"
            r"抑郁|精神分裂|残疾|重病|患病|病历|确诊|诊断|手术|化疗|透析|病种|疾病|职业病|患者)"
        ),
    ),
    (
        Kind.MINOR,
        re.compile(r"未成年|未满(?:14|十四|18|十八)周?岁|儿童|孤儿|其子|其女|小学生|中学生"),
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in a text: where it starts, what it is, and the words around it.

    A blocking find is masked in `excerpt`, so that the finding itself can be stored and shown.
    """

    start: int
    kind: Kind
    excerpt: str

    @property
    def key(self) -> str:
        """Name of this finding within its text, for the checker's answer to it."""
        return f"{self.kind.value}-{self.start}"

    @property
    def is_blocking(self) -> bool:
        """Nobody can let it pass."""
        return self.kind in BLOCKING

    @property
    def label(self) -> str:
        """The Chinese word for what was found."""
        return LABELS[self.kind]


def scan(text: str) -> list[Finding]:
    """Find everything in `text` that concerns somebody's privacy, in reading order, no overlaps."""
    plain = _same_length(text)
    taken: list[tuple[int, int]] = []
    found: list[Finding] = []
    for start, end, kind in [*_numbers(plain), *_words(plain)]:
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        found.append(Finding(start, kind, _excerpt(text, start, end, kind)))
    return sorted(found)


def blocking(findings: list[Finding]) -> list[Finding]:
    """Those that nobody can let pass."""
    return [finding for finding in findings if finding.is_blocking]


def unanswered(findings: list[Finding], answers: Mapping[str, str]) -> list[Finding]:
    """Those that the checker may let pass but has given no reason for."""
    return [
        finding
        for finding in findings
        if not finding.is_blocking and not answers.get(finding.key, "").strip()
    ]


def _same_length(text: str) -> str:
    """Make disguised digits plain without moving any character, so that places stay true."""
    plain = "".join(map(_plain_character, text))
    return _CHINESE_RUN.sub(lambda run: run.group().translate(_CHINESE_DIGITS), plain)


def _plain_character(character: str) -> str:
    if unicodedata.category(character) in {"Cf", "Zs", "Pd"}:
        return "-"
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _numbers(plain: str) -> Iterator[tuple[int, int, Kind]]:
    for run in _RUN.finditer(plain):
        digits = re.sub(r"[^0-9xX]", "", run.group()).upper()
        kind = _kind_of(digits, is_joined=len(digits) == len(run.group()))
        if kind is not None:
            yield run.start(), run.end(), kind
        else:
            yield from _phones_inside(run)
    for phone in _JOINED_PHONE.finditer(plain):
        yield phone.start(), phone.end(), Kind.PHONE


def _phones_inside(run: re.Match[str]) -> Iterator[tuple[int, int, Kind]]:
    """Two numbers side by side read as one run: look for a phone in every group-wise window."""
    for phone in _GROUPED_PHONE.finditer(run.group()):
        yield run.start() + phone.start(), run.start() + phone.end(), Kind.PHONE


def _kind_of(digits: str, *, is_joined: bool) -> Kind | None:
    if _is_id(digits):
        return Kind.ID_NUMBER
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits):
        return Kind.PHONE
    if _is_card(digits, is_joined=is_joined):
        return Kind.BANK_CARD
    if is_joined and len(digits) >= _SHORTEST_CARD:
        return Kind.LONG_NUMBER
    return None


def _is_id(digits: str) -> bool:
    """GB 11643 with its check digit, or a plausible birth date in its place (a mistyped one)."""
    if len(digits) == _NEW_ID and digits[:17].isdigit():
        return _is_birth(digits[6:14]) or id_check_character(digits[:17]) == digits[17]
    return len(digits) == _OLD_ID and digits.isdigit() and _is_birth("19" + digits[6:12])


def _is_birth(eight: str) -> bool:
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return False
    return 1900 <= born.year < 2100  # noqa: PLR2004 (the span a birth date can lie in)


def _is_card(digits: str, *, is_joined: bool) -> bool:
    """Luhn, and unless written without gaps a card issuer's opening digits too."""
    if not (_SHORTEST_CARD <= len(digits) <= _LONGEST_CARD and digits.isdigit()):
        return False
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    if sum(d - 9 if d > 9 else d for d in doubled) % 10:  # noqa: PLR2004 (Luhn)
        return False
    return is_joined or digits.startswith(("4", "5", "62"))


def _words(plain: str) -> Iterator[tuple[int, int, Kind]]:
    for kind, pattern in _WORDS:
        for match in pattern.finditer(plain):
            yield match.start(), match.end(), kind


def _excerpt(text: str, start: int, end: int, kind: Kind) -> str:
    """The words around a find; the find itself is masked when it is somebody's number."""
    middle = f"〔{LABELS[kind]}〕" if kind in BLOCKING else text[start:end]
    before = _FIGURES.sub("…", text[max(0, start - EXCERPT_MARGIN) : start])
    after = _FIGURES.sub("…", text[end : end + EXCERPT_MARGIN])
    return " ".join(f"{before}{middle}{after}".split())
