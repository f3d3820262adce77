"""The steps that a claim has taken, read once in an act: what every rule of the chain asks of them.

Plain SQL, for they are asked in every act (docs/performance.md).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_STEPS = """
SELECT act, level, round, in_chain, by_id, at
  FROM mutual_aid_claimstep WHERE claim_id = %s ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: the act, at which level, in which round, whether it decides, by whom, when."""

    act: str
    level: str
    round: int
    in_chain: bool
    by_id: int | None
    at: datetime


class TakenSteps(list[Taken]):
    """The steps of one claim, oldest first."""

    @classmethod
    def of(cls, claim_id: int) -> "TakenSteps":
        """Read them."""
        with connection.cursor() as cursor:
            cursor.execute(_STEPS, [claim_id])
            return cls(Taken(*row) for row in cursor.fetchall())

    def first_of(self, act: str) -> Taken | None:
        """Give the first that is this act."""
        return next((one for one in self if one.act == act), None)

    def count_of(self, *acts: str) -> int:
        """Count those that are one of these acts."""
        return sum(one.act in acts for one in self)

    def levels_of(self, review_round: int) -> Collection[str]:
        """Give the levels whose step of the chain was taken in a round."""
        return {one.level for one in self if one.in_chain and one.round == review_round}

    def took_part(self, review_round: int, user_id: int | None) -> bool:
        """Tell whether a user took a step of the chain in a round."""
        return any(
            one.in_chain and one.round == review_round and one.by_id == user_id for one in self
        )
