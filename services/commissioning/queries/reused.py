"""Photographs and vouchers that were used before, in any report of any project (R9.14, R9.16)."""

from dataclasses import dataclass

from backend.files import likeness
from backend.files.models import Attachment
from services.commissioning.models import Report, ReportPhoto, Spending

VOUCHER = "commissioning_voucher"
PHOTO = "commissioning_photo"
# One kind each for all projects: a picture is recognised wherever it turns up again.


@dataclass(frozen=True, slots=True)
class Reuse:
    """A paper of this report that looks like one of `report`; the two keys name the pictures.

    `is_visible` is true where the reader may see the other report too.
    """

    paper: str
    other: str
    report: str
    project: str
    is_same: bool
    is_voucher: bool
    is_visible: bool = False


def find(report: Report) -> list[Reuse]:
    """Find the papers of a report that look like earlier ones, vouchers of the same report too."""
    papers = [
        *((one.attachment, False) for one in _photos(report)),
        *((one.voucher, True) for one in _spendings(report) if one.voucher is not None),
    ]
    return [
        reuse
        for attachment, is_voucher in papers
        for reuse in _of(attachment, is_voucher=is_voucher)
    ]


def mark(report: Report) -> None:
    """Note on each paper whether it looks used before, for the lists; the pairs are read anew."""
    seen = {reuse.paper for reuse in find(report)}
    for photo in _photos(report):
        photo.seems_reused = photo.attachment.number in seen
        photo.save(update_fields=["seems_reused"])
    for spending in _spendings(report):
        voucher = spending.voucher
        spending.seems_reused = voucher is not None and voucher.number in seen
        spending.save(update_fields=["seems_reused"])


def _of(attachment: Attachment, *, is_voucher: bool) -> list[Reuse]:
    near = likeness.alike(attachment, same_case=True)
    used = _used({one.number for one in near})
    # A picture that was taken out of its report again proves nothing.
    found = [one for one in near if one.number in used]
    numbers = {one.case for one in found}
    projects = dict(
        Report.objects.filter(number__in=numbers).values_list("number", "contract__project__number")
    )
    return [
        Reuse(
            paper=attachment.number,
            other=one.number,
            report=one.case,
            project=projects.get(one.case, ""),
            is_same=one.is_same,
            is_voucher=is_voucher,
        )
        for one in found
    ]


def _used(numbers: set[str]) -> set[str]:
    photos = ReportPhoto.objects.filter(attachment__number__in=numbers)
    vouchers = Spending.objects.filter(voucher__number__in=numbers)
    return {
        *photos.values_list("attachment__number", flat=True),
        *vouchers.values_list("voucher__number", flat=True),
    }


def _photos(report: Report) -> list[ReportPhoto]:
    return list(ReportPhoto.objects.filter(report=report).select_related("attachment"))


def _spendings(report: Report) -> list[Spending]:
    return list(Spending.objects.filter(report=report).select_related("voucher"))
