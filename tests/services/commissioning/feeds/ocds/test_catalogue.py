"""The catalogue: each data set with its licence, how often it is renewed, and whom to ask."""

import pytest

from services.commissioning.feeds.ocds import catalogue
from services.commissioning.feeds.ocds.packages import LICENCE
from tests.services.commissioning.feeds.ocds.sample import OPENED, PUBLISHER


@pytest.mark.requirement("R9.23")
def test_every_data_set_says_licence_periodicity_and_contact() -> None:
    found = catalogue.catalogue(PUBLISHER, [2026], OPENED, OPENED)
    assert len(found["dcat:dataset"]) == 2
    for one in found["dcat:dataset"]:
        assert one["dct:license"] == {"@id": LICENCE}
        assert one["dct:accrualPeriodicity"]["@id"].endswith("/frequency/CONT")
        assert one["dcat:contactPoint"]["vcard:fn"] == PUBLISHER.name
        assert one["dcat:contactPoint"]["vcard:hasURL"]["@id"].startswith(PUBLISHER.site)
        addresses = [file["dcat:downloadURL"]["@id"] for file in one["dcat:distribution"]]
        assert all(address.startswith(PUBLISHER.site) for address in addresses)
