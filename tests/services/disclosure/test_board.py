"""A standing form passes the three people once; its figures then publish by themselves (R12.3)."""

from typing import Any

import pytest
from django.db import transaction

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid
from backend.unions.models import Union
from services.disclosure import board, workflow
from services.disclosure.forms import AID_QUARTERLY, shipped
from services.disclosure.models import Disclosure, FeedWork, FormVersion, Version
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("publication")
KINDS = ("living", "medical", "study_higher", "study_secondary")


def counted(*persons: int) -> dict[str, int]:
    """Figures of a quarter: so many persons of each kind, 1000 yuan for each person."""
    found = {"persons": sum(persons), "amount_fen": sum(persons) * 100_000}
    for kind, count in zip(KINDS, persons, strict=True):
        found |= {f"{kind}_persons": count, f"{kind}_amount_fen": count * 100_000}
    return found


@pytest.fixture
def form(cast: Cast, editor: Actor, checker: Actor, signer: Actor) -> FormVersion:
    """The quarterly aid form of the federation, through author, check and sign-off."""
    workflow.load_catalogue()
    draft = workflow.open_form("GH-0001", actor=editor, **shipped(AID_QUARTERLY))
    draft = workflow.submit(draft.number, actor=editor, version=draft.version)
    draft = workflow.pass_check(draft.number, actor=checker, version=draft.version)
    workflow.sign_off(draft.number, actor=signer, version=draft.version)
    return FormVersion.objects.get()


def publish(
    union: Union, form: FormVersion, figures: dict[str, Any], reason: str = ""
) -> Disclosure:
    with transaction.atomic():
        return board.publish_standing(
            AID_QUARTERLY,
            union=union,
            period="2026Q4",
            figures=figures,
            because=form,
            actor=SYSTEM,
            reason=reason,
        )


@pytest.mark.requirement("R12.3")
def test_figures_fill_the_form_without_a_further_sign_off(cast: Cast, form: FormVersion) -> None:
    disclosure = publish(cast.unions["district"], form, counted(20, 30, 40, 0))
    version = Version.objects.get()
    assert disclosure.title == "示范市河东区总工会2026年第四季度困难帮扶情况"
    assert "共 90 人，90,000.00 元" in version.body
    assert "|医疗救助|30|30,000.00|" in version.body
    assert "|助学救助（高中阶段）|0|0.00|" in version.body
    assert (version.author, version.checked_by, version.signed_by) == (
        form.author,
        form.checked_by,
        form.signed_by,
    )
    assert FeedWork.objects.get().union == cast.unions["district"]


@pytest.mark.parametrize(
    ("persons", "hidden", "shown"),
    [
        ((20, 9, 40, 30), {"medical", "living"}, {"study_higher", "study_secondary", ""}),
        ((20, 9, 8, 30), {"medical", "study_higher"}, {"living", "study_secondary", ""}),
        ((20, 3, 4, 30), {"medical", "study_higher", "living"}, {"study_secondary", ""}),
        ((3, 0, 0, 0), {*KINDS, ""}, set()),
        ((10, 10, 10, 10), set(), {*KINDS, ""}),
    ],
)
def test_a_cell_under_ten_has_no_figures_and_cannot_be_worked_out(
    cast: Cast, form: FormVersion, persons: tuple[int, ...], hidden: set[str], shown: set[str]
) -> None:
    publish(cast.unions["district"], form, counted(*persons))
    kept = set(Version.objects.get().figures)
    for kind in hidden:
        assert not {f"{kind}_persons".lstrip("_"), f"{kind}_amount_fen".lstrip("_")} & kept, kind
    for kind in shown:
        assert f"{kind}_persons".lstrip("_") in kept, kind


def test_the_same_figures_again_change_nothing(cast: Cast, form: FormVersion) -> None:
    first = publish(cast.unions["district"], form, counted(20, 30, 40, 50))
    again = publish(cast.unions["district"], form, counted(20, 30, 40, 50))
    assert first == again
    assert Version.objects.count() == FeedWork.objects.count() == 1


@pytest.mark.requirement("R12.4")
def test_other_figures_need_a_reason_and_become_the_next_version(
    cast: Cast, form: FormVersion
) -> None:
    publish(cast.unions["district"], form, counted(20, 30, 40, 50))
    with pytest.raises(Conflict) as refusal:
        publish(cast.unions["district"], form, counted(21, 30, 40, 50))
    assert refusal.value.code == "already_published"
    assert Version.objects.count() == 1
    publish(cast.unions["district"], form, counted(21, 30, 40, 50), reason="补计一笔")
    assert [one.reason for one in Version.objects.order_by("sequence")] == ["", "补计一笔"]


@pytest.mark.parametrize(
    "spoil",
    [{"persons": "李梅"}, {"persons": -1}, {"persons": 1.5}, {"persons": True}, {"name": 3}],
)
def test_only_whole_numbers_of_the_form_get_in(
    cast: Cast, form: FormVersion, spoil: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        publish(cast.unions["district"], form, counted(20, 30, 40, 50) | spoil)
    assert refusal.value.code == "bad_figures"
    assert not Disclosure.objects.exists()


@pytest.mark.requirement("R12.3")
def test_a_form_that_nobody_signed_publishes_nothing(cast: Cast, editor: Actor) -> None:
    workflow.load_catalogue()
    workflow.open_form("GH-0001", actor=editor, **shipped(AID_QUARTERLY))
    with pytest.raises(Conflict) as refusal, transaction.atomic():
        board.standing_form(AID_QUARTERLY, cast.unions["district"])
    assert refusal.value.code == "no_form"
    assert not Disclosure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_run_outside_a_transaction(cast: Cast, form: FormVersion) -> None:
    with pytest.raises(RuntimeError):
        board.publish_standing(
            AID_QUARTERLY,
            union=cast.unions["district"],
            period="2026Q4",
            figures=counted(20, 30, 40, 50),
            because=form,
            actor=SYSTEM,
        )
    assert not Disclosure.objects.exists()
