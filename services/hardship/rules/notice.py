"""What a public notice 公示 may say: an allow list, built from three values and nothing else."""

from dataclasses import dataclass

from backend.kernel.identifiers import surname
from services.hardship.rules.category import CATEGORY_LABELS, Category
from services.hardship.rules.grant import AID_LABELS, AidKind, Band


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The whole content of a notice: surname, category, kind of help, amount band."""

    applicant: str
    category: str
    aid: str
    band: str


def notice_text(name: str, category: Category, kind: AidKind, band: Band) -> NoticeText:
    """Write the notice of one application; only the surname of the name passes through."""
    return NoticeText(
        applicant=f"{surname(name)}某",
        category=CATEGORY_LABELS[category],
        aid=AID_LABELS[kind],
        band=band.label,
    )
