"""The worlds that an adversary finds: the fund with a payment, and one worker's story."""

import pytest

from tests import cast as people
from tests.backend.conftest import gateway
from tests.backend.ledger.conftest import counter, many, reserve
from tests.backend.ledger.test_payments import batch
from tests.services.hardship.build import Story
from tests.services.hardship.conftest import fund, move_to, story, world

__all__ = ["batch", "counter", "fund", "gateway", "many", "move_to", "reserve", "story", "world"]


@pytest.fixture
def tokens(story: Story) -> dict[str, str]:
    """Everybody of the story signed in, with the second factor."""
    return people.sign_all_in(story.made)
