"""The plan for all members with money; 李梅 and 陈平 are covered, 李梅 has an account."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.services.mutual_aid.build_benefits import Desk, account_of, cover_of, desk_of


@pytest.fixture
def desk(world: Cast, tmp_path: Path, settings: object) -> Desk:
    """Covers of the year, and stores of the test's own."""
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    settings.INBOX_DIR = tmp_path / "inbox"  # type: ignore[attr-defined]
    made = desk_of(world)
    account_of(made, "li_mei")
    cover_of(made, "li_mei")
    cover_of(made, "chen_ping")
    return made
