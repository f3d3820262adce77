"""The fund keeper's desk: a plan with money; 李梅 and 陈平 have verified accounts."""

import pytest

from tests.cast import Cast
from tests.services.mutual_aid.build_benefits import Desk, account_of, desk_of


@pytest.fixture
def desk(world: Cast) -> Desk:
    """100,000.00 yuan in the fund of the plan for all members."""
    made = desk_of(world)
    account_of(made, "li_mei")
    account_of(made, "chen_ping", "6222020200998877665")
    return made
