"""What the privacy checker and the signatory do: pass, return, sign off."""

from collections.abc import Mapping

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid
from notifications.topics import Topic
from services.disclosure.access import must_stand
from services.disclosure.models import Disclosure, Draft, FormVersion, Review
from services.disclosure.rules import privacy
from services.disclosure.states import DRAFT_MACHINE, DraftAct, DraftState
from services.disclosure.workflow.publication import Hands, publish_version
from services.disclosure.workflow.tell import tell_author, tell_holders
from services.disclosure.workflow.words import (
    digest_of,
    findings_of,
    hand_of,
    public_words,
    refuse_numbers,
    rows_of,
)


@verb
def pass_check(
    number: str,
    *,
    actor: Actor,
    version: int,
    answers: Mapping[str, str] | None = None,
    opinion: str = "",
) -> Draft:
    """隐私审查通过；每一处提示都要写明为什么可以公开，个人号码一律不能放行。

    `answers` maps a finding's key to the checker's reason. Raises Invalid `unanswered`.
    """
    draft = Draft.objects.locked(number, actor)
    must_stand(actor, draft, DraftAct.PASS_CHECK)
    check_version(draft, version)
    target = DRAFT_MACHINE.move(draft.state, DraftAct.PASS_CHECK)
    refuse_numbers(public_words(draft))
    reasons = dict(answers or {})
    findings = findings_of(draft)
    open_ones = privacy.unanswered(findings, reasons)
    if open_ones:
        raise Invalid(
            "unanswered",
            f"还有 {len(open_ones)} 处提示没有写明可以公开的理由，请逐条填写，或退回起草人。",
            [
                FieldError(f"/answers/{one.key}", "missing", f"{one.label}：{one.excerpt}")
                for one in open_ones
            ],
        )
    digest = digest_of(draft.title, draft.body)
    draft.state, draft.checked_by_id, draft.checked_digest = target, hand_of(actor), digest
    _touch(draft, "state", "checked_by", "checked_digest")
    _review(draft, DraftAct.PASS_CHECK, actor, opinion, rows_of(findings, reasons))
    trail.record(actor, "disclosure.check.pass", draft, union_id=draft.union_id, digest=digest)
    tell_holders(Topic.DISCLOSURE_TO_SIGN, Permission.DISCLOSURE_VERSION_SIGN, draft)
    return draft


@verb
def return_draft(number: str, *, actor: Actor, version: int, opinion: str) -> Draft:
    """退回起草人修改，写明意见；隐私审查人和签发人都可以退。"""
    draft = Draft.objects.locked(number, actor)
    must_stand(actor, draft, DraftAct.RETURN)
    check_version(draft, version)
    was = draft.state
    target = DRAFT_MACHINE.move(was, DraftAct.RETURN)
    if not opinion.strip():
        raise Invalid(
            "opinion_missing",
            "请写明退回的意见，起草人要照着改。",
            [FieldError("/opinion", "missing", "请写明退回的意见。")],
        )
    _review(draft, DraftAct.RETURN, actor, opinion, rows_of(findings_of(draft), {}))
    draft.state, draft.checked_by, draft.checked_digest = target, None, None
    _touch(draft, "state", "checked_by", "checked_digest")
    trail.record(actor, "disclosure.draft.return", draft, union_id=draft.union_id)
    failed = was is DraftState.IN_CHECK
    tell_author(Topic.DISCLOSURE_CHECK_FAILED if failed else Topic.DISCLOSURE_RETURNED, draft)
    return draft


@verb
def sign_off(number: str, *, actor: Actor, version: int, opinion: str = "") -> Draft:
    """签发并立即公开；签发的必须正是审查过的文字。"""
    draft = Draft.objects.locked(number, actor)
    must_stand(actor, draft, DraftAct.SIGN_OFF)
    check_version(draft, version)
    target = DRAFT_MACHINE.move(draft.state, DraftAct.SIGN_OFF)
    refuse_numbers(public_words(draft))
    digest = digest_of(draft.title, draft.body)
    if draft.checked_digest is None or bytes(draft.checked_digest) != digest:
        raise Conflict("text_changed", "审查之后文字变了，请退回起草人重新送审。")
    draft.state, draft.signed_by_id = target, hand_of(actor)
    _touch(draft, "state", "signed_by")
    _review(draft, DraftAct.SIGN_OFF, actor, opinion, [])
    trail.record(actor, "disclosure.sign_off", draft, union_id=draft.union_id, digest=digest)
    hands = Hands(draft.author_id, draft.checked_by_id or 0, draft.signed_by_id or 0)
    if draft.disclosure_id is None:
        _pass_form(draft, hands)
    else:
        disclosure = Disclosure.objects.locked(draft.disclosure.number)  # type: ignore[union-attr]
        publish_version(
            disclosure,
            title=draft.title,
            body=draft.body,
            hands=hands,
            reason=draft.reason,
            actor=actor,
        )
    return draft


def _pass_form(draft: Draft, hands: Hands) -> FormVersion:
    """Keep a standing form as the next version of its code in its union."""
    earlier = FormVersion.objects.filter(union=draft.union, code=draft.form_code).count()
    return FormVersion.objects.create(
        union=draft.union,
        code=draft.form_code,
        sequence=earlier + 1,
        category=draft.category,
        catalogue_item=draft.catalogue_item,
        title=draft.title,
        body=draft.body,
        figures=draft.figures,
        author_id=hands.author_id,
        checked_by_id=hands.checker_id,
        signed_by_id=hands.signer_id,
    )


def _touch(draft: Draft, *fields: str) -> None:
    draft.version += 1
    draft.changed_at = clock.now()
    draft.save(update_fields=[*fields, "version", "changed_at"])


def _review(
    draft: Draft, act: DraftAct, actor: Actor, opinion: str, findings: list[dict[str, object]]
) -> None:
    Review.objects.create(
        draft=draft,
        act=act.value,
        opinion=opinion.strip()[:500],
        findings=findings,
        reviewed_by_id=hand_of(actor),
        digest=digest_of(draft.title, draft.body),
    )
