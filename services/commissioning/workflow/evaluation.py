"""Evaluation 绩效评价 by the contract's weights, and another one after a dispute (R9.18, R9.22).

No figure is typed in: counts, ratings, money and days come from the rows, other figures from the
provider's last checked report, and what an upheld dispute recognized from who answered it.
"""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    Contract,
    Dispute,
    Evaluation,
    Rectification,
    StageCondition,
)
from services.commissioning.queries import measuring
from services.commissioning.rules import evaluation as rules
from services.commissioning.rules.evaluation import Verdict
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow import consequences, stages
from services.commissioning.workflow.advance import advance, note, tell_organization, trace
from services.commissioning.workflow.public_words import said_publicly
from services.commissioning.workflow.standing import open_to_judge
from services.disclosure.workflow.words import refuse_numbers

NOT_RECTIFIED = "整改没有到位，末期款不予支付"
LONGEST_WORDS = 1000


@verb
def evaluate(number: str, *, actor: Actor, version: int, words: str = "") -> Evaluation:
    """Evaluate an accepted delivery: points, band, and what follows, in one act.

    Poor: the last stage is withheld and the organization barred for the configured years. Medium:
    a day to put it right, the last stage waits. Else the last stage falls due.

    Raises NotFound, Refused `bought`, `related`, StaleVersion, Conflict `wrong_state`,
    `weights_sum`, `already_ordered`, Invalid `personal_number`.
    """
    contract = open_to_judge(number, ProjectAct.EVALUATE, actor=actor, version=version)
    said = _said(words)
    targets = measuring.measured(contract)
    total = rules.total(consequences.points_of(targets))
    follows = consequences.consequence_of(contract, total)
    found = consequences.write(contract, targets, follows, said=said, actor=actor)
    consequences.apply(contract, found, follows, actor=actor)
    _leave(contract, found, ProjectAct.EVALUATE, actor=actor)
    tell_organization(Topic.COMMISSIONING_EVALUATED, contract.organization, contract.project)
    return found


@verb
def reevaluate(number: str, *, actor: Actor, version: int, words: str = "") -> Evaluation:
    """Evaluate again, with the figures that upheld disputes recognized; the earlier one stays.

    By a judge who upheld none of them. The new band's consequences take the place of the old ones:
    what was withheld may become payable, a bar may end; what is paid stays paid.

    Raises NotFound, Refused `bought`, `related`, `four_eyes`, StaleVersion, Conflict `wrong_state`,
    `nothing_upheld`, `already_ordered`, `fund_short`, `fund_frozen`, Invalid `personal_number`.
    """
    contract = open_to_judge(number, ProjectAct.REEVALUATE, actor=actor, version=version)
    said = _said(words)
    earlier = Evaluation.objects.standing().filter(contract=contract).first()
    upheld = Dispute.objects.filter(contract=contract).untaken()
    if earlier is None or not upheld.exists():
        raise Conflict("nothing_upheld", "没有已成立、等待重新评价的数字异议，不用重新评价。")
    if upheld.filter(answered_by=access.user_key(actor)).exists():
        raise Refused("four_eyes", "异议由您答复，请交给另一位验收人重新评价。")
    targets = measuring.measured(contract)
    total = rules.total(consequences.points_of(targets))
    follows = rules.superseding(
        Verdict(earlier.band),
        consequences.consequence_of(contract, total),
        rectify_by=earlier.rectify_by,
        barred_until=earlier.barred_until,
    )
    found = consequences.write(
        contract, targets, follows, said=said, actor=actor, supersedes=earlier
    )
    consequences.apply_instead(contract, found, follows, actor=actor)
    _leave(contract, found, ProjectAct.REEVALUATE, actor=actor)
    tell_organization(Topic.COMMISSIONING_REEVALUATED, contract.organization, contract.project)
    return found


@verb
def close_rectification(
    number: str, *, actor: Actor, version: int, is_done: bool, words: str
) -> Rectification:
    """Say whether what a medium evaluation asked for was put right; the last stage follows.

    Raises NotFound, Refused `bought`, `related`, StaleVersion, Conflict `nothing_to_rectify`,
    `already_closed`, `still_time`, Invalid `personal_number`.
    """
    contract = open_to_judge(number, None, actor=actor, version=version)
    standing = Evaluation.objects.standing()
    found = standing.filter(contract=contract, rectify_by__isnull=False).first()
    if found is None or found.rectify_by is None:
        raise Conflict("nothing_to_rectify", "这个项目的评价没有要求整改。")
    if measuring.rectification_of(found) is not None:
        raise Conflict("already_closed", "整改已经核查过，结果不能再改。")
    if not is_done and clock.today() <= found.rectify_by:
        last = clock.day_words(found.rectify_by)
        raise Conflict("still_time", f"整改期限到{last}，还没有到期，不能认定没有整改到位。")
    said = said_publicly(words, "请写明整改核查的情况。", pointer="/words")
    row = Rectification.objects.create(
        evaluation=found, is_done=is_done, words=said, by_id=access.user_key(actor)
    )
    if is_done:
        stages.fall_due(contract, StageCondition.ACCEPTED, actor=actor)
    else:
        consequences.withhold(contract, found, NOT_RECTIFIED, actor=actor)
    note(contract.project, "close_rectification", actor=actor, words=said)
    trace(row, "rectification", project=contract.project, actor=actor, fields=["is_done"])
    return row


def _said(words: str) -> str:
    said = words.strip()[:LONGEST_WORDS]
    refuse_numbers(said, "/words")
    return said


def _leave(contract: Contract, found: Evaluation, act: ProjectAct, *, actor: Actor) -> None:
    project = contract.project
    trace(found, "evaluation", project=project, actor=actor)
    advance(project, act, actor=actor, words=f"{found.get_band_display()} {found.words}")
