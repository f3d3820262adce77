"""The papers of two claims side by side, as a reviewer reads them."""

from backend.access.schemas import Out
from services.mutual_aid.schemas.claims_staff import FilePhotoOut


class DoublesComparedOut(Out):
    """What two claims have in common: of the other its number, its union, the papers in question.

    `ours` are opened as photographs of this claim, `theirs` as photographs of the double.
    """

    number: str
    key: str
    label: str
    other_number: str
    union_name: str
    ours: list[FilePhotoOut]
    theirs: list[FilePhotoOut]
