"""What would change the answer: the nearest single change that turns no payment into one."""

from services.mutual_aid.rules.change.nearest import Change, nearest_change
from services.mutual_aid.rules.change.situation import Facts, Situation, payment_in

__all__ = ["Change", "Facts", "Situation", "nearest_change", "payment_in"]
