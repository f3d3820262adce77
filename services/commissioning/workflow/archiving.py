"""Archiving a published project: kept for its years, never deleted earlier (R9.25)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel.errors import Conflict
from services.commissioning.models import Dispute, Evaluation, Project, Stage
from services.commissioning.queries import measuring
from services.commissioning.states.contracts import StageState
from services.commissioning.states.projects import ProjectAct
from services.commissioning.states.verdicts import AnswerState
from services.commissioning.workflow.advance import advance, open_for

DONE = (StageState.PAID, StageState.WITHHELD)


@verb
def archive(number: str, *, actor: Actor, version: int) -> Project:
    """Put a published project on file, once nothing of it is open any more.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `stages_open`,
    `disputes_open`, `reevaluation_open`, `rectification_open`.
    """
    project = open_for(
        number,
        ProjectAct.ARCHIVE,
        actor=actor,
        permission=Permission.COMMISSIONING_CONTRACT_WRITE,
        version=version,
    )
    evaluation = Evaluation.objects.standing().filter(contract__project=project).first()
    stages = Stage.objects.filter(contract__project=project)
    if stages.exclude(state__in=[str(state) for state in DONE]).exists():
        raise Conflict("stages_open", "还有付款阶段没有办结，办结以后才能归档。")
    if Dispute.objects.filter(contract__project=project, state=AnswerState.OPEN).exists():
        raise Conflict("disputes_open", "还有数字异议没有答复，答复以后才能归档。")
    if Dispute.objects.filter(contract__project=project).untaken().exists() and evaluation:
        raise Conflict("reevaluation_open", "有数字异议已成立，重新评价以后才能归档。")
    if evaluation and evaluation.rectify_by and measuring.rectification_of(evaluation) is None:
        raise Conflict("rectification_open", "整改还没有核查，核查以后才能归档。")
    advance(project, ProjectAct.ARCHIVE, actor=actor)
    return project
