"""How a person stands to a draft or a disclosure: may she, and if not, why not (for the page)."""

from typing import NamedTuple

from backend.access.actor import Actor, refusal
from backend.access.permissions import Permission
from backend.kernel.errors import Refused
from services.disclosure.models import Disclosure, Draft
from services.disclosure.states import DRAFT_MACHINE, DraftAct, State


class Standing(NamedTuple):
    """Whether the act is open to this person, and the Chinese reason when it is not."""

    allowed: bool
    reason: str = ""


NEEDS = {
    DraftAct.REVISE: Permission.DISCLOSURE_DRAFT_WRITE,
    DraftAct.SUBMIT: Permission.DISCLOSURE_DRAFT_WRITE,
    DraftAct.DROP: Permission.DISCLOSURE_DRAFT_WRITE,
    DraftAct.PASS_CHECK: Permission.DISCLOSURE_PRIVACY_CHECK,
    DraftAct.SIGN_OFF: Permission.DISCLOSURE_VERSION_SIGN,
}
OWN = frozenset({DraftAct.REVISE, DraftAct.SUBMIT, DraftAct.DROP})


def draft_standing(actor: Actor, draft: Draft, act: DraftAct) -> Standing:
    """Tell whether the actor may do this to the draft now (R12.3: three different people)."""
    permission = _needed(draft, act)
    if not actor.can(permission, within=draft):
        return Standing(allowed=False, reason=refusal(permission, actor).message)
    if act in OWN and actor.user_id != draft.author_id:
        return Standing(allowed=False, reason="稿件由起草人本人修改和送审，您可以看，不能改。")
    if act not in OWN and actor.user_id == draft.author_id:
        return Standing(
            allowed=False, reason="您是这篇稿件的起草人，审查和签发要由另外两个人办理。"
        )
    if act is DraftAct.SIGN_OFF and actor.user_id == draft.checked_by_id:
        return Standing(allowed=False, reason="您做过这篇稿件的隐私审查，签发要由第三个人办理。")
    if not DRAFT_MACHINE.allows(draft.state, act):
        return Standing(allowed=False, reason=f"现在是“{draft.state_label}”，这一步办不了。")
    return Standing(allowed=True)


def must_stand(actor: Actor, draft: Draft, act: DraftAct) -> None:
    """Raise Refused unless the person may do this act to the draft; the state is judged apart."""
    permission = _needed(draft, act)
    actor.must(permission, within=draft)
    standing = draft_standing(actor, draft, act)
    if not standing.allowed and DRAFT_MACHINE.allows(draft.state, act):
        raise Refused("same_person", standing.reason)


def disclosure_standing(actor: Actor, disclosure: Disclosure, permission: Permission) -> Standing:
    """Tell whether the actor may correct or withdraw a published disclosure."""
    if not actor.can(permission, within=disclosure):
        return Standing(allowed=False, reason=refusal(permission, actor).message)
    if disclosure.state is not State.PUBLISHED:
        return Standing(allowed=False, reason=f"现在是“{disclosure.state_label}”，这一步办不了。")
    return Standing(allowed=True)


def _needed(draft: Draft, act: DraftAct) -> Permission:
    """A return needs what the step it returns from needs."""
    if act is DraftAct.RETURN:
        return NEEDS[DraftAct.PASS_CHECK if draft.checked_by_id is None else DraftAct.SIGN_OFF]
    return NEEDS[act]
