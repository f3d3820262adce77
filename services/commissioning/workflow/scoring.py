"""Scoring alone and sealed; the last signature lays everything open together (R9.8-R9.10)."""

import json
import secrets
from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning.models import Criterion, Project, Score, Seat
from services.commissioning.queries import panel, relations
from services.commissioning.queries.officers import officers_above
from services.commissioning.queries.panel_dates import dissent_last_day
from services.commissioning.queries.scores import draft_of
from services.commissioning.rules import scoring as rules
from services.commissioning.rules.panel_days import is_over
from services.commissioning.rules.scoring import Scores
from services.commissioning.states.panel import SEAT, SeatAct, SeatState
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.workflow.advance import advance, tell, trace
from services.commissioning.workflow.ranking import write_ranking
from services.commissioning.workflow.seats import SYSTEM, open_own_seat

SALT_BYTES = 32


@verb
def save_scores(number: str, *, actor: Actor, version: int, scores: Scores) -> Seat:
    """Keep a draft of one's scores, sealed; it replaces the draft before it.

    Raises NotFound, Refused, StaleVersion, Conflict `not_scoring`, `signed_already`, `related`,
    Invalid `unknown_application`, `unknown_criterion`, `points_out_of_range`.
    """
    project, seat = _open_scoring_seat(number, actor, version)
    bids, criteria = _scored(project)
    rules.must_be_published(scores, set(bids), _weights(criteria))
    _seal(seat, scores, salt=b"")
    seat.version += 1
    seat.save(update_fields=["scores_sealed", "version"])
    trace(seat, "seat.score", project=project, actor=actor, fields=["scores_sealed"])
    return seat


@verb
def sign_scores(number: str, *, actor: Actor, version: int) -> Seat:
    """Sign the saved scores: sealed with a salt, committed to in public, fixed from now on.

    The last signature of the panel lays all scores open together and makes the ranking. Raises
    NotFound, Refused, StaleVersion, Conflict `not_scoring`, `signed_already`, `related`, Invalid
    `scores_missing`.
    """
    project, seat = _open_scoring_seat(number, actor, version)
    bids, criteria = _scored(project)
    scores = draft_of(seat)
    rules.must_be_complete(scores, set(bids), _weights(criteria))
    salt = secrets.token_bytes(SALT_BYTES)
    text = rules.scores_text(project.number, seat.panelist.number, scores)
    _seal(seat, scores, salt=salt)
    seat.state = SEAT.move(seat.state, SeatAct.SIGN)
    seat.commitment, seat.signed_at = rules.commitment_of(salt, text), clock.now()
    seat.version += 1
    seat.save(update_fields=["state", "scores_sealed", "commitment", "signed_at", "version"])
    trace(seat, "seat.sign", project=project, actor=actor, fields=["state"], digest=seat.commitment)
    sitting = panel.sitting(seat.draw)
    if all(one.state is SeatState.SIGNED for one in sitting):
        _lay_open(project, sitting, criteria)
        seat.refresh_from_db(fields=["salt", "version"])
    return seat


@verb
def dissent(number: str, *, actor: Actor, version: int, text: str) -> Seat:
    """Attach a reason for not agreeing with the result; it stands in the panel's report (R9.10).

    Raises NotFound, Refused, StaleVersion, Conflict `not_ranked`, `dissented_already`,
    `dissent_over`, Invalid `reason_missing`.
    """
    project, seat = open_own_seat(number, actor=actor, version=version)
    if project.state is not ProjectState.RANKED or seat.state is not SeatState.SIGNED:
        raise Conflict("not_ranked", "评分公开后、结果公示前，评审人才能提出不同意见。")
    if seat.dissent:
        raise Conflict("dissented_already", "您已经提出过不同意见，写进了评审报告，不能再改。")
    last = dissent_last_day(project)
    if is_over(last, clock.today()):
        raise Conflict(
            "dissent_over", f"提出不同意见的最后一天是{clock.day_words(last)}，已视为同意。"
        )
    seat.dissent, seat.dissented_at = must_say(text, "请写明不同意见和理由。"), clock.now()
    seat.version += 1
    seat.save(update_fields=["dissent", "dissented_at", "version"])
    trace(seat, "seat.dissent", project=project, actor=actor, fields=["dissent"])
    return seat


def _open_scoring_seat(number: str, actor: Actor, version: int) -> tuple[Project, Seat]:
    project, seat = open_own_seat(number, actor=actor, version=version)
    if seat.state is SeatState.SIGNED:
        raise Conflict("signed_already", "您已经签字，评分不能再改。")
    if project.state is not ProjectState.SCORING or seat.state is not SeatState.CLEARED:
        raise Conflict("not_scoring", "现在不能评分：回避清结、申报书开封以后才开始评分。")
    # A tie that came to light only now: nobody related scores, whatever was declared.
    if relations.tied(project, [seat.panelist.user_id]):
        raise Conflict("related", "系统核对到您与申报组织有关联，不能评分。请联系项目经办人。")
    return project, seat


def _scored(project: Project) -> tuple[dict[str, int], list[Criterion]]:
    bids = {bid.number: bid.pk for bid in panel.scored_bids(project)}
    return bids, list(project.call.criteria.all())


def _weights(criteria: Sequence[Criterion]) -> dict[int, int]:
    return {one.place: one.weight for one in criteria}


def _seal(seat: Seat, scores: Scores, *, salt: bytes) -> None:
    rows = [[bid, place, tenths] for (bid, place), tenths in sorted(scores.items())]
    seat.seal("scores_sealed", json.dumps({"salt": salt.hex(), "scores": rows}))


def _salt_of(seat: Seat) -> bytes:
    return bytes.fromhex(json.loads(seat.unseal("scores_sealed"))["salt"])


def _lay_open(project: Project, seats: Sequence[Seat], criteria: Sequence[Criterion]) -> None:
    bids = {bid.number: bid.pk for bid in panel.scored_bids(project)}
    places = {one.place: one.pk for one in criteria}
    rows = []
    for seat in seats:
        salt, scores = _salt_of(seat), draft_of(seat)
        text = rules.scores_text(project.number, seat.panelist.number, scores)
        if rules.commitment_of(salt, text) != bytes(seat.commitment or b""):
            raise Conflict(
                "commitment_broken", "一份密封评分与签字时的承诺不一致，请保留现场并联系经审。"
            )
        rows += [
            Score(seat=seat, bid_id=bids[bid], criterion_id=places[place], points_tenths=tenths)
            for (bid, place), tenths in sorted(scores.items())
        ]
        seat.salt = salt
        seat.version += 1
        seat.save(update_fields=["salt", "version"])
    Score.objects.bulk_create(rows)
    write_ranking(project)
    advance(project, ProjectAct.RANK, actor=SYSTEM, words="全部评审人已签字，评分同时公开")
    buyers = officers_above(project, Permission.COMMISSIONING_PANEL_DRAW)
    tell(Topic.COMMISSIONING_RANKED, buyers, project)
