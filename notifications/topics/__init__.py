"""Topics 消息主题: everything the house may tell a person, each with its one Chinese sentence.

A sentence may name the number of the case, its state and a date. It never names an illness,
an amount, a person or an account: the reader finds those behind her own sign-in (PIPL 28, RX.8).
The lock-screen text is fixed for each category and names nothing at all.
"""

from collections.abc import Mapping

from notifications.topics.names import (
    CATEGORY_LABELS,
    LOCK_SCREEN,
    MANDATORY,
    Category,
    Topic,
)
from notifications.topics.sentences import WORDINGS
from notifications.topics.words import Wording

ALLOWED_PARAMS = frozenset({"number", "state", "date", "days", "rows", "version", "title"})
PARAM_LENGTH = 64

__all__ = [
    "ALLOWED_PARAMS",
    "CATEGORY_LABELS",
    "LOCK_SCREEN",
    "MANDATORY",
    "PARAM_LENGTH",
    "WORDINGS",
    "Category",
    "Topic",
    "Wording",
    "check_params",
    "wording_of",
]


def wording_of(topic: Topic) -> Wording:
    """Give category, sentence and link of a topic."""
    return WORDINGS[topic]


def check_params(topic: Topic, params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The parameters as they will be stored; ValueError when the caller breaks the rules.

    Only names of `ALLOWED_PARAMS` pass, all that the sentence needs must be there, and each
    value is at most `PARAM_LENGTH` characters.
    """
    wrong = set(params) - ALLOWED_PARAMS
    if wrong:
        msg = f"{topic}: parameters may not hold {sorted(wrong)}"
        raise ValueError(msg)
    missing = wording_of(topic).needs - set(params)
    if missing:
        msg = f"{topic}: the sentence needs {sorted(missing)}"
        raise ValueError(msg)
    if any(len(str(value)) > PARAM_LENGTH for value in params.values()):
        msg = f"{topic}: a parameter is longer than {PARAM_LENGTH} characters"
        raise ValueError(msg)
    return dict(params)
