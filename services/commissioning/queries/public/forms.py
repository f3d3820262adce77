"""Published figures as the standing forms take them: whole numbers and words from a fixed list."""

from collections.abc import Mapping
from datetime import date

from services.commissioning.models import Contract, DutyKind, Project
from services.commissioning.queries.public.open_planning import page_of
from services.commissioning.queries.public.values import Told, disputes_of
from services.disclosure.board import Subject

NOT_EVALUATED = "未评价（项目终止）"
PROGRESS = (
    "planned_persons", "persons", "planned_sessions", "sessions", "raters", "stars",
    "contract_fen", "paid_fen", "spent_fen",
)  # fmt: skip
FINAL = (
    *PROGRESS, "points", "provider_count", "budget_fen", "withheld_fen", "unspent_fen",
    "unit_cost_fen",
)  # fmt: skip
STILL_MISSING, NOW_PUBLIC = "还没有公布", "现在已经公布"


def subject_of(project: Project, what: str = "") -> Subject:
    """A project as what a form speaks of; `what` keeps several forms of one project apart."""
    key = f"{project.number}/{what}" if what else project.number
    return Subject(key=key, number=project.number, name=project.title, address=page_of(project))


def progress_figures(told: Told) -> Mapping[str, int | str]:
    """The figures of the progress form."""
    return {name: told.whole(name) for name in PROGRESS}


def final_figures(told: Told, contract: Contract) -> Mapping[str, int | str]:
    """The figures of the final form."""
    return {
        **{name: told.whole(name) for name in FINAL},
        "band": str(told.values.get("band") or NOT_EVALUATED),
        "disputes": disputes_of(contract),
    }


def late_figures(kind: str, due_on: date, days: int, state: str) -> Mapping[str, int | str]:
    """The figures of the form that says that a publication is late."""
    return {
        "what": DutyKind(kind).label,
        "year": due_on.year,
        "month": due_on.month,
        "day": due_on.day,
        "state": state,
        "days": days,
    }
