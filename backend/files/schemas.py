"""Answers about files that other rooms give too."""

from backend.access.schemas import Out


class AdviceOut(Out):
    """One thing that may be poor about a photograph; advice, never a refusal."""

    code: str
    sentence: str
