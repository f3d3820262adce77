"""Am I covered: the hot read, the card of the home page, and what is held about a person."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.money import Money
from backend.web.parts import Fact, HomeCard, Link, Tone
from services.mutual_aid.models import Cover, Line
from services.mutual_aid.queries import claim_cards, groups, settled_data

PAGE = 50
RANK_COVER = 10
# One JSON text for the one-row relation `holder` (backend.access.lane): dates only. What is
# counted from today is added by `with_days_left`, because business time is not the database's.
COVER_SQL = """
SELECT json_build_object('items', coalesce(json_agg(json_build_object(
         'plan', c.number, 'title', c.title,
         'first_day', c.first_day, 'last_day', c.last_day,
         'waiting_until', CASE WHEN c.wait_days > 0 THEN c.first_day + c.wait_days - 1 END,
         'shares', c.shares,
         'cap_left', CASE WHEN c.cap_period_fen IS NOT NULL THEN json_build_object(
             'amount_fen', greatest(0, c.cap_period_fen - (
                 SELECT sum(o.paid_fen) FROM mutual_aid_cover o
                  WHERE o.person_id = c.person_id AND o.plan_id = c.plan_id
                    AND coalesce(o.period_first_day, o.first_day)
                        = coalesce(c.period_first_day, c.first_day))),
             'currency', 'CNY') END,
         'life_left', CASE WHEN c.cap_life_fen IS NOT NULL THEN json_build_object(
             'amount_fen', greatest(0, c.cap_life_fen - (
                 SELECT sum(o.paid_fen) FROM mutual_aid_cover o
                  WHERE o.person_id = c.person_id AND o.plan_id = c.plan_id)),
             'currency', 'CNY') END,
         'cover', c.id)
       ORDER BY c.last_day DESC, c.id DESC), '[]'::json))::text
  FROM (SELECT k.*, v.number, v.title
          FROM mutual_aid_cover k JOIN mutual_aid_planversion v ON v.id = k.plan_version_id
         WHERE k.person_id = holder.person_id
         ORDER BY k.last_day DESC, k.id DESC LIMIT 50) c
"""


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cover as a page shows it today."""

    title: str
    plan: str
    first_day: date
    last_day: date
    state: str
    tone: Tone
    waiting: str
    cap_left: Money | None
    is_now: bool
    cover_id: int = 0
    shares: int = 1
    life_left: Money | None = None


def with_days_left(body: str) -> str:
    """Add to each cover of a `COVER_SQL` answer how many days of waiting are left today."""
    answer = json.loads(body)
    today = clock.today() if answer["items"] else None
    for item in answer["items"]:
        until = item["waiting_until"]
        first = date.fromisoformat(item["first_day"])
        item["waiting_days_left"] = (
            _days_left(first, date.fromisoformat(until), today) if today and until else 0
        )
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def covers_of(person_id: int) -> list[CoverLine]:
    """Give a person's covers, those in force first."""
    today = clock.today()
    rows = list(Cover.objects.of_person(person_id)[:PAGE])
    life, period = Counter[int](), Counter[tuple[int, date]]()
    for row in rows:
        life[row.plan_id] += row.paid_fen
        period[row.plan_id, row.period_begins] += row.paid_fen
    paid = [(period[row.plan_id, row.period_begins], life[row.plan_id]) for row in rows]
    lines = [_line(row, today, *both) for row, both in zip(rows, paid, strict=True)]
    return sorted(lines, key=lambda line: (not line.is_now, line.last_day < today))


def answer_for(lines: list[CoverLine]) -> str:
    """Answer the question that brings people here, in one sentence."""
    now = [line for line in lines if line.is_now]
    coming = [line for line in lines if line.first_day > clock.today()]
    if now:
        last = min(line.last_day for line in now)
        return f"您已参加 {len(now)} 项医疗互助，保障至 {clock.day_words(last)}"
    if coming:
        first = min(line.first_day for line in coming)
        return f"您已报名 {len(coming)} 项医疗互助，从 {clock.day_words(first)}起保障"
    return "您现在没有参加医疗互助"


def home_cards(person: Person) -> list[HomeCard]:
    """Give the card that answers whether the worker is covered, and those of running claims."""
    lines = covers_of(person.pk)
    shown = [line for line in lines if line.last_day >= clock.today()][:4]
    return [
        HomeCard(
            title=answer_for(lines),
            facts=tuple(_fact(line) for line in shown),
            note="" if shown else "医疗互助由单位统一报名，请向您所在的基层工会了解。",
            actions=(
                Link("看病后申领", "/me/claims/", primary=bool(shown)),
                Link("住院前先算一算", "/me/estimate/"),
                Link("我的保障", "/me/cover/"),
            ),
            rank=RANK_COVER,
        ),
        *claim_cards.running_cards(person),
    ]


def personal_data(person: Person) -> dict[str, Any]:
    """Give all that mutual aid holds about a person (RX.3)."""
    lines = Line.objects.filter(person=person).select_related("batch__plan_version", "batch__union")
    return {
        "保障": [
            {
                "计划": row.plan_version.title,
                "保障第一天": f"{row.first_day}",
                "保障最后一天": f"{row.last_day}",
                "份数": row.shares,
                "本期已付（元）": Money(row.paid_fen).yuan(),
            }
            for row in Cover.objects.of_person(person.pk)
        ],
        "报名": [
            {
                "名单编号": line.batch.number,
                "计划": line.batch.plan_version.title,
                "报名单位": line.batch.union.name,
                "份数": line.shares,
                "状态": line.state_label,
                "登记时间": f"{clock.to_local(line.added_at):%Y-%m-%d %H:%M}",
            }
            for line in lines.order_by("id")
        ],
        **claim_cards.personal_data(person),
        **settled_data.personal_data(person),
        "照顾身份": groups.personal_data(person.pk),
    }


def _line(row: Cover, today: date, paid_fen: int, paid_life_fen: int) -> CoverLine:
    is_now = row.first_day <= today <= row.last_day
    state, tone = _state(row, today)
    cap, life = row.cap_period_fen, row.cap_life_fen
    return CoverLine(
        title=row.plan_version.title,
        plan=row.plan_version.number,
        first_day=row.first_day,
        last_day=row.last_day,
        state=state,
        tone=tone,
        waiting=_waiting(row, today),
        cap_left=None if cap is None else Money(max(0, cap - paid_fen)),
        is_now=is_now,
        cover_id=row.pk,
        shares=row.shares,
        life_left=None if life is None else Money(max(0, life - paid_life_fen)),
    )


def _state(row: Cover, today: date) -> tuple[str, Tone]:
    if today < row.first_day:
        return "尚未开始", "wait"
    return ("已到期", "plain") if today > row.last_day else ("保障中", "good")


def _waiting(row: Cover, today: date) -> str:
    """Say until when the waiting period runs, with the last day itself."""
    if not row.wait_days:
        return "没有等待期" if row.renewal_gap_days is None else "续保，不再等待"
    until = row.first_day + timedelta(days=row.wait_days - 1)
    left = _days_left(row.first_day, until, today)
    if not left:
        return "等待期已过"
    return f"等待期至 {clock.day_words(until)}，还有 {left} 天"


def _days_left(first: date, until: date, today: date) -> int:
    """Count the waiting days that are still to pass, today included."""
    return max(0, (until - max(today, first)).days + 1)


def _fact(line: CoverLine) -> Fact:
    note = line.waiting
    if line.cap_left is not None:
        note = f"本期剩余额度 {line.cap_left} 元，{note}"
    until = f"保障至 {clock.day_words(line.last_day)}"
    return Fact(line.title, until if line.is_now else f"{line.state}，{until}", note)
