"""What the author does: open, revise, hand in, drop."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid, NotFound
from backend.unions.models import Union
from notifications.topics import Topic
from services.disclosure.access import must_stand
from services.disclosure.models import CatalogueItem, Disclosure, Draft
from services.disclosure.models.draft import OPEN_STATES
from services.disclosure.models.serial import DISCLOSURE_PREFIX, DRAFT_PREFIX, next_number
from services.disclosure.rules import figures as figure_rules
from services.disclosure.rules import text
from services.disclosure.states import DRAFT_MACHINE, MACHINE, Act, Category, DraftAct, State
from services.disclosure.workflow.tell import tell_holders
from services.disclosure.workflow.words import digest_of, hand_of, public_words, refuse_numbers


@verb
def open_draft(
    union_number: str,
    *,
    actor: Actor,
    title: str,
    body: str,
    category: str = "",
    item_code: str = "",
    period: str = "",
) -> Draft:
    """起草一项新的公开事项；选了目录事项就用它的类别。

    Raises NotFound for an unknown union, Refused without the post, Invalid for the text.
    """
    union = _union(union_number)
    actor.must(Permission.DISCLOSURE_DRAFT_WRITE, within=union)
    item = _item(item_code)
    text.check(title, body)
    disclosure = Disclosure(
        number=next_number(DISCLOSURE_PREFIX),
        category=_category(item, category),
        catalogue_item=item,
        period=period,
        title=title.strip(),
    )
    disclosure.place(union)
    disclosure.save()
    draft = _new_draft(actor, union, disclosure.category, item, words=(title, body))
    draft.disclosure = disclosure
    draft.save()
    trail.record(actor, "disclosure.draft.open", draft, union_id=union.pk)
    return draft


@verb
def open_correction(number: str, *, actor: Actor, reason: str) -> Draft:
    """对已公开的事项起草更正；原文不动，更正通过审查和签发后成为下一版。"""
    disclosure = Disclosure.objects.locked(number)
    actor.must(Permission.DISCLOSURE_DRAFT_WRITE, within=disclosure)
    MACHINE.move(disclosure.state, Act.CORRECT)
    why = _reason(reason)
    if Draft.objects.filter(disclosure=disclosure, state__in=OPEN_STATES).exists():
        raise Conflict("draft_is_open", "这项内容已有一篇更正稿在办，请先办完或作废那一篇。")
    current = disclosure.current
    assert current is not None  # noqa: S101 (a published row has one, by constraint)
    draft = _new_draft(
        actor,
        disclosure.union,
        disclosure.category,
        disclosure.catalogue_item,
        words=(current.title, current.body),
    )
    draft.disclosure, draft.reason = disclosure, why
    draft.save()
    trail.record(actor, "disclosure.draft.correct", draft, union_id=disclosure.union_id)
    return draft


@verb
def open_form(
    union_number: str,
    *,
    actor: Actor,
    code: str,
    title: str,
    body: str,
    figures: Sequence[Mapping[str, Any]],
    category: str = "",
    item_code: str = "",
) -> Draft:
    """起草一份固定格式：固定的文字和有名字的数字，通过三人一次，以后只填数字。"""
    union = _union(union_number)
    actor.must(Permission.DISCLOSURE_DRAFT_WRITE, within=union)
    text.check(title, body)
    wanted = [figure_rules.figure_from(row) for row in figures]
    figure_rules.check_form(title, body, wanted)
    if Draft.objects.filter(union=union, form_code=code, state__in=OPEN_STATES).exists():
        raise Conflict("draft_is_open", "这个固定格式已有一稿在办，请先办完或作废那一稿。")
    item = _item(item_code)
    draft = _new_draft(actor, union, _category(item, category), item, words=(title, body))
    draft.form_code = code
    draft.figures = [figure_rules.figure_row(figure) for figure in wanted]
    draft.save()
    trail.record(actor, "disclosure.form.open", draft, union_id=union.pk)
    return draft


@verb
def revise(number: str, *, actor: Actor, version: int, title: str, body: str) -> Draft:
    """修改起草中的稿件。"""
    draft = Draft.objects.locked(number, actor)
    must_stand(actor, draft, DraftAct.REVISE)
    check_version(draft, version)
    draft.state = DRAFT_MACHINE.move(draft.state, DraftAct.REVISE)
    text.check(title, body)
    if draft.form_code:
        wanted = [figure_rules.figure_from(row) for row in draft.figures]
        figure_rules.check_form(title, body, wanted)
    draft.title, draft.body = title.strip(), body
    _touch(draft, "title", "body")
    disclosure = draft.disclosure
    if disclosure is not None and disclosure.state is State.PREPARING:
        disclosure.title = draft.title
        disclosure.save(update_fields=["title"])
    trail.record(actor, "disclosure.draft.revise", draft, union_id=draft.union_id, fields=["body"])
    return draft


@verb
def submit(number: str, *, actor: Actor, version: int) -> Draft:
    """送隐私审查；文中有身份证号、手机号或银行卡号时当场退给起草人。"""
    draft = Draft.objects.locked(number, actor)
    must_stand(actor, draft, DraftAct.SUBMIT)
    check_version(draft, version)
    target = DRAFT_MACHINE.move(draft.state, DraftAct.SUBMIT)
    refuse_numbers(public_words(draft))
    current = draft.disclosure.current if draft.disclosure else None
    if current and bytes(current.digest) == digest_of(draft.title, draft.body):
        raise Conflict("nothing_changed", "更正稿和已公开的文字一样，请先改好再送审。")
    draft.state, draft.checked_by, draft.checked_digest = target, None, None
    _touch(draft, "state", "checked_by", "checked_digest")
    trail.record(actor, "disclosure.draft.submit", draft, union_id=draft.union_id)
    tell_holders(Topic.DISCLOSURE_TO_CHECK, Permission.DISCLOSURE_PRIVACY_CHECK, draft)
    return draft


@verb
def drop(number: str, *, actor: Actor, version: int) -> Draft:
    """作废起草中的稿件；已公开的内容不受影响。"""
    draft = Draft.objects.locked(number, actor)
    must_stand(actor, draft, DraftAct.DROP)
    check_version(draft, version)
    draft.state = DRAFT_MACHINE.move(draft.state, DraftAct.DROP)
    _touch(draft, "state")
    trail.record(actor, "disclosure.draft.drop", draft, union_id=draft.union_id)
    return draft


def _new_draft(
    actor: Actor, union: Union, category: str, item: CatalogueItem | None, *, words: tuple[str, str]
) -> Draft:
    title, body = words
    draft = Draft(
        number=next_number(DRAFT_PREFIX),
        category=category,
        catalogue_item=item,
        title=title.strip(),
        body=body,
        author_id=hand_of(actor),
    )
    draft.place(union)
    return draft


def _touch(draft: Draft, *fields: str) -> None:
    draft.version += 1
    draft.changed_at = clock.now()
    draft.save(update_fields=[*fields, "version", "changed_at"])


def _union(number: str) -> Union:
    union = Union.objects.filter(number=number, dissolved_on__isnull=True).first()
    if union is None:
        raise NotFound
    return union


def _item(code: str) -> CatalogueItem | None:
    if not code:
        return None
    item = CatalogueItem.objects.filter(code=code).first()
    if item is None:
        raise Invalid(
            "unknown_item",
            "公开目录里没有这个事项，请重新选择。",
            [FieldError("/item_code", "unknown", "请从公开目录里选一项，或留空。")],
        )
    return item


def _category(item: CatalogueItem | None, category: str) -> str:
    chosen = item.category if item else category
    if chosen not in {one.value for one in Category}:
        raise Invalid(
            "unknown_category",
            "请选择公开类别。",
            [FieldError("/category", "unknown", "请选一个类别，例如“经费”。")],
        )
    return chosen


def _reason(reason: str) -> str:
    why = reason.strip()
    if not why or len(why) > 300:  # noqa: PLR2004 (the column's length)
        raise Invalid(
            "reason_missing",
            "请写明原因，最多 300 字；原因会和原文一起公开。",
            [FieldError("/reason", "missing", "请写明原因，最多 300 字。")],
        )
    refuse_numbers(why, "/reason")
    return why
