"""The verdict on a public page: acceptance, points by target, what followed (R9.18, R9.19)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backend.kernel import clock
from services.commissioning.models import (
    Acceptance,
    Contract,
    Evaluation,
    EvaluationLine,
    Target,
)
from services.commissioning.queries import measuring
from services.commissioning.queries.public.parts import (
    DisputeLine,
    EarlierLine,
    TargetLine,
    VerdictSheet,
)
from services.commissioning.queries.public.values import Told
from services.commissioning.rules import figures

DONE, NOT_DONE = "已整改到位", "没有整改到位"
LONGEST_REASON = 300
Disputes = Mapping[str, Sequence[DisputeLine]]


def verdict_of(contract: Contract, told: Told, disputes: Disputes) -> VerdictSheet | None:
    """Give the newest acceptance with the evaluation that followed; None before any."""
    row = Acceptance.objects.filter(contract=contract).order_by("-pk").first()
    if row is None:
        return None
    found = VerdictSheet(
        outcome_label=row.get_outcome_display(),
        opinion=row.opinion,
        on=clock.to_local(row.at).date(),
        rectify_by=row.rectify_by,
    )
    evaluation = Evaluation.objects.standing().filter(contract=contract).first()
    if evaluation is None:
        return found
    return replace(
        found,
        band=evaluation.band,
        band_label=evaluation.get_band_display(),
        points=told.shown("points"),
        words=evaluation.words,
        evaluated_on=clock.to_local(evaluation.at).date(),
        evaluation_rectify_by=evaluation.rectify_by,
        barred_until=evaluation.barred_until,
        rectification=_rectification(evaluation),
        targets=targets_of(contract, evaluation, told, disputes),
        earlier=_earlier(evaluation, told),
    )


def targets_of(
    contract: Contract, evaluation: Evaluation, told: Told, disputes: Disputes
) -> list[TargetLine]:
    """Give each target with its delivered figure and points, as far as they may be seen."""
    rows = EvaluationLine.objects.filter(evaluation=evaluation)
    evaluated = {row.target_id: row for row in rows}
    return [
        _target(one, evaluated.get(one.pk), told, disputes)
        for one in Target.objects.filter(contract=contract).order_by("pk")
    ]


def _target(
    target: Target, row: EvaluationLine | None, told: Told, disputes: Disputes
) -> TargetLine:
    small = figures.CELL_OF_SOURCE.get(target.source, "") in told.hidden
    delivered = row.delivered_hundredths if row else None
    if small:
        shown = figures.HIDDEN
    else:
        shown = figures.UNKNOWN if delivered is None else figures.in_unit(delivered, target.unit)
    points = figures.hundredths(row.points_hundredths) if row else ""
    return TargetLine(
        code=target.code,
        kind_label=target.get_kind_display(),
        title=target.title,
        unit=target.unit,
        planned=figures.in_unit(target.planned_hundredths, target.unit),
        delivered=shown,
        points=figures.HIDDEN if "points" in told.hidden and points else points,
        weight=target.weight,
        disputes=disputes.get(f"{figures.TARGET}{target.code}", ()),
    )


def _rectification(evaluation: Evaluation) -> str:
    row = measuring.rectification_of(evaluation)
    if row is None:
        return ""
    return f"{DONE if row.is_done else NOT_DONE}：{row.words}"


def _earlier(evaluation: Evaluation, told: Told) -> list[EarlierLine]:
    """Give the superseded evaluations, the oldest first, each with why it was superseded."""
    found = []
    while (before := evaluation.supersedes) is not None:
        points = figures.hundredths(before.points_hundredths)
        found.append(
            EarlierLine(
                on=clock.to_local(before.at).date(),
                band_label=before.get_band_display(),
                points=figures.HIDDEN if "points" in told.hidden else points,
                reason=reason_of(evaluation),
            )
        )
        evaluation = before
    return found[::-1]


def reason_of(evaluation: Evaluation) -> str:
    """Say why an evaluation superseded another: the answers to the disputes that it took in."""
    answers = evaluation.disputes_taken.order_by("answered_at", "pk")
    words = "；".join(answers.values_list("answer", flat=True))
    return f"数字异议成立，重新评价：{words}"[:LONGEST_REASON]
