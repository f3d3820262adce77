"""The quarter's aid goes before the public as an aggregate, and as nothing else (R12.31)."""

from datetime import date

import pytest

from backend.access.actor import Actor
from backend.config import publication
from backend.kernel.errors import Conflict, NotFound
from services.disclosure import workflow
from services.disclosure.forms import AID_QUARTERLY, shipped
from services.disclosure.models import CatalogueItem, Disclosure, Version
from tests.cast import Cast
from tests.services.disclosure import conftest as disclosure

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(cast: Cast) -> None:
    """The aid form, passed by its three people; owed since the beginning of 2026."""
    workflow.load_catalogue(starts_on=date(2026, 1, 1))
    author, checker, signer = (
        disclosure.actor_of(cast.users[key]) for key in ("wu_tong", "privacy_checker", "signatory")
    )
    draft = workflow.open_form("GH-0001", actor=author, **shipped(AID_QUARTERLY))
    draft = workflow.submit(draft.number, actor=author, version=draft.version)
    draft = workflow.pass_check(draft.number, actor=checker, version=draft.version)
    workflow.sign_off(draft.number, actor=signer, version=draft.version)


def test_a_quarter_without_payments_is_published_as_zero(cast: Cast, signed: None) -> None:
    published = publication.publish_quarter("GH-0002", "2026Q4")
    shown = Disclosure.objects.get(number=published)
    assert shown.title == "示范市河东区总工会2026年第四季度困难帮扶情况"
    assert "共 0 人，0.00 元" in Version.objects.get().body


@pytest.mark.requirement("R12.3")
def test_every_union_that_owes_the_last_quarter_gets_it_once(cast: Cast, signed: None) -> None:
    first = publication.publish_last_quarter(date(2027, 1, 2))
    assert first == ["GH-0001", "GH-0002", "GH-0003", "GH-0007", "GH-0009"]
    assert set(Disclosure.objects.values_list("period", flat=True)) == {"2026Q4"}
    assert publication.publish_last_quarter(date(2027, 3, 31)) == []
    assert Version.objects.count() == len(first)


def test_a_quarter_before_the_catalogue_began_is_not_owed(cast: Cast, signed: None) -> None:
    CatalogueItem.objects.update(starts_on=date(2026, 11, 1))
    assert publication.publish_last_quarter(date(2026, 12, 1)) == []
    assert not Disclosure.objects.exists()


def test_without_a_signed_form_nothing_is_published(cast: Cast) -> None:
    workflow.load_catalogue(starts_on=date(2026, 1, 1))
    assert publication.publish_last_quarter(date(2027, 1, 2)) == []
    with pytest.raises(Conflict) as refusal:
        publication.publish_quarter("GH-0002", "2026Q4", actor=Actor.system("test"))
    assert refusal.value.code == "no_form"
    with pytest.raises(NotFound):
        publication.publish_quarter("GH-9999", "2026Q4")
    assert not Disclosure.objects.exists()
