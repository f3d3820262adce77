"""The verdict on a public page: acceptance, points by target, what followed (R9.18, R9.19)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backend.kernel import clock
from services.commissioning.models import (
    Acceptance,
    Contract,
    Evaluation,
    EvaluationLine,
    Rectification,
    Target,
)
from services.commissioning.queries.public.parts import DisputeLine, TargetLine, VerdictSheet
from services.commissioning.queries.public.values import Told
from services.commissioning.rules import figures

DONE, NOT_DONE = "已整改到位", "没有整改到位"
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
    evaluation = Evaluation.objects.filter(contract=contract).first()
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
        targets=targets_of(contract, told, disputes),
    )


def targets_of(contract: Contract, told: Told, disputes: Disputes) -> list[TargetLine]:
    """Give each target with its delivered figure and points, as far as they may be seen."""
    rows = EvaluationLine.objects.filter(evaluation__contract=contract)
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
        shown = figures.UNKNOWN if delivered is None else figures.hundredths(delivered)
    points = figures.hundredths(row.points_hundredths) if row else ""
    return TargetLine(
        code=target.code,
        kind_label=target.get_kind_display(),
        title=target.title,
        unit=target.unit,
        planned=figures.hundredths(target.planned_hundredths),
        delivered=shown,
        points=figures.HIDDEN if "points" in told.hidden and points else points,
        weight=target.weight,
        disputes=disputes.get(f"{figures.TARGET}{target.code}", ()),
    )


def _rectification(evaluation: Evaluation) -> str:
    row = Rectification.objects.filter(evaluation=evaluation).first()
    if row is None:
        return ""
    return f"{DONE if row.is_done else NOT_DONE}：{row.words}"
