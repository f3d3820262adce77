"""Drawing the panel with a seed that was committed to before its pool counted (R9.6)."""

import secrets
from collections.abc import Callable

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.seal import SealBrokenError
from services.commissioning.access import user_key
from services.commissioning.models import (
    Bid,
    Call,
    Draw,
    FewBidsDecision,
    FixedPool,
    Panelist,
    Project,
)
from services.commissioning.queries import panel, relations
from services.commissioning.queries.standards import least_bids, may_go_on
from services.commissioning.rules import call as rules_of_call
from services.commissioning.rules import draw as rules
from services.commissioning.rules.draw import Candidate
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow.advance import advance, open_for
from services.commissioning.workflow.calls import SEED_BYTES
from services.commissioning.workflow.seats import fill_seats, must_not_sit


@verb
def draw_panel(number: str, *, actor: Actor, version: int) -> Project:
    """Reveal the seed, draw the order of the whole pool, fill the seats, tell the panelists.

    A later draw goes by the pool that was fixed when the panel before it was given up; it stands
    even where a tie that came to light since leaves a seat empty. Raises NotFound, Refused,
    StaleVersion, Conflict `wrong_state` where a draw stands, `qualification_open`,
    `too_few_qualified`, `seed_does_not_fit`, for a first draw `pool_too_small`: then nothing was
    revealed, and the pool may grow before the next try.
    """
    project = open_for(
        number,
        ProjectAct.DRAW_PANEL,
        actor=actor,
        permission=Permission.COMMISSIONING_PANEL_DRAW,
        version=version,
    )
    call = project.call
    _must_be_checked(project, call)
    rules.must_be_a_panel(call.panel_size)
    draw = _draw(project, call, actor)
    advance(project, ProjectAct.DRAW_PANEL, actor=actor)
    seats = fill_seats(project, draw)
    if draw.sequence == 1:
        order = {one.number: one for one in panel.order_of(draw)}
        rules.must_be_filled([order[seat.panelist.number] for seat in seats], call.panel_size)
    return project


@verb
def redraw(number: str, *, actor: Actor, version: int) -> Project:
    """Give up a panel whose seats can not be filled, once the pool was enlarged for the next draw.

    In the same moment the pool is fixed as it stands and a fresh seed is sealed and committed to;
    what is changed in the pool from now on does not count. Raises NotFound, Refused, StaleVersion,
    Conflict `wrong_state`, `panel_is_full`, `pool_too_small`, `pool_without_choice`: then the panel
    stays as it is.
    """
    project = open_for(
        number,
        ProjectAct.REDRAW,
        actor=actor,
        permission=Permission.COMMISSIONING_PANEL_DRAW,
        version=version,
    )
    must_not_sit(project, actor)
    draw = panel.draw_of(project)
    if draw is None or len(panel.sitting(draw)) >= project.call.panel_size:
        raise Conflict("panel_is_full", "评审组人数已够，不能重新抽取。只有席位补不满时才能重抽。")
    fixed = _fix_pool(project, draw, actor)
    advance(
        project,
        ProjectAct.REDRAW,
        actor=actor,
        words=f"席位补不满，重新抽取。名单已固定，共 {len(fixed.pool)} 人，新种子的承诺已公布",
    )
    return project


def _must_be_checked(project: Project, call: Call) -> None:
    bids, least = Bid.objects.filter(call=call), least_bids(project.union, clock.today())
    if bids.filter(state=BidState.OPENED).exists():
        raise Conflict("qualification_open", "还有申报没有做完资格审查，请先审完再抽取评审组。")
    qualified = bids.filter(state=BidState.QUALIFIED).count()
    if qualified < least and not FewBidsDecision.objects.filter(project=project).exists():
        raise Conflict(
            "too_few_qualified",
            rules_of_call.too_few(qualified, least, may_go_on=may_go_on(project, qualified)),
        )


def _draw(project: Project, call: Call, actor: Actor) -> Draw:
    before = panel.last_draw(project)
    sequence = before.sequence + 1 if before else 1
    if before is None:
        seed, pool = reveal_seed(call), _pool_now(project)
    else:
        # One that was given up before pools were fixed is fixed now: its seed is made after it.
        fixed = panel.fixed_pool_of(project, sequence) or _fix_pool(project, before, actor)
        seed = _opened(fixed.unseal_seed, bytes(fixed.seed_commitment))
        pool = [Candidate(*one) for one in fixed.pool]
    receipts = panel.receipts_of(project)
    entropy = rules.entropy_of(project.number, sequence, seed, pool, receipts)
    return Draw.objects.create(
        project=project,
        sequence=sequence,
        seed=seed,
        entropy=entropy,
        pool=sorted([one.number, one.kind] for one in pool),
        order=[one.number for one in rules.order_of(entropy, pool)],
        receipts=[receipt.hex() for receipt in receipts],
        drawn_by_id=user_key(actor),
    )


def reveal_seed(call: Call) -> bytes:
    """Open the sealed seed of a call.

    Raises Conflict `seed_does_not_fit` where there is none or where its SHA-256 is not what was
    published with the call.
    """
    if call.seed_sealed is None or call.seed_commitment is None:
        raise Conflict("seed_does_not_fit", "这份公告没有随机种子，不能抽取。请取消后重新征集。")
    return _opened(call.unseal_seed, bytes(call.seed_commitment))


def _pool_now(project: Project) -> list[Candidate]:
    rows = Panelist.objects.all().pool_of(project.union)
    return [Candidate(one.number, one.kind) for one in rows]


def _fix_pool(project: Project, before: Draw, actor: Actor) -> FixedPool:
    """Fix the pool of the next draw and make its seed: in this order, and in one moment."""
    pool, known = _pool_now(project), dict(before.pool)
    users = dict(
        Panelist.objects.filter(number__in=[one.number for one in pool]).values_list(
            "user_id", "number"
        )
    )
    barred = {users[user] for user in relations.tied(project, users)}
    rules.must_leave_a_choice(pool, known, barred, project.call.panel_size)
    fixed = FixedPool(
        project=project,
        sequence=before.sequence + 1,
        pool=sorted([one.number, one.kind] for one in pool),
        fixed_by_id=user_key(actor),
    )
    fixed.seal_seed(secrets.token_bytes(SEED_BYTES))
    fixed.save(force_insert=True)
    return fixed


def _opened(unseal: Callable[[], bytes], commitment: bytes) -> bytes:
    try:
        seed = unseal()
    except SealBrokenError:
        seed = b""
    if not rules.fits(seed, commitment):
        raise Conflict(
            "seed_does_not_fit",
            "随机种子与公布过的承诺不一致，不能抽取。请保留现场，联系经审和系统管理员。",
        )
    return seed
