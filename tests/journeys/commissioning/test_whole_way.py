"""A project of each kind from its need to the archive, every public figure beside its books."""

from pathlib import Path

import pytest

from tests.journeys.commissioning import (
    calling,
    deciding,
    delivering,
    judging,
    public_bytes,
    public_figures,
)
from tests.journeys.commissioning.road import SERVICES, Road
from tests.services.commissioning import build_verdict

pytestmark = pytest.mark.django_db


@pytest.mark.requirement(
    "R9.3", "R9.5", "R9.7", "R9.8", "R9.11", "R9.12", "R9.13", "R9.14", "R9.15", "R9.16", "R9.17",
    "R9.18", "R9.20", "R9.22", "R9.23", "R9.25", "R9.26",
)  # fmt: skip
@pytest.mark.parametrize("service", SERVICES, ids=[one.kind for one in SERVICES])
def test_a_project_goes_from_need_to_archive_and_every_public_byte_is_true(
    road: Road, published: Path
) -> None:
    build_verdict.sign_forms(road.world)
    calling.to_checked(road)
    gone = judging.to_award(road)
    delivering.to_final_report(road)
    deciding.to_published(road)
    public_figures.all_tie(road, published)
    deciding.to_archive(road)
    public_figures.all_tie(road, published)
    public_bytes.tell_of_nobody(road, published, gone)
