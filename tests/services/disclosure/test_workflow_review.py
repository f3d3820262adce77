"""Three different people stand between a text and the public (R12.3)."""

import pytest
from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.audit.models import Entry
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from notifications.models import Event
from services.disclosure import workflow
from services.disclosure.models import Disclosure, Draft, FeedWork, Review, Version
from services.disclosure.states import DraftState, State
from tests.cast import Cast
from tests.services.disclosure.conftest import BODY, TITLE, Drafting, actor_of

pytestmark = pytest.mark.django_db


def nothing_is_public() -> bool:
    return not Version.objects.exists() and not Disclosure.objects.public().exists()


@pytest.mark.requirement("R12.3")
def test_a_text_reaches_the_public_through_three_people(
    cast: Cast, checked: Drafting, signer: Actor
) -> None:
    draft = checked()
    workflow.sign_off(draft.number, actor=signer, version=draft.version)
    disclosure = Disclosure.objects.get()
    version = Version.objects.get()
    assert (disclosure.state, disclosure.title, disclosure.current) == (
        State.PUBLISHED,
        TITLE,
        version,
    )
    assert (version.sequence, version.body, version.reason) == (1, BODY, "")
    users = cast.users
    assert [version.author, version.checked_by, version.signed_by] == [
        users["wu_tong"],
        users["privacy_checker"],
        users["signatory"],
    ]
    assert FeedWork.objects.get().union == cast.unions["federation"]
    assert [row.act for row in Review.objects.order_by("id")] == ["pass_check", "sign_off"]
    acts = list(Entry.objects.order_by("id").values_list("act", flat=True))
    assert acts[-4:] == [
        "disclosure.draft.submit",
        "disclosure.check.pass",
        "disclosure.sign_off",
        "disclosure.publish",
    ]
    topics = list(Event.objects.order_by("id").values_list("topic", flat=True))
    assert topics == ["disclosure.to_check", "disclosure.to_sign", "disclosure.published"]


@pytest.mark.requirement("R12.3")
def test_it_refuses_a_privacy_check_by_the_author(cast: Cast, submitted: Drafting) -> None:
    draft = submitted()
    both = actor_of(cast.users["wu_tong"])
    as_checker = actor_of(cast.users["privacy_checker"])
    author = Actor(both.user_id, both.person_id, "test", "staff", as_checker.posts)
    with pytest.raises(Refused) as refusal:
        workflow.pass_check(draft.number, actor=author, version=draft.version)
    assert refusal.value.code == "same_person"
    draft.refresh_from_db()
    assert (draft.state, draft.checked_by) == (DraftState.IN_CHECK, None)
    assert not Review.objects.exists()


@pytest.mark.requirement("R12.3")
def test_it_refuses_a_sign_off_by_the_checker(
    checked: Drafting, checker: Actor, signer: Actor
) -> None:
    draft = checked()
    both = Actor(checker.user_id, checker.person_id, "test", "staff", signer.posts)
    with pytest.raises(Refused) as refusal:
        workflow.sign_off(draft.number, actor=both, version=draft.version)
    assert refusal.value.code == "same_person"
    assert nothing_is_public()


@pytest.mark.requirement("R12.3")
def test_it_refuses_a_sign_off_before_the_privacy_check(submitted: Drafting, signer: Actor) -> None:
    draft = submitted()
    with pytest.raises(Conflict) as refusal:
        workflow.sign_off(draft.number, actor=signer, version=draft.version)
    assert refusal.value.code == "wrong_state"
    assert nothing_is_public()


@pytest.mark.requirement("R12.3")
def test_the_database_refuses_a_version_by_two_people(cast: Cast, published: Drafting) -> None:
    version = published().disclosure.current  # type: ignore[union-attr]
    assert version is not None
    version.pk, version.sequence, version.reason = None, 2, "更正"
    version.signed_by = version.author
    with pytest.raises(IntegrityError, match="by_three_people"), transaction.atomic():
        version.save(force_insert=True)
    assert Version.objects.count() == 1


@pytest.mark.requirement("R12.3")
def test_a_word_of_illness_waits_for_the_checkers_reason(
    submitted: Drafting, checker: Actor
) -> None:
    draft = submitted(body="本季度走访患重病职工。")
    with pytest.raises(Invalid) as refusal:
        workflow.pass_check(draft.number, actor=checker, version=draft.version)
    assert refusal.value.code == "unanswered"
    (field,) = refusal.value.fields
    key = field.pointer.removeprefix("/answers/")
    assert not Review.objects.exists()
    passed = workflow.pass_check(
        draft.number, actor=checker, version=draft.version, answers={key: "泛指，不涉及个人"}
    )
    assert passed.state is DraftState.IN_SIGN_OFF
    assert [row["answer"] for row in Review.objects.get().findings] == ["泛指，不涉及个人"]


@pytest.mark.requirement("R12.3")
@pytest.mark.parametrize("number", ["13800138000", "11010519491231002X", "4111111111111111"])
def test_a_persons_number_never_passes_whatever_the_answer(
    drafted: Drafting, editor: Actor, checker: Actor, signer: Actor, number: str
) -> None:
    draft = drafted(body=f"联系人号码 {number}。")
    with pytest.raises(Invalid) as refusal:
        workflow.submit(draft.number, actor=editor, version=draft.version)
    assert refusal.value.code == "personal_number"
    assert number not in f"{refusal.value} {refusal.value.fields}"
    for state in (DraftState.IN_CHECK, DraftState.IN_SIGN_OFF):
        Draft.objects.filter(pk=draft.pk).update(
            state=state
        )  # as if smuggled past the author's step
        draft.refresh_from_db()
        act, actor = (
            (workflow.pass_check, checker)
            if state is DraftState.IN_CHECK
            else (workflow.sign_off, signer)
        )
        with pytest.raises(Invalid):
            act(draft.number, actor=actor, version=draft.version)
    assert nothing_is_public()


def test_only_the_checked_words_can_be_signed(checked: Drafting, signer: Actor) -> None:
    draft = checked()
    Draft.objects.filter(pk=draft.pk).update(body="另一段话。")
    with pytest.raises(Conflict) as refusal:
        workflow.sign_off(draft.number, actor=signer, version=draft.version)
    assert refusal.value.code == "text_changed"
    assert nothing_is_public()


def test_a_return_needs_an_opinion_and_gives_the_draft_back_to_its_author(
    submitted: Drafting, checker: Actor, editor: Actor
) -> None:
    draft = submitted()
    with pytest.raises(Invalid):
        workflow.return_draft(draft.number, actor=checker, version=draft.version, opinion=" ")
    back = workflow.return_draft(
        draft.number, actor=checker, version=draft.version, opinion="请删去第二段"
    )
    assert back.state is DraftState.WRITING
    assert Event.objects.order_by("-id")[0].topic == "disclosure.check_failed"
    revised = workflow.revise(
        draft.number, actor=editor, version=back.version, title=TITLE, body="改好了。"
    )
    assert (revised.body, revised.version) == ("改好了。", back.version + 1)


def test_a_decision_on_an_older_text_is_stale(submitted: Drafting, checker: Actor) -> None:
    draft = submitted()
    with pytest.raises(Stale):
        workflow.pass_check(draft.number, actor=checker, version=draft.version - 1)
    draft.refresh_from_db()
    assert draft.state is DraftState.IN_CHECK


@pytest.mark.parametrize("who", ["li_mei", "wang_qiang", "chen_ping", "zhao_min", "bus_chair"])
def test_a_draft_of_the_federation_is_not_there_for_others(
    cast: Cast, submitted: Drafting, who: str
) -> None:
    draft = submitted()
    with pytest.raises(NotFound):
        workflow.pass_check(draft.number, actor=actor_of(cast.users[who]), version=draft.version)
    assert not Draft.objects.visible_to(actor_of(cast.users[who])).exists()
