"""Adding a trial up: counts and bands of who gains and loses, sums, the largest changes."""

import heapq
from collections.abc import Sequence
from typing import Any

from services.mutual_aid.rules.trial.dues import Due
from services.mutual_aid.rules.trial.past import Chain, Past

LARGEST = 10
# Size of the change, number, before, after in fen, whether the number is a claim's.
Change = tuple[int, str, int, int, bool]
# Upper edges of the bands of a change, in fen, inclusive; the last band is open.
BANDS_FEN = (100_00, 1_000_00, 5_000_00, 20_000_00)


class Tally:
    """What a trial came to so far; `add` takes the decisions of one person at a time, in order."""

    def __init__(self) -> None:
        self.rows = self.gains = self.losses = self.same = 0
        self.newly_paid = self.no_longer_paid = 0
        self.gain_fen = self.loss_fen = self.before_fen = self.after_fen = 0
        self.gain_bands = [0] * (len(BANDS_FEN) + 1)
        self.loss_bands = [0] * (len(BANDS_FEN) + 1)
        self.uncomputable: dict[str, int] = {}
        self.uncomputable_fen = 0
        self.dropped: dict[str, int] = {}
        self._largest: list[Change] = []

    def add(self, pasts: Sequence[Past], dues: Sequence[Due]) -> None:
        """Take the decisions of whole chains, earlier ones first.

        What the draft would have paid earlier in a chain is already paid at the next decision;
        what was paid before the chain begins here stays paid. A decision that paid nothing is
        weighed against all the others of its chain, so such ones come last. Where the chain holds
        decisions by the rates of different groups, each is worth what its own events add by its
        own group's rates, as it was decided.
        """
        paid: dict[Chain, tuple[int, int]] = {}
        for past, due in zip(pasts, dues, strict=True):
            self.rows += 1
            for item in due.dropped:
                self.dropped[item] = self.dropped.get(item, 0) + 1
            if due.fen is None:
                self.uncomputable[due.code] = self.uncomputable.get(due.code, 0) + 1
                self.uncomputable_fen += past.before.fen
                continue
            old, new = paid.get(past.chain, (0, 0))
            already = max(0, past.person.already_paid.fen - old) + new
            if due.others is not None:
                already = due.others
            after = max(0, due.fen - already)
            if past.refused is None:
                paid[past.chain] = (old + past.before.fen, new + after)
            elif past.refused:
                after = 0
            self._count(past, after)

    def result(self) -> dict[str, Any]:
        """Give everything as plain values for JSON; amounts in fen."""
        largest = heapq.nsmallest(LARGEST, self._largest, key=_order)
        return {
            "rows": self.rows,
            "gains": self.gains,
            "losses": self.losses,
            "same": self.same,
            "newly_paid": self.newly_paid,
            "no_longer_paid": self.no_longer_paid,
            "gain_fen": self.gain_fen,
            "loss_fen": self.loss_fen,
            "before_fen": self.before_fen,
            "after_fen": self.after_fen,
            "bands_fen": list(BANDS_FEN),
            "gain_bands": self.gain_bands,
            "loss_bands": self.loss_bands,
            "uncomputable": dict(sorted(self.uncomputable.items())),
            "uncomputable_fen": self.uncomputable_fen,
            "dropped": dict(sorted(self.dropped.items())),
            "largest": [
                {"number": number, "before_fen": before, "after_fen": after, "is_claim": is_claim}
                for _, number, before, after, is_claim in largest
            ],
        }

    def _count(self, past: Past, after: int) -> None:
        before = past.before.fen
        self.before_fen += before
        self.after_fen += after
        change = after - before
        if not change:
            self.same += 1
            return
        size = abs(change)
        band = next((turn for turn, edge in enumerate(BANDS_FEN) if size <= edge), len(BANDS_FEN))
        if change > 0:
            self.gains += 1
            self.gain_fen += size
            self.gain_bands[band] += 1
            self.newly_paid += not before
        else:
            self.losses += 1
            self.loss_fen += size
            self.loss_bands[band] += 1
            self.no_longer_paid += not after
        self._keep((size, past.number, before, after, past.is_claim))

    def _keep(self, one: Change) -> None:
        """Keep the largest changes; of equal ones the smaller number, whatever the order."""
        self._largest.append(one)
        if len(self._largest) > LARGEST * 4:
            self._largest = heapq.nsmallest(LARGEST, self._largest, key=_order)


def _order(one: Change) -> tuple[int, str]:
    return -one[0], one[1]
