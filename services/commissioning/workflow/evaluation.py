"""Evaluation 绩效评价 by the contract's weights, and what follows from it (R9.18, R9.19).

No figure is typed in: counts, ratings, money and days come from the rows, other figures from the
provider's last checked report.
"""

from collections.abc import Mapping, Sequence

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.unions import standards
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    Band,
    Contract,
    Evaluation,
    EvaluationLine,
    Organization,
    Rectification,
    StageCondition,
)
from services.commissioning.queries import measuring
from services.commissioning.rules import evaluation as rules
from services.commissioning.rules.evaluation import Consequence, LastStage, Measured, Points
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow import stages
from services.commissioning.workflow.advance import advance, note, tell_organization, trace
from services.commissioning.workflow.organizations import set_barred
from services.commissioning.workflow.public_words import said_publicly
from services.commissioning.workflow.standing import open_to_judge
from services.disclosure.workflow.words import refuse_numbers

POOR = "绩效评价为“差”，末期款不予支付"
NOT_RECTIFIED = "整改没有到位，末期款不予支付"


@verb
def evaluate(number: str, *, actor: Actor, version: int, words: str = "") -> Evaluation:
    """Evaluate an accepted delivery: points, band, and what follows, in one act.

    Poor: the last stage is withheld and the organization barred for the configured years. Medium:
    a day to put it right, the last stage waits. Else the last stage falls due.

    Raises NotFound, Refused `bought`, `related`, StaleVersion, Conflict `wrong_state`,
    `weights_sum`, `already_ordered`, Invalid `personal_number`.
    """
    contract = open_to_judge(number, ProjectAct.EVALUATE, actor=actor, version=version)
    said = words.strip()[:1000]
    refuse_numbers(said, "/words")
    targets = measuring.measured(contract)
    if not rules.weights_fit(targets):
        raise Conflict("weights_sum", "协议里各指标的权重合计不是 100，不能评价，请先核对协议。")
    points = [rules.points_of(one) for one in targets]
    follows = _consequence(contract, rules.total(points))
    found = _write(contract, targets, points, follows, said=said, actor=actor)
    _apply(contract, follows, actor=actor)
    project = contract.project
    trace(found, "evaluation", project=project, actor=actor)
    advance(project, ProjectAct.EVALUATE, actor=actor, words=f"{found.get_band_display()} {said}")
    tell_organization(Topic.COMMISSIONING_EVALUATED, contract.organization, project)
    return found


@verb
def close_rectification(
    number: str, *, actor: Actor, version: int, is_done: bool, words: str
) -> Rectification:
    """Say whether what a medium evaluation asked for was put right; the last stage follows.

    Raises NotFound, Refused `bought`, `related`, StaleVersion, Conflict `nothing_to_rectify`,
    `already_closed`, `still_time`, Invalid `personal_number`.
    """
    contract = open_to_judge(number, None, actor=actor, version=version)
    found = Evaluation.objects.filter(contract=contract, rectify_by__isnull=False).first()
    if found is None or found.rectify_by is None:
        raise Conflict("nothing_to_rectify", "这个项目的评价没有要求整改。")
    if Rectification.objects.filter(evaluation=found).exists():
        raise Conflict("already_closed", "整改已经核查过，结果不能再改。")
    if not is_done and clock.today() <= found.rectify_by:
        last = clock.day_words(found.rectify_by)
        raise Conflict("still_time", f"整改期限到{last}，还没有到期，不能认定没有整改到位。")
    said = said_publicly(words, "请写明整改核查的情况。", pointer="/words")
    row = Rectification.objects.create(
        evaluation=found, is_done=is_done, words=said, by_id=access.user_key(actor)
    )
    if is_done:
        stages.fall_due(contract, StageCondition.ACCEPTED, actor=actor)
    else:
        _withhold(contract, NOT_RECTIFIED, actor=actor)
    note(contract.project, "close_rectification", actor=actor, words=said)
    trace(row, "rectification", project=contract.project, actor=actor, fields=["is_done"])
    return row


def _consequence(contract: Contract, points_hundredths: int) -> Consequence:
    today, union = clock.today(), contract.project.union
    limits: Mapping[str, int] = standards.value("commissioning.bands", union, today)
    return rules.consequence_of(
        rules.band_of(points_hundredths, limits),
        today=today,
        rectify_days=standards.whole("commissioning.rectify_days", union, today),
        excluded_years=standards.whole("commissioning.poor_excluded_years", union, today),
    )


def _write(
    contract: Contract,
    targets: Sequence[Measured],
    points: Sequence[Points],
    follows: Consequence,
    *,
    said: str,
    actor: Actor,
) -> Evaluation:
    found = Evaluation.objects.create(
        contract=contract,
        points_hundredths=rules.total(points),
        band=Band(str(follows.band)),
        words=said,
        rectify_by=follows.rectify_by,
        barred_until=follows.barred_until,
        by_id=access.user_key(actor),
    )
    keys = dict(contract.targets.values_list("code", "pk"))
    EvaluationLine.objects.bulk_create(
        EvaluationLine(
            evaluation=found,
            target_id=keys[one.code],
            delivered_hundredths=one.delivered_hundredths,
            points_hundredths=got.hundredths,
            words=got.words,
        )
        for one, got in zip(targets, points, strict=True)
    )
    return found


def _apply(contract: Contract, follows: Consequence, *, actor: Actor) -> None:
    if follows.last_stage is LastStage.FALLS_DUE:
        stages.fall_due(contract, StageCondition.ACCEPTED, actor=actor)
    elif follows.last_stage is LastStage.WITHHELD:
        _withhold(contract, POOR, actor=actor)
    if follows.barred_until is not None:
        organization = Organization.objects.locked(contract.organization.number)
        reason = f"项目 {contract.project.number} 绩效评价为“差”"
        set_barred(organization, until=follows.barred_until, reason=reason, actor=actor)


def _withhold(contract: Contract, reason: str, *, actor: Actor) -> None:
    stages.withhold(contract, actor=actor, reason=reason, condition=StageCondition.ACCEPTED)
