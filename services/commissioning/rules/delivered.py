"""What was delivered, in figures that nobody types in where the system knows them (R9.18, R9.22).

Targets and their delivered figures are in hundredths of their unit: 600 persons are 60,000, a mean
of 4.53 stars is 453, 87.5 % are 8,750, a cost of 30.25 yuan is 3,025 (its fen). Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.kernel.money import round_half_up
from services.commissioning.rules.quantity import Share, confirmed_share, ratio

WHOLE = 100


@dataclass(frozen=True, slots=True)
class LineSpent:
    """A budget line: as agreed, as it stands after changes, and what checked reports spent."""

    title: str
    agreed_fen: int
    amount_fen: int
    spent_fen: int

    @property
    def unspent_fen(self) -> int:
        """What is left of the line."""
        return self.amount_fen - self.spent_fen


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a contract delivered so far.

    `persons` are different workers who confirmed, `confirmations` how often they did; `sessions`
    are closed ones. `provider_count` is what the provider counted at those sessions,
    `reported_persons` and `reported_sessions` what its checked reports say. `stars_sum` over
    `ratings` is the mean. `stated` holds what the last checked report says of targets that the
    system cannot count, by their code, in hundredths. `ruled` holds what upheld
    disputes put in the place of a mean, a share or a cost, by its key (rules/ruling).
    """

    persons: int
    confirmations: int
    sessions: int
    provider_count: int
    reported_persons: int
    reported_sessions: int
    ratings: int
    stars_sum: int
    milestones: int
    milestones_on_time: int
    contract_fen: int
    paid_fen: int
    lines: tuple[LineSpent, ...]
    stated: Mapping[str, int] = field(default_factory=dict)
    ruled: Mapping[str, int] = field(default_factory=dict)

    @property
    def confirmed_share(self) -> Share | None:
        """How much of the provider's count at the sessions is confirmed, with its interval."""
        return confirmed_share(self.confirmations, self.provider_count)

    @property
    def stars_hundredths(self) -> int | None:
        """The mean rating in hundredths of a star; None without a rating."""
        if "stars" in self.ruled:
            return self.ruled["stars"]
        return round_half_up(self.stars_sum * WHOLE, self.ratings) if self.ratings else None

    @property
    def on_time_hundredths(self) -> int:
        """The share of milestones met by their day, in hundredths of a percent."""
        if "on_time" in self.ruled:
            return self.ruled["on_time"]
        return ratio(self.milestones_on_time, self.milestones)

    @property
    def spent_fen(self) -> int:
        """What checked reports spent."""
        return sum(line.spent_fen for line in self.lines)

    @property
    def unspent_fen(self) -> int:
        """What is left of the contract."""
        return self.contract_fen - self.spent_fen

    @property
    def unit_cost_fen(self) -> int | None:
        """What was spent for each different worker who confirmed; None where nobody did."""
        if "unit_cost_fen" in self.ruled:
            return self.ruled["unit_cost_fen"]
        return round_half_up(self.spent_fen, self.persons) if self.persons else None

    def of_target(self, source: str, code: str) -> int | None:
        """Give the delivered figure of a target in hundredths; None where there is none yet."""
        known: dict[str, int | None] = {
            "persons": self.persons * WHOLE,
            "sessions": self.sessions * WHOLE,
            "satisfaction": self.stars_hundredths,
            "on_time": self.on_time_hundredths,
            "unit_cost": self.unit_cost_fen,
        }
        return known[source] if source in known else self.stated.get(code)
