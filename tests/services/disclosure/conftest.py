"""The people of open union affairs, and the objects that most tests start from."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.access.actor import Actor, HeldPost
from backend.access.roles import Role
from backend.accounts.models import Post, User
from services.disclosure import workflow
from services.disclosure.models import Draft
from tests.cast import Cast
from tests.support import kept

Drafting = Callable[..., Draft]
TITLE = "第三季度经费收支情况"
BODY = "本季度收入 1,204.30 万元。\n\n支出 986.12 万元。"


def actor_of(user: User) -> Actor:
    """The actor that a fully signed-in session of this user would give."""
    posts = tuple(
        HeldPost(post.union_id, post.union.level, Role(post.role))
        for post in Post.objects.select_related("union").filter(user=user, until=None)
    )
    kind: Any = "staff" if posts else "member"
    return Actor(user.pk, user.person_id, "test", kind, posts)


@pytest.fixture
def editor(cast: Cast) -> Actor:
    """吴桐, disclosure editor of the federation."""
    return actor_of(cast.users["wu_tong"])


@pytest.fixture
def checker(cast: Cast) -> Actor:
    """The privacy checker of the federation."""
    return actor_of(cast.users["privacy_checker"])


@pytest.fixture
def signer(cast: Cast) -> Actor:
    """The signatory of the federation."""
    return actor_of(cast.users["signatory"])


@pytest.fixture
def drafted(editor: Actor) -> Drafting:
    """Open a draft of the federation, still with its author."""

    def make(**more: str) -> Draft:
        words = {"title": TITLE, "body": BODY, "category": "finance", **more}
        return kept.again(
            f"drafted {words}", lambda: workflow.open_draft("GH-0001", actor=editor, **words)
        )

    return make


@pytest.fixture
def submitted(drafted: Drafting, editor: Actor) -> Drafting:
    """Open a draft and hand it in for the privacy check."""

    def make(**more: str) -> Draft:
        return kept.again(f"submitted {more}", lambda: handed_in(**more))

    def handed_in(**more: str) -> Draft:
        draft = drafted(**more)
        return workflow.submit(draft.number, actor=editor, version=draft.version)

    return make


@pytest.fixture
def checked(submitted: Drafting, checker: Actor) -> Drafting:
    """Bring a draft past the privacy check."""

    def make(**more: str) -> Draft:
        return kept.again(f"checked {more}", lambda: passed(**more))

    def passed(**more: str) -> Draft:
        draft = submitted(**more)
        return workflow.pass_check(draft.number, actor=checker, version=draft.version)

    return make


@pytest.fixture
def published(checked: Drafting, signer: Actor) -> Drafting:
    """Bring a draft before the public; `draft.disclosure` is then the disclosure."""

    def make(**more: str) -> Draft:
        return kept.again(f"published {more}", lambda: signed_off(**more))

    def signed_off(**more: str) -> Draft:
        draft = checked(**more)
        workflow.sign_off(draft.number, actor=signer, version=draft.version)
        return Draft.objects.select_related("disclosure__current", "disclosure__union").get(
            pk=draft.pk
        )

    return make
