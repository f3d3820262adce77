"""Which claims are looked at by one person more 抽查复核, and which still wait for it."""

from backend.fields.keys import keyring
from backend.kernel import clock
from backend.unions import standards
from services.mutual_aid.models import Claim
from services.mutual_aid.rules import sampling

SHARE = "mutual_aid.sample_share"
SECOND_LOOK = "second_look"


def is_drawn(claim: Claim) -> bool:
    """Tell whether the draw takes this claim; keyed, so that its number does not betray it."""
    share = standards.exact(SHARE, claim.union, clock.today())
    return sampling.is_drawn(keyring().index("mutual_aid.sample", claim.number), share)


def waits_for_second_look(claim: Claim, review_round: int) -> bool:
    """Tell whether a drawn claim still lacks the extra opinion of this round."""
    if not claim.is_sampled:
        return False
    return not claim.steps.filter(act=SECOND_LOOK, round=review_round).exists()
