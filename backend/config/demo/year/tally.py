"""What has happened so far in the year, counted for who watches and for the table at the end."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts of acts that came about; `waiting` says which plans have something to pay."""

    claims: int = 0
    returned: int = 0
    rejected: int = 0
    doubles: int = 0
    looks: int = 0
    cut: int = 0
    deaths: int = 0
    recovered: int = 0
    paid: int = 0
    paid_fen: int = 0
    bank_returned: int = 0
    changed_accounts: int = 0
    rebound: int = 0
    waiting: set[str] = field(default_factory=set)

    def due(self, plan: str) -> None:
        """Note that a plan has a benefit to pay."""
        self.waiting.add(plan)
