"""When a change between budget lines needs the buyer (R9.15). Pure."""

from decimal import Decimal

from backend.kernel.money import Money


def needs_approval(moved: Money, *, recorded: Money, contract: Money, share: Decimal) -> bool:
    """Tell whether a transfer goes above the free share of the contract.

    `recorded` is what was moved before without approval: cutting a large transfer into small ones
    does not get round the share.
    """
    numerator, denominator = share.as_integer_ratio()
    return (moved.fen + recorded.fen) * denominator > contract.fen * numerator
