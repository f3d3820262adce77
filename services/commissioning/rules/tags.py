"""Which public act makes which release of open data (interfaces.md 2.3)."""

from collections.abc import Iterable, Sequence
from enum import StrEnum


class Tag(StrEnum):
    """Release tags of the standard's closed list that are used here."""

    PLANNING = "planning"
    TENDER = "tender"
    TENDER_AMENDMENT = "tenderAmendment"
    TENDER_UPDATE = "tenderUpdate"
    TENDER_CANCELLATION = "tenderCancellation"
    AWARD = "award"
    AWARD_UPDATE = "awardUpdate"
    CONTRACT = "contract"
    CONTRACT_AMENDMENT = "contractAmendment"
    IMPLEMENTATION = "implementation"
    IMPLEMENTATION_UPDATE = "implementationUpdate"
    CONTRACT_TERMINATION = "contractTermination"


TAG_LABELS: dict[Tag, str] = {
    Tag.PLANNING: "立项",
    Tag.TENDER: "征集",
    Tag.TENDER_AMENDMENT: "征集更正",
    Tag.TENDER_UPDATE: "征集进展",
    Tag.TENDER_CANCELLATION: "征集取消",
    Tag.AWARD: "评审结果",
    Tag.AWARD_UPDATE: "评审结果更新",
    Tag.CONTRACT: "协议",
    Tag.CONTRACT_AMENDMENT: "协议变更",
    Tag.IMPLEMENTATION: "履约",
    Tag.IMPLEMENTATION_UPDATE: "履约更新",
    Tag.CONTRACT_TERMINATION: "协议结束",
}

TAG_OF_ACT: dict[str, Tag] = {
    "open_call": Tag.TENDER,
    "amend_call": Tag.TENDER_AMENDMENT,
    "close_call": Tag.TENDER_UPDATE,
    "cancel": Tag.TENDER_CANCELLATION,
    "uphold_objection": Tag.TENDER_CANCELLATION,
    "open_notice": Tag.AWARD,
    "decline": Tag.AWARD_UPDATE,
    "award": Tag.AWARD_UPDATE,
    "sign_contract": Tag.CONTRACT,
    "approve_change": Tag.CONTRACT_AMENDMENT,
    "record_change": Tag.CONTRACT_AMENDMENT,
    "pay_stage": Tag.IMPLEMENTATION,
    "close_session": Tag.IMPLEMENTATION,
    "confirm_report": Tag.IMPLEMENTATION,
    "meet": Tag.IMPLEMENTATION,
    "meet_partly": Tag.IMPLEMENTATION,
    "miss": Tag.IMPLEMENTATION,
    "meet_midterm": Tag.IMPLEMENTATION,
    "submit_final": Tag.IMPLEMENTATION,
    "withhold_stage": Tag.IMPLEMENTATION,
    "evaluate": Tag.IMPLEMENTATION,
    "uphold_dispute": Tag.IMPLEMENTATION,
    "reevaluate": Tag.IMPLEMENTATION,
    "close_rectification": Tag.IMPLEMENTATION,
    "publish": Tag.IMPLEMENTATION,
    "correct_figures": Tag.IMPLEMENTATION,
    "accept": Tag.CONTRACT_TERMINATION,
    "terminate": Tag.CONTRACT_TERMINATION,
}
"""Acts that are not here change nothing that open data says."""

# What is said once, and how it is said from then on.
AGAIN = {
    Tag.TENDER: Tag.TENDER_UPDATE,
    Tag.AWARD: Tag.AWARD_UPDATE,
    Tag.CONTRACT: Tag.CONTRACT_AMENDMENT,
    Tag.IMPLEMENTATION: Tag.IMPLEMENTATION_UPDATE,
}


def tags_of(acts: Iterable[str], known: Iterable[str]) -> Sequence[Tag]:
    """Give the tags of one release for what was done since the last; `known` were used before.

    The first release of a project is its planning too. Empty where nothing public was done.
    """
    earlier = set(known)
    wanted = {TAG_OF_ACT[act] for act in acts if act in TAG_OF_ACT}
    if not wanted:
        return []
    said = {AGAIN[tag] if tag in earlier and tag in AGAIN else tag for tag in wanted}
    if not earlier:
        said.add(Tag.PLANNING)
    return [tag for tag in Tag if tag in said]


def labelled(tags: Iterable[str]) -> str:
    """Name tags for a reader, each with its code of the standard in brackets."""
    return "、".join(f"{TAG_LABELS[Tag(tag)]}（{tag}）" for tag in tags)
