"""What is written of an evaluation, and what follows from it for money and organization (R9.19).

Called downward by the verbs that evaluate, in their transaction, project and contract locked.
"""

from collections.abc import Mapping, Sequence

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.unions import standards
from services.commissioning import access
from services.commissioning.models import (
    Band,
    Contract,
    Dispute,
    Evaluation,
    EvaluationLine,
    Organization,
    StageCondition,
)
from services.commissioning.rules import evaluation as rules
from services.commissioning.rules.evaluation import Consequence, LastStage, Measured, Points
from services.commissioning.states.organizations import OrgState
from services.commissioning.workflow import stages
from services.commissioning.workflow.organizations import lift_bar, set_barred

POOR = "绩效评价为“差”，末期款不予支付"
BETTER = "数字异议成立，重新评价后不再是“差”"


def points_of(targets: Sequence[Measured]) -> list[Points]:
    """Give the points of each target; raises Conflict `weights_sum`."""
    if not rules.weights_fit(targets):
        raise Conflict("weights_sum", "协议里各指标的权重合计不是 100，不能评价，请先核对协议。")
    return [rules.points_of(one) for one in targets]


def consequence_of(contract: Contract, points_hundredths: int) -> Consequence:
    """Say what so many points lead to, by the standards of today."""
    today, union = clock.today(), contract.project.union
    limits: Mapping[str, int] = standards.value("commissioning.bands", union, today)
    return rules.consequence_of(
        rules.band_of(points_hundredths, limits),
        today=today,
        rectify_days=standards.whole("commissioning.rectify_days", union, today),
        excluded_years=standards.whole("commissioning.poor_excluded_years", union, today),
    )


def write(
    contract: Contract,
    targets: Sequence[Measured],
    follows: Consequence,
    *,
    said: str,
    actor: Actor,
    supersedes: Evaluation | None = None,
) -> Evaluation:
    """Write an evaluation with its lines; every upheld dispute before it is taken in."""
    points = points_of(targets)
    found = Evaluation.objects.create(
        contract=contract,
        supersedes=supersedes,
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
    Dispute.objects.filter(contract=contract).untaken().update(taken_by=found)
    return found


def apply(
    contract: Contract, evaluation: Evaluation, follows: Consequence, *, actor: Actor
) -> None:
    """Let the last stage fall due, wait or be withheld, and bar the organization where it must be.

    Raises Conflict `already_ordered` where the bank may still pay what is to be withheld.
    """
    if follows.last_stage is LastStage.FALLS_DUE:
        stages.fall_due(contract, StageCondition.ACCEPTED, actor=actor)
    elif follows.last_stage is LastStage.WITHHELD:
        withhold(contract, evaluation, POOR, actor=actor)
        assert follows.barred_until is not None  # noqa: S101 - the rule bars whom it withholds from
        organization = Organization.objects.locked(contract.organization.number)
        until, reason = follows.barred_until, _barred_for(contract)
        set_barred(organization, until=until, reason=reason, actor=actor)


def apply_instead(
    contract: Contract, evaluation: Evaluation, follows: Consequence, *, actor: Actor
) -> None:
    """Let the new band have its consequences in the place of the superseded one's.

    What is paid stays paid, and a stage that fell due stays due. Raises Conflict
    `already_ordered`, `fund_short`, `fund_frozen`.
    """
    if follows.last_stage in {LastStage.FALLS_DUE, LastStage.WAITS}:
        stages.release(contract, actor=actor, reason=BETTER)
        _end_bar(contract, evaluation, actor=actor)
    apply(contract, evaluation, follows, actor=actor)


def withhold(contract: Contract, evaluation: Evaluation, reason: str, *, actor: Actor) -> None:
    """Withhold what waited for the evaluation; raises Conflict `already_ordered`."""
    stages.withhold(
        contract,
        actor=actor,
        reason=reason,
        condition=StageCondition.ACCEPTED,
        evaluation=evaluation,
    )


def _end_bar(contract: Contract, evaluation: Evaluation, *, actor: Actor) -> None:
    """End the bar that the superseded evaluation set, where nothing else bars as well."""
    earlier = evaluation.supersedes
    if earlier is None or earlier.barred_until is None:
        return
    organization = Organization.objects.locked(contract.organization.number)
    own = organization.state_reason == _barred_for(contract)
    stands = organization.state is OrgState.BARRED
    if not (stands and own and organization.barred_until == earlier.barred_until):
        return
    other = (
        Evaluation.objects.standing()
        .filter(contract__organization=organization, barred_until__gte=clock.today())
        .order_by("-barred_until")
        .select_related("contract__project")
        .first()
    )
    until = other.barred_until if other else None
    reason = _barred_for(other.contract) if other else f"项目 {contract.project.number} {BETTER}"
    lift_bar(organization, until=until, reason=reason, actor=actor)


def _barred_for(contract: Contract) -> str:
    return f"项目 {contract.project.number} 绩效评价为“差”"
