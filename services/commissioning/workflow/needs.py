"""What workers say they need: suggesting, joining in, taking back, closing (R9.26)."""

from django.db import IntegrityError, transaction
from django.db.models import F

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.saying import must_say
from backend.unions.models import Union
from services.commissioning.models import Need, NeedVoice, ServiceKind
from services.commissioning.rules.needs import MOST_VOICES_A_DAY, check_words

WRITE = Permission.COMMISSIONING_NEED_WRITE
LONGEST_REASON = 200


@verb
def suggest_need(*, actor: Actor, kind: str, title: str, detail: str = "") -> Need:
    """Say what one needs; one's own voice is the first. The same words again join in.

    Raises Conflict `no_union`, `too_many_voices`, Invalid `bad_kind`, `bad_title`, `too_long`,
    `personal_number`.
    """
    need = _find_or_make(_city_of(actor), kind, title, detail)
    _speak(need, actor)
    return _again(need)


@verb
def add_voice(number: str, *, actor: Actor) -> Need:
    """Join in a need, once; joining twice is no error and counts once.

    Raises NotFound outside one's city, Conflict `no_union`, `need_closed`, `too_many_voices`.
    """
    need = _own_city_need(number, actor)
    _speak(need, actor)
    return _again(need)


@verb
def take_back_voice(number: str, *, actor: Actor) -> Need:
    """Take one's voice back, while no project answers the need.

    Raises NotFound, Conflict `no_union`, `need_answered`.
    """
    need = _own_city_need(number, actor)
    if need.projects.exists():
        raise Conflict("need_answered", "已经有项目按这个需求立项，您的响应不能再撤回。")
    gone, _ = NeedVoice.objects.filter(need=need, person_id=actor.own_person_id).delete()
    if gone:
        Need.objects.filter(pk=need.pk).update(voices=F("voices") - 1)
        trail.record(actor, "commissioning.need.take_back", need, person_id=actor.own_person_id)
    return _again(need)


@verb
def enter_need(*, actor: Actor, union_number: str, kind: str, title: str, detail: str) -> Need:
    """Enter a need that was collected elsewhere; it begins without voices.

    Raises NotFound, Conflict `need_exists`, Invalid as `suggest_need`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(WRITE, within=union):
        raise NotFound
    city = Union.objects.get(pk=union.d1 or union.pk)
    known = Need.objects.filter(union=city, title=check_words(title, detail)[0]).first()
    if known is not None:
        raise Conflict("need_exists", f"已经有“{known.title}”这项需求，不用再登记。")
    need = _find_or_make(city, kind, title, detail)
    trail.record(actor, "commissioning.need.enter", need, union_id=need.union_id)
    return need


@verb
def close_need(number: str, *, actor: Actor, reason: str) -> Need:
    """Close a need to further voices, with a reason that workers read.

    Raises NotFound, Refused, Conflict `need_closed`, Invalid `reason_missing`.
    """
    need = Need.objects.visible_to(actor).filter(number=number).first()
    if need is None:
        raise NotFound
    actor.must(WRITE, within=need)
    if not need.is_open:
        raise Conflict("need_closed", "这项需求已经结束征集。")
    said = must_say(reason, "请写明为什么结束征集。")
    if len(said) > LONGEST_REASON:
        raise Invalid("reason_missing", f"原因最多 {LONGEST_REASON} 个字。")
    need.is_open, need.closed_because = False, said
    need.save(update_fields=["is_open", "closed_because"])
    trail.record(actor, "commissioning.need.close", need, union_id=need.union_id)
    return need


def _find_or_make(city: Union, kind: str, title: str, detail: str) -> Need:
    if kind not in ServiceKind.values:
        raise Invalid("bad_kind", "请从列出的服务类别里选一个。")
    title, detail = check_words(title, detail)
    known = Need.objects.filter(union=city, title=title).first()
    if known is not None:
        return known
    need = Need(kind=kind, title=title, detail=detail)
    need.place(city)
    try:
        with transaction.atomic():
            need.save(force_insert=True)
    except IntegrityError:
        return Need.objects.get(union=city, title=title)
    return need


def _speak(need: Need, actor: Actor) -> None:
    """Add one's voice where it is not there yet: row and count in one transaction."""
    person_id = actor.own_person_id
    if not need.is_open:
        raise Conflict("need_closed", f"这项需求已结束征集：{need.closed_because}")
    today = NeedVoice.objects.filter(
        person_id=person_id, at__gte=clock.start_of(clock.today())
    ).count()
    if today >= MOST_VOICES_A_DAY:
        raise Conflict("too_many_voices", "今天已经响应了很多需求，请明天再来。")
    _, is_new = NeedVoice.objects.get_or_create(need=need, person_id=person_id)
    if is_new:
        Need.objects.filter(pk=need.pk).update(voices=F("voices") + 1)
        trail.record(actor, "commissioning.need.voice", need, person_id=person_id)


def _again(need: Need) -> Need:
    need.refresh_from_db(fields=["voices"])
    return need


def _own_city_need(number: str, actor: Actor) -> Need:
    found = Need.objects.of_city(_city_of(actor).pk).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _city_of(actor: Actor) -> Union:
    city = actor.membership_place[0] if actor.membership_place else None
    if city is None:
        raise Conflict("no_union", "入会以后才能响应需求。可以先到就近的工会服务站办理入会。")
    return Union.objects.get(pk=city)
