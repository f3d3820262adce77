"""What a panelist may score, and how sealed scores are committed to (R9.8).

`scores text`, lines ended by LF: `zhijia-scores/1`, the project's number, the panelist's number,
then for each application and criterion, sorted by number and place, `application place tenths`.
The commitment is SHA-256(32 bytes of salt, then the scores text in UTF-8).
"""

from collections.abc import Collection, Mapping
from hashlib import sha256

from backend.kernel.errors import Invalid

FORMAT = "zhijia-scores/1"
TENTHS = 10

Scores = Mapping[tuple[str, int], int]
"""Tenths of a point by application number and place of the criterion."""


def must_be_published(scores: Scores, bids: Collection[str], weights: Mapping[int, int]) -> None:
    """Refuse what was not published with the call.

    `weights` are whole points by place of the criterion. Raises Invalid `unknown_application`,
    `unknown_criterion`, `points_out_of_range`.
    """
    for (bid, place), tenths in scores.items():
        if bid not in bids:
            raise Invalid("unknown_application", f"{bid} 不是本项目资格合格的申报，不能评分。")
        if place not in weights:
            raise Invalid("unknown_criterion", f"第 {place} 项不是公告里的评审标准，不能按它评分。")
        if not 0 <= tenths <= weights[place] * TENTHS:
            raise Invalid(
                "points_out_of_range",
                f"申报 {bid} 第 {place} 项应在 0 到 {weights[place]} 分之间，最多一位小数。",
            )


def must_be_complete(scores: Scores, bids: Collection[str], weights: Mapping[int, int]) -> None:
    """Raise Invalid `scores_missing` unless each application has each criterion scored."""
    missing = [
        (bid, place) for bid in sorted(bids) for place in weights if (bid, place) not in scores
    ]
    if missing:
        bid, place = missing[0]
        raise Invalid(
            "scores_missing",
            f"还有 {len(missing)} 处没有评分，第一处是申报 {bid} 的第 {place} 项。请评完再签字。",
        )


def scores_text(project: str, panelist: str, scores: Scores) -> str:
    """Write the scores of one panelist in the one way that the commitment stands on."""
    lines = [FORMAT, project, panelist]
    lines += [f"{bid} {place} {tenths}" for (bid, place), tenths in sorted(scores.items())]
    return "".join(f"{line}\n" for line in lines)


def commitment_of(salt: bytes, text: str) -> bytes:
    """Give what is published while the scores stay sealed."""
    return sha256(salt + text.encode()).digest()
