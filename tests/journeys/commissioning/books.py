"""What the rows and the ledger say of a project, summed here anew and not by the queries shown."""

from dataclasses import dataclass

from django.db.models import Sum

from backend.ledger.entries import Kind
from backend.ledger.models import Transfer
from services.commissioning.models import (
    Confirmation,
    Contract,
    Evaluation,
    EvaluationLine,
    Rating,
    Session,
    Spending,
    Stage,
)


@dataclass(frozen=True)
class Books:
    """A project's own rows."""

    contract: Contract
    evaluation: Evaluation
    stages: list[Stage]

    @property
    def paid(self) -> dict[int, int]:
        """What the ledger paid out for each stage by its place, in fen; nothing was reversed."""
        ours = Transfer.objects.filter(
            because_type=Stage._meta.label_lower, because_id__in=[one.pk for one in self.stages]
        )
        assert not ours.filter(kind=Kind.REVERSE).exists()
        places = {one.pk: one.place for one in self.stages}
        return {places[row.because_id]: row.amount_fen for row in ours.filter(kind=Kind.POST)}

    @property
    def paid_fen(self) -> int:
        """What the ledger paid out in all."""
        return sum(self.paid.values())

    @property
    def spent(self) -> dict[str, int]:
        """What the reports spent on each line by its title, in fen."""
        rows = Spending.objects.filter(report__contract=self.contract)
        sums = rows.values_list("line__title").annotate(total=Sum("amount_fen"))
        return dict(sums)

    @property
    def confirmed(self) -> list[int]:
        """The person of each confirmation."""
        rows = Confirmation.objects.filter(session__contract=self.contract)
        return list(rows.values_list("person_id", flat=True))

    @property
    def stars(self) -> list[int]:
        """Every rating."""
        rows = Rating.objects.filter(session__contract=self.contract)
        return list(rows.values_list("stars", flat=True))

    @property
    def counts(self) -> list[int]:
        """What the provider counted at each session."""
        rows = Session.objects.filter(contract=self.contract)
        return [one or 0 for one in rows.values_list("provider_count", flat=True)]

    @property
    def lines(self) -> dict[str, EvaluationLine]:
        """The lines of the evaluation by the code of their target."""
        rows = self.evaluation.lines.select_related("target")
        return {row.target.code: row for row in rows}


def books_of(number: str) -> Books:
    """Read the rows of one evaluated project."""
    contract = Contract.objects.get(project__number=number)
    stages = list(Stage.objects.filter(contract=contract).order_by("place"))
    return Books(contract, Evaluation.objects.get(contract=contract), stages)
