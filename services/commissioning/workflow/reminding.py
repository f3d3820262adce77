"""Telling who awards that a result notice has run out (R9.11)."""

from django.db.models import Exists, OuterRef

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from notifications.topics import Topic
from services.commissioning.models import Project, ProjectStep, ResultNotice
from services.commissioning.queries import panel
from services.commissioning.queries.officers import officers_above
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.advance import note, tell

CLOCK = Actor.system("clock")
OVER = "notice_over"
AT_ONCE = 100


def tell_notices_over() -> int:
    """Tell of every notice whose last day is past; gives how many were told of."""
    told = ProjectStep.objects.filter(
        project=OuterRef("project"), act=OVER, at__date__gt=OuterRef("until")
    )
    ran_out = ResultNotice.objects.filter(
        ~Exists(told), project__state=ProjectState.NOTICE, until__lt=clock.today()
    )
    numbers = ran_out.order_by("until", "id").values_list("project__number", flat=True)
    return sum(tell_notice_over(number) for number in dict.fromkeys(numbers[:AT_ONCE]))


@verb
def tell_notice_over(number: str) -> bool:
    """Tell once that the notice in force has run out; tells whether it did. Raises NotFound."""
    project = Project.objects.locked(number)
    notice = panel.notice_of(project)
    if project.state is not ProjectState.NOTICE or notice is None:
        return False
    told = project.steps.filter(act=OVER, at__date__gt=notice.until).exists()
    if notice.until >= clock.today() or told:
        return False
    note(project, OVER, actor=CLOCK)
    officers = officers_above(project, Permission.COMMISSIONING_AWARD_DECIDE)
    tell(Topic.COMMISSIONING_RESULT_TO_AWARD, officers, project)
    return True
