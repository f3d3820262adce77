"""Drawing the panel with the seed that was committed to when the call opened (R9.6)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.seal import SealBrokenError
from services.commissioning.access import user_key
from services.commissioning.models import Bid, Call, Draw, Panelist, Project
from services.commissioning.queries import panel
from services.commissioning.queries.standards import least_bids
from services.commissioning.rules import draw as rules
from services.commissioning.rules.draw import Candidate
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow.advance import advance, open_for
from services.commissioning.workflow.seats import fill_seats


@verb
def draw_panel(number: str, *, actor: Actor, version: int) -> Project:
    """Reveal the seed, draw the order of the whole pool, fill the seats, tell the panelists.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state` where a draw stands,
    `qualification_open`, `too_few_qualified`, `seed_does_not_fit`, `pool_too_small`: then nothing
    was revealed, and the pool may grow before the next try.
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
    order = {one.number: one for one in panel.order_of(draw)}
    rules.must_be_filled([order[seat.panelist.number] for seat in seats], call.panel_size)
    return project


@verb
def redraw(number: str, *, actor: Actor, version: int) -> Project:
    """Give up a panel whose seats can not be filled any more; the next draw follows it.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `panel_is_full`.
    """
    project = open_for(
        number,
        ProjectAct.REDRAW,
        actor=actor,
        permission=Permission.COMMISSIONING_PANEL_DRAW,
        version=version,
    )
    draw = panel.draw_of(project)
    if draw is not None and len(panel.sitting(draw)) >= project.call.panel_size:
        raise Conflict("panel_is_full", "评审组人数已够，不能重新抽取。只有席位补不满时才能重抽。")
    advance(project, ProjectAct.REDRAW, actor=actor, words="席位补不满，重新抽取")
    return project


def _must_be_checked(project: Project, call: Call) -> None:
    bids, least = Bid.objects.filter(call=call), least_bids(project.union, clock.today())
    if bids.filter(state=BidState.OPENED).exists():
        raise Conflict("qualification_open", "还有申报没有做完资格审查，请先审完再抽取评审组。")
    qualified = bids.filter(state=BidState.QUALIFIED).count()
    if qualified < least:
        raise Conflict(
            "too_few_qualified",
            f"资格合格的申报只有 {qualified} 家，少于 {least} 家，不能评审。请取消项目或重新征集。",
        )


def _draw(project: Project, call: Call, actor: Actor) -> Draw:
    first = reveal_seed(call)
    before = panel.last_draw(project)
    sequence = before.sequence + 1 if before else 1
    seed = rules.seed_of(first, sequence)
    pool = [
        Candidate(one.number, one.kind) for one in Panelist.objects.all().pool_of(project.union)
    ]
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
    try:
        seed = call.unseal_seed()
    except SealBrokenError:
        seed = b""
    if not rules.fits(seed, bytes(call.seed_commitment)):
        raise Conflict(
            "seed_does_not_fit",
            "随机种子与公告时公布的承诺不一致，不能抽取。请保留现场并联系经审和系统管理员。",
        )
    return seed
