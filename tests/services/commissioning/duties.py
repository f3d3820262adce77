"""Duties that must stand apart, and who did which of them, read from the rows of a project.

`APART` is the whole list, written once. A duty is held for a scope: one stage, one change, one
organization, or the whole project (""). Two duties clash where one person holds both for the same
scope, or one of them for the whole project.
"""

from collections.abc import Callable, Iterable

from services.commissioning.models import (
    Acceptance,
    Bid,
    ContractChange,
    Dispute,
    Evaluation,
    OrgOfficer,
    Project,
    ProjectStep,
    Relation,
    Report,
    ResultNotice,
    ResultObjection,
    Seat,
    Stage,
)
from services.commissioning.states.panel import SeatState

APART = (
    ("drafts the call", "opens the call", "R9.3, four eyes"),
    ("is tied to an organization", "checks an application", "R9.7, 条例 9"),
    ("is tied to an applicant", "scores", "R9.7"),
    ("drafts the call", "scores", "R9.7, 采购法 61"),
    ("opens the call", "scores", "R9.7, 采购法 61"),
    ("checks an application", "scores", "R9.7, 采购法 61"),
    ("runs the panel", "scores", "R9.7, 采购法 61"),
    ("hangs out the result", "scores", "R9.7, 采购法 61"),
    ("hangs out the result", "awards", "R9.11, four eyes"),
    ("scores", "awards", "R9.11"),
    ("is tied to an applicant", "awards", "R9.7, 条例 9"),
    ("objects", "answers an objection", "R9.11"),
    ("hangs out the result", "answers an objection", "R9.11"),
    ("scores", "answers an objection", "R9.11"),
    ("is tied to an applicant", "answers an objection", "R9.7, 条例 9"),
    ("is tied to the provider", "drafts the contract", "条例 9"),
    ("is tied to the provider", "signs the contract", "条例 9"),
    ("drafts the contract", "agrees for the provider", "R9.12"),
    ("agrees for the provider", "signs the contract", "R9.12"),
    ("drafts the contract", "signs the contract", "R9.12, four eyes"),
    ("is tied to the provider", "approves a change", "R9.15, 条例 9"),
    ("asks for a change", "approves a change", "R9.15"),
    ("is tied to the provider", "checks a report", "R9.14, 条例 9"),
    ("writes a report", "checks a report", "R9.14"),
    ("is tied to the provider", "passes the midterm", "R9.13, 条例 9"),
    ("drafts the contract", "passes the midterm", "R9.13"),
    ("is tied to the provider", "approves a payment", "条例 9"),
    ("is tied to the provider", "orders a payment", "条例 9"),
    ("drafts the contract", "approves a payment", "R9.13, four eyes"),
    ("approves a payment", "orders a payment", "R9.13, four eyes"),
    ("approves a payment", "confirms a payment", "R9.13, four eyes"),
    ("orders a payment", "confirms a payment", "R9.13, R8.29, four eyes"),
    ("signs the contract", "orders a payment", "R9.13, four eyes"),
    ("signs the contract", "confirms a payment", "R9.13, four eyes"),
    *(
        (bought, judged, "R9.17, 采购法 61")
        for judged in ("accepts", "evaluates")
        for bought in (
            "drafts the call", "opens the call", "checks an application", "runs the panel",
            "hangs out the result", "awards", "drafts the contract", "signs the contract",
            "approves a change", "checks a report", "approves a payment", "orders a payment",
        )
    ),
    ("is tied to the provider", "accepts", "R9.17, 条例 9"),
    ("is tied to the provider", "evaluates", "R9.18, 条例 9"),
    ("disputes a figure", "answers a dispute", "R9.22"),
    ("is tied to the provider", "answers a dispute", "R9.22, 条例 9"),
    ("accepts", "answers a dispute", "R9.22"),
    ("evaluates", "answers a dispute", "R9.22"),
)  # fmt: skip
"""One duty, the other, and the rule that keeps them apart."""

Held = Iterable[tuple[str, int | None]]
WRITING = ("draft", "save", "save_call", "submit_call")
CHECKING = ("qualify_bid", "disqualify_bid")
RUNNING = ("draw_panel", "redraw", "clear_recusal", "open_scoring")


def _of_project(*users: int | None) -> Held:
    return [("", user) for user in users]


def _steps(*acts: str) -> Callable[[Project], Held]:
    """Who left such steps, for the stage or the organization that the words name."""

    def found(project: Project) -> Held:
        rows = ProjectStep.objects.filter(project=project, act__in=acts)
        return list(rows.values_list("words", "by_id"))

    return found


def _whole(*acts: str) -> Callable[[Project], Held]:
    return lambda project: [("", user) for _, user in _steps(*acts)(project)]


def _tied(project: Project, **chosen: object) -> Held:
    bids = Bid.objects.filter(call__project=project, **chosen)
    tied: list[tuple[str, int | None]] = []
    for organization in [bid.organization for bid in bids.select_related("organization")]:
        acting = OrgOfficer.objects.filter(organization=organization)
        related = Relation.objects.filter(organization=organization)
        for users in (
            acting.values_list("user_id", flat=True),
            related.values_list("person__user__pk", flat=True),
        ):
            tied += [(organization.name, user) for user in users]
    return tied


def _tied_to_any(project: Project) -> Held:
    return [("", user) for _, user in _tied(project)]


def _tied_to_provider(project: Project) -> Held:
    return [("", user) for _, user in _tied(project, state="won")]


def _stages(column: str) -> Callable[[Project], Held]:
    def found(project: Project) -> Held:
        rows = Stage.objects.filter(contract__project=project)
        return [(f"第{place}期", user) for place, user in rows.values_list("place", column)]

    return found


DUTIES: dict[str, Callable[[Project], Held]] = {
    "drafts the call": lambda one: [*_of_project(one.drafted_by_id), *_whole(*WRITING)(one)],
    "opens the call": lambda one: _of_project(one.opened_by_id),
    "checks an application": _steps(*CHECKING),
    "is tied to an organization": _tied,
    "is tied to an applicant": _tied_to_any,
    "is tied to the provider": _tied_to_provider,
    "runs the panel": _whole(*RUNNING),
    "scores": lambda one: _of_project(
        *Seat.objects.filter(draw__project=one, state=SeatState.SIGNED).values_list(
            "panelist__user_id", flat=True
        )
    ),
    "hangs out the result": lambda one: _of_project(
        *ResultNotice.objects.filter(project=one).values_list("opened_by_id", flat=True)
    ),
    "objects": lambda one: ResultObjection.objects.filter(project=one).values_list(
        "number", "made_by_id"
    ),
    "answers an objection": lambda one: ResultObjection.objects.filter(project=one).values_list(
        "number", "answered_by_id"
    ),
    "awards": lambda one: _of_project(one.awarded_by_id),
    "drafts the contract": lambda one: _of_project(_contract(one, "drafted_by_id")),
    "agrees for the provider": lambda one: _of_project(_contract(one, "agreed_by_id")),
    "signs the contract": lambda one: _of_project(_contract(one, "signed_by_id")),
    "asks for a change": lambda one: ContractChange.objects.filter(
        contract__project=one
    ).values_list("number", "asked_by_id"),
    "approves a change": lambda one: ContractChange.objects.filter(
        contract__project=one
    ).values_list("number", "decided_by_id"),
    "writes a report": lambda one: Report.objects.filter(contract__project=one).values_list(
        "number", "written_by_id"
    ),
    "checks a report": lambda one: Report.objects.filter(contract__project=one).values_list(
        "number", "checked_by_id"
    ),
    "passes the midterm": _whole("meet_midterm"),
    "approves a payment": _stages("approved_by_id"),
    "orders a payment": _stages("ordered_by_id"),
    "confirms a payment": _steps("pay_stage"),
    "accepts": lambda one: _of_project(
        *Acceptance.objects.filter(contract__project=one).values_list("by_id", flat=True)
    ),
    "evaluates": lambda one: _of_project(
        *Evaluation.objects.filter(contract__project=one).values_list("by_id", flat=True)
    ),
    "disputes a figure": lambda one: Dispute.objects.filter(contract__project=one).values_list(
        "number", "made_by_id"
    ),
    "answers a dispute": lambda one: Dispute.objects.filter(contract__project=one).values_list(
        "number", "answered_by_id"
    ),
}


def clashes(project: Project) -> list[tuple[str, str, str, int]]:
    """Give each pair of duties that one person holds against its rule."""
    held = {name: {*found(project)} for name, found in DUTIES.items()}
    return [
        (first, second, rule, user)
        for first, second, rule in APART
        for scope, user in held[first]
        for other, same in held[second]
        if user is not None and user == same and (scope == other or "" in (scope, other))
    ]


def done(project: Project) -> set[str]:
    """Give the duties that somebody did."""
    return {
        name
        for name, found in DUTIES.items()
        if any(user is not None for _, user in found(project))
    }


def _contract(project: Project, column: str) -> int | None:
    rows = Project.objects.filter(pk=project.pk).values_list(f"contract__{column}", flat=True)
    return rows.first()
