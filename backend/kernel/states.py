"""Machine: a life cycle as a table that can be read aloud."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from backend.kernel.errors import Conflict

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Machine(Generic[S, A]):
    """Which act leads from which state to which; `labels` gives the Chinese word of a state."""

    def __init__(
        self,
        *,
        start: S,
        moves: Mapping[tuple[S, A], S],
        labels: Mapping[S, str] | None = None,
    ) -> None:
        self.start = start
        self.moves = dict(moves)
        self.labels = dict(labels or {})

    def move(self, state: S, act: A) -> S:
        """Give the state that the act leads to; raises Conflict `wrong_state` if there is none."""
        target = self.moves.get((state, act))
        if target is None:
            now = self.labels.get(state, str(state))
            raise Conflict("wrong_state", f"现在是“{now}”，这一步办不了。请刷新页面看最新进度。")
        return target

    def allows(self, state: S, act: A) -> bool:
        """Tell whether the act is possible in this state."""
        return (state, act) in self.moves

    def acts_from(self, state: S) -> list[A]:
        """List the acts possible in this state, in table order."""
        return [act for (source, act) in self.moves if source == state]

    def states(self) -> set[S]:
        """Every state that the table names."""
        return {self.start} | {source for source, _ in self.moves} | set(self.moves.values())

    def edges(self) -> set[tuple[S, S]]:
        """Every legal pair (from, to), for the database trigger."""
        return {(source, target) for (source, _), target in self.moves.items()}

    def reachable(self) -> set[S]:
        """Every state that can be reached from the start."""
        seen: set[S] = set()
        waiting = [self.start]
        while waiting:
            state = waiting.pop()
            if state not in seen:
                seen.add(state)
                waiting += [target for source, target in self.edges() if source == state]
        return seen

    def finals(self) -> set[S]:
        """States without an exit."""
        return self.states() - {source for source, _ in self.moves}
