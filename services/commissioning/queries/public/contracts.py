"""The contract on a public page: money by line, stages, milestones, what changed (R9.15, R9.20)."""

from backend.kernel import clock
from services.commissioning.models import (
    Contract,
    ContractChange,
    FigureCorrection,
    Project,
    Target,
)
from services.commissioning.queries.public.parts import (
    ChangeLine,
    ContractSheet,
    MilestoneLine,
    SpentLine,
    StageLine,
)
from services.commissioning.queries.public.values import Told
from services.commissioning.rules import figures
from services.commissioning.states.contracts import (
    STAGE_LABELS,
    ChangeState,
    milestone_label,
)


def contract_sheet(contract: Contract, told: Told) -> ContractSheet | None:
    """Give the signed contract as the public sees it."""
    if contract.signed_on is None:
        return None
    lines = told.delivered.lines if told.delivered else ()
    return ContractSheet(
        number=contract.number,
        organization=contract.organization.name,
        credit_code=contract.organization.credit_code,
        amount_fen=contract.amount_fen,
        signed_on=contract.signed_on,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        ended_on=contract.ended_on,
        lines=[
            SpentLine(one.title, one.agreed_fen, one.amount_fen, one.spent_fen, one.unspent_fen)
            for one in lines
        ],
        stages=[
            StageLine(
                place=one.place,
                amount_fen=one.amount_fen,
                condition_label=one.get_condition_display(),
                state=str(one.state),
                state_label=STAGE_LABELS[one.state],
                paid_on=one.paid_on,
            )
            for one in contract.stages.order_by("place")
        ],
        milestones=[
            MilestoneLine(
                title=one.title,
                due_on=one.due_on,
                state=str(one.state),
                state_label=milestone_label(one.state, is_due=one.due_on <= clock.today()),
                met_on=one.met_on,
                words=one.words,
            )
            for one in contract.milestones.order_by("place")
        ],
    )


def changes_of(contract: Contract) -> list[ChangeLine]:
    """Give the approved changes of a contract: old, new, reason."""
    rows = ContractChange.objects.filter(contract=contract, state=ChangeState.APPROVED)
    return [
        ChangeLine(
            on=clock.to_local(one.decided_at or one.asked_at).date(),
            what=one.what,
            old=one.old,
            new=one.new,
            reason=one.reason,
        )
        for one in rows.order_by("pk")
    ]


def corrections_of(project: Project) -> list[ChangeLine]:
    """Give the corrected figures of a project: as published before, and as they are."""
    titles = dict(Target.objects.filter(contract__project=project).values_list("code", "title"))
    return [
        ChangeLine(
            on=clock.to_local(one.at).date(),
            what=figures.label(one.figure, titles),
            old=one.old,
            new=one.new,
            reason=one.reason,
        )
        for one in FigureCorrection.objects.filter(project=project).order_by("pk")
    ]
