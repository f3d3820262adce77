"""The published figures of a project, read from rows and ledger at one moment (R9.20, R9.22)."""

from dataclasses import dataclass

from django.db.models import Sum

from backend.kernel import clock
from backend.unions import standards
from services.commissioning.models import Call, Contract, Dispute, Evaluation, Project, Stage
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
    """Read the figures of a project as they stand."""
    values: dict[str, int | str | None] = {"budget_fen": project.budget_fen}
    call = Call.objects.filter(project=project).first()
    if call is not None:
        values |= {
            "planned_persons": call.planned_persons, "planned_sessions": call.planned_sessions
        }  # fmt: skip
    contract = Contract.objects.filter(project=project, signed_on__isnull=False).first()
    if contract is None:
        return Told(values, frozenset())
    found = delivered.figures(contract)
    values |= _under_contract(contract, found)
    least = standards.whole("statistics.smallest_cell", project.union, clock.today())
    hidden = rules.hidden(values, least)
    return Told(values, hidden | _hidden_targets(contract, hidden), found)


def disputes_of(contract: Contract) -> int:
    """Count the figures that the provider disputes or disputed."""
    return Dispute.objects.filter(contract=contract).values("figure").distinct().count()


def _under_contract(contract: Contract, found: Delivered) -> dict[str, int | str | None]:
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
        "withheld_fen": _withheld_fen(contract),
        "spent_fen": found.spent_fen,
        "unspent_fen": found.unspent_fen,
        "unit_cost_fen": found.unit_cost_fen,
    }
    evaluation = Evaluation.objects.standing().filter(contract=contract).first()
    if evaluation is not None:
        values |= {
            "points": evaluation.points_hundredths, "band": evaluation.get_band_display()
        }  # fmt: skip
        values |= {
            f"{rules.TARGET}{code}": delivered
            for code, delivered in evaluation.lines.order_by("target_id").values_list(
                "target__code", "delivered_hundredths"
            )
        }
    return values


def _hidden_targets(contract: Contract, hidden: frozenset[str]) -> frozenset[str]:
    """Targets whose delivered figure would give a small cell away."""
    rows = contract.targets.values_list("code", "source")
    return frozenset(
        f"{rules.TARGET}{code}"
        for code, source in rows
        if rules.CELL_OF_SOURCE.get(source, "") in hidden
    )


def _withheld_fen(contract: Contract) -> int:
    rows = Stage.objects.filter(contract=contract, state=StageState.WITHHELD)
    return int(rows.aggregate(total=Sum("amount_fen"))["total"] or 0)
