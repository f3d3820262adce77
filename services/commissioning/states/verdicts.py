"""Life cycles of an objection against a result and of a dispute over a figure (R9.11, R9.22)."""

from enum import StrEnum

from backend.kernel.states import Machine


class AnswerState(StrEnum):
    """Where an objection or dispute stands."""

    OPEN = "open"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


class AnswerAct(StrEnum):
    """What can be answered."""

    DISMISS = "dismiss"
    UPHOLD = "uphold"


ANSWER_LABELS = {
    AnswerState.OPEN: "待答复",
    AnswerState.DISMISSED: "不成立",
    AnswerState.UPHELD: "成立",
}
ANSWER: Machine[AnswerState, AnswerAct] = Machine(
    start=AnswerState.OPEN,
    moves={
        (AnswerState.OPEN, AnswerAct.DISMISS): AnswerState.DISMISSED,
        (AnswerState.OPEN, AnswerAct.UPHOLD): AnswerState.UPHELD,
    },
    labels=ANSWER_LABELS,
)
