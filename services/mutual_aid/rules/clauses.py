"""The clauses of a plan that a rejection may rest on, each by a code and in plain words."""

from services.mutual_aid.rules import words
from services.mutual_aid.rules.pack import Pack

CLAUSE_LENGTH = 200
_SECTIONS = (
    ("entry", "参加条件", words.entry_words),
    ("cover", "保障时间", words.cover_words),
    ("claim", "申领规定", words.claim_words),
)


def clauses_of(pack: Pack) -> dict[str, str]:
    """Give what a rejection can name: exclusions first, then benefits, then the other sections."""
    found = {f"exclusion:{one.code}": f"除外责任：{one.text}" for one in pack.exclusions}
    for (name, rule), benefit in zip(words.benefit_words(pack), pack.benefits, strict=False):
        found[f"benefit:{benefit.item}"] = f"给付项目：{name}，{rule}"
    for code, title, read in _SECTIONS:
        said = "；".join(f"{key}：{value}" for key, value in read(pack))
        found[code] = f"{title}：{said}"
    return {code: _shorten(f"《{pack.title}》{text}") for code, text in found.items()}


def _shorten(text: str) -> str:
    return text if len(text) <= CLAUSE_LENGTH else text[: CLAUSE_LENGTH - 1] + "…"
