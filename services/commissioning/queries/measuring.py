"""The targets of a contract with what was delivered of each, as an evaluation takes them."""

from services.commissioning.models import Contract, Target
from services.commissioning.queries import delivered
from services.commissioning.rules.evaluation import Measured


def measured(contract: Contract) -> list[Measured]:
    """Give each target in its order with the delivered figure of this moment."""
    found = delivered.figures(contract)
    return [
        Measured(
            code=one.code,
            kind=one.kind,
            planned_hundredths=one.planned_hundredths,
            delivered_hundredths=found.of_target(one.source, one.code),
            weight=one.weight,
        )
        for one in Target.objects.filter(contract=contract).order_by("pk")
    ]
