"""Writing the ranking down by the formula that the call names (R9.9, R9.27)."""

from backend.kernel.errors import Conflict
from services.commissioning.models import Project, RankLine
from services.commissioning.queries import panel
from services.commissioning.queries.scores import entry_of, sums_of
from services.commissioning.rules.ranking import rank


def write_ranking(project: Project) -> list[RankLine]:
    """Compute and keep the ranking in the caller's transaction."""
    draw = panel.draw_of(project)
    if draw is None:
        raise Conflict("not_drawn", "还没有抽取评审组，请先抽取。")
    sums = sums_of(draw)
    bids = {bid.number: bid for bid in panel.scored_bids(project)}
    entries = [
        entry_of(bid, sums[bid.pk], draw, has_union=bid.organization.has_union)
        for bid in bids.values()
    ]
    lines = [
        RankLine(
            project=project,
            bid=bids[one.entry.bid],
            place=one.place,
            total_numerator=one.total.numerator,
            total_denominator=one.total.denominator,
            by_tie_rule=one.tie,
            has_union=one.entry.has_union,
            amount_fen=one.entry.amount_fen,
        )
        for one in rank(entries, project.call.formula)
    ]
    return RankLine.objects.bulk_create(lines)
