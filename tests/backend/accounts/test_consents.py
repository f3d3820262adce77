"""Separate consents: each purpose for itself, with the notice that was read."""

import hashlib

import pytest
from django.db import transaction

from backend.accounts import consents
from backend.accounts.models import Consent, ConsentPurpose
from backend.audit.models import Entry
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel.errors import Invalid

NOTICES = {ConsentPurpose.HOUSEHOLD: "家庭成员", ConsentPurpose.HEALTH: "健康"}


def give(cast: Cast, purposes: list[str]) -> None:
    with transaction.atomic():
        consents.give_each(
            cast.people["li_mei"],
            purposes,
            notice_version="v1",
            notices=NOTICES,
            actor=DemoActor(),
            channel="paper",
        )


@pytest.mark.requirement("RX.1")
def test_several_purposes_are_recorded_each_for_itself(cast: Cast) -> None:
    give(cast, ["household", "health", "household"])
    rows = Consent.objects.filter(person=cast.people["li_mei"]).order_by("pk")
    assert [(row.purpose, row.notice_version, row.channel) for row in rows] == [
        ("household", "v1", "paper"),
        ("health", "v1", "paper"),
    ]
    assert bytes(rows[0].notice_digest) == hashlib.sha256("家庭成员".encode()).digest()
    assert Entry.objects.filter(act="consent.give").count() == 2


@pytest.mark.requirement("RX.1")
@pytest.mark.parametrize("stranger", ["bank", "nonsense", ""])
def test_a_purpose_without_a_notice_records_none_of_them(cast: Cast, stranger: str) -> None:
    with pytest.raises(Invalid) as wrong:
        give(cast, ["household", stranger])
    assert wrong.value.code == "bad_purpose"
    assert not Consent.objects.exists()
    assert not Entry.objects.filter(act="consent.give").exists()
