"""The published figures of a project, read from rows and ledger at one moment (R9.20, R9.22)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Sum

from backend.kernel import clock
from backend.unions import standards
from services.commissioning.models import (
    Call,
    Contract,
    Dispute,
    Evaluation,
    EvaluationLine,
    Project,
    Stage,
    Target,
)
from services.commissioning.queries import delivered
from services.commissioning.rules import figures as rules
from services.commissioning.rules.delivered import Delivered
from services.commissioning.states.contracts import StageState


@dataclass(frozen=True, slots=True)
class Told:
    """Every figure by its code, which of them stay hidden, and what was delivered."""

    values: rules.Values
    hidden: frozenset[str]
    delivered: Delivered | None = None

    def shown(self, code: str) -> str:
        """Write one figure for a reader; hidden ones say that they are."""
        if code in self.hidden:
            return rules.HIDDEN
        return rules.written(code, self.values.get(code))

    def open_values(self) -> rules.Values:
        """The figures that may be seen, by code."""
        return {code: one for code, one in self.values.items() if code not in self.hidden}

    def whole(self, code: str) -> int:
        """A figure as a whole number, 0 where it is not known."""
        value = self.values.get(code)
        return value if isinstance(value, int) else 0


def told(project: Project) -> Told:
    """Read the figures of one project as they stand."""
    return told_of([project])[project.pk]


def told_of(projects: Sequence[Project]) -> dict[int, Told]:
    """Read the figures of projects as they stand, by key, in a flat number of statements."""
    rows = Contract.objects.filter(project__in=projects, signed_on__isnull=False)
    contracts = list(rows.select_related("bid"))
    return told_beside(projects, contracts, delivered.figures_of(contracts))


def told_beside(
    projects: Sequence[Project], contracts: Sequence[Contract], found: Mapping[int, Delivered]
) -> dict[int, Told]:
    """Read the same where signed contracts (with their bids) and what they delivered are known."""
    calls = {one.project_id: one for one in Call.objects.filter(project__in=projects)}
    signed = {one.project_id: one for one in contracts}
    keys = [one.pk for one in contracts]
    rows = Evaluation.objects.standing().filter(contract__in=keys)
    lines = EvaluationLine.objects.select_related("target").order_by("target_id")
    judged = {
        one.contract_id: one for one in rows.prefetch_related(Prefetch("lines", queryset=lines))
    }
    withheld, targets = _withheld_fen(keys), _targets_of(keys)
    smallest: dict[int, int] = {}
    told = {}
    for project in projects:
        values: dict[str, int | str | None] = {"budget_fen": project.budget_fen}
        if (call := calls.get(project.pk)) is not None:
            values |= {
                "planned_persons": call.planned_persons, "planned_sessions": call.planned_sessions
            }  # fmt: skip
        contract = signed.get(project.pk)
        if contract is None:
            told[project.pk] = Told(values, frozenset())
            continue
        values |= _under_contract(contract, found[contract.pk], judged.get(contract.pk))
        values["withheld_fen"] = withheld.get(contract.pk, 0)
        hidden = rules.hidden(values, _smallest_cell(project, smallest))
        hidden |= _hidden_targets(targets.get(contract.pk, ()), hidden)
        told[project.pk] = Told(values, hidden, found[contract.pk])
    return told


def disputes_of(contract: Contract) -> int:
    """Count the figures that the provider disputes or disputed."""
    return Dispute.objects.filter(contract=contract).values("figure").distinct().count()


def _under_contract(
    contract: Contract, found: Delivered, evaluation: Evaluation | None
) -> dict[str, int | str | None]:
    values: dict[str, int | str | None] = {
        "planned_persons": contract.bid.persons,
        "planned_sessions": contract.bid.sessions,
        "persons": found.persons,
        "sessions": found.sessions,
        "confirmations": found.confirmations,
        "provider_count": found.provider_count,
        "raters": found.ratings,
        "stars": found.stars_hundredths,
        "contract_fen": contract.amount_fen,
        "paid_fen": found.paid_fen,
        "spent_fen": found.spent_fen,
        "unspent_fen": found.unspent_fen,
        "unit_cost_fen": found.unit_cost_fen,
    }
    if evaluation is not None:
        values |= {
            "points": evaluation.points_hundredths, "band": evaluation.get_band_display()
        }  # fmt: skip
        values |= {
            f"{rules.TARGET}{one.target.code}": one.delivered_hundredths
            for one in evaluation.lines.all()
        }
    return values


def _hidden_targets(targets: Iterable[tuple[str, str]], hidden: frozenset[str]) -> frozenset[str]:
    """Targets whose delivered figure would give a small cell away."""
    return frozenset(
        f"{rules.TARGET}{code}"
        for code, source in targets
        if rules.CELL_OF_SOURCE.get(source, "") in hidden
    )


def _targets_of(keys: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Code and source of each target, by the contract's key."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Target.objects.filter(contract__in=keys).order_by("pk")
    for contract, code, source in rows.values_list("contract_id", "code", "source"):
        found.setdefault(contract, []).append((code, source))
    return found


def _withheld_fen(keys: Iterable[int]) -> dict[int, int]:
    rows = Stage.objects.filter(contract__in=keys, state=StageState.WITHHELD)
    sums = rows.values("contract_id").annotate(total=Sum("amount_fen"))
    return dict(sums.values_list("contract_id", "total"))


def _smallest_cell(project: Project, known: dict[int, int]) -> int:
    """The smallest number of persons that is shown; asked once for each union."""
    if project.union_id not in known:
        known[project.union_id] = standards.whole(
            "statistics.smallest_cell", project.union, clock.today()
        )
    return known[project.union_id]
