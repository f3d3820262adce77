"""A panel that cannot reach its quorum after recusals, as its people see it over the API."""

import pytest

from services.commissioning.models import Draw, Panelist, ResultObjection, Seat
from services.commissioning.states.panel import SeatState
from services.commissioning.workflow import objections
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.caller import Caller

STAFF = "/api/staff/v1"
SPARE = ("PS-0005", "PS-0006", "PS-0008")


@pytest.fixture
def short(review: Story) -> Story:
    """A panel of five from a pool of five, one of whom stepped back with her relation."""
    Panelist.objects.filter(number__in=SPARE).update(is_active=False)
    build_panel.draw(review)
    seat = review.seats()[0]
    mine = Caller(review.world, review.keys[seat.panelist.user_id])
    told = {
        "reason": "曾在明灯促进会任职。",
        "relation": {
            "organization": "51990100MJ00000028",
            "kind": "employment",
            "since": "2024-05-01",
        },
    }
    own = f"{STAFF}/panel/projects/{review.number}"
    left = mine.send(f"{own}/step-back", told, version=seat.version)
    assert (left.status_code, left.json()["state"]) == (200, "recused")
    listed = mine.get(f"{STAFF}/panel/relations").json()["items"]
    assert [one["kind_label"] for one in listed] == ["三年内任职"]
    return review


def wake(story: Story) -> None:
    """Bring the resting ones back by the approver's own act."""
    approver = Caller(story.world, "project_approver")
    for number in SPARE:
        version = Panelist.objects.get(number=number).version
        done = approver.send(f"{STAFF}/commissioning/pool/{number}/wake", version=version)
        assert done.status_code == 200


@pytest.mark.requirement("R9.6", "R9.7")
def test_a_panel_without_quorum_says_what_to_do_and_loses_nothing(short: Story) -> None:
    desk = f"{STAFF}/commissioning/projects/{short.number}/panel"
    build_panel.declare(short)
    short.pass_days(5)
    buyer = Caller(short.world, "project_buyer")
    shown = buyer.get(desk).json()
    assert [one["act"] for one in shown["acts"]] == ["redraw"]
    before = list(Seat.objects.order_by("pk").values())
    stuck = buyer.send(f"{desk}/clear", version=shown["version"])
    assert (stuck.status_code, stuck.json()["code"]) == (409, "quorum_missing")
    assert "评审组要 5 人，回避后只剩 4 人" in stuck.json()["detail"]
    assert "请补充评审人库，再重新抽取" in stuck.json()["detail"]
    early = buyer.send(f"{desk}/redraw", version=shown["version"])
    assert (early.status_code, early.json()["code"]) == (409, "pool_too_small")
    assert "请先补充评审人库" in early.json()["detail"]
    assert list(Seat.objects.order_by("pk").values()) == before
    assert buyer.get(desk).json()["version"] == shown["version"]


@pytest.mark.requirement("R9.6", "R9.7")
def test_it_is_drawn_anew_from_the_larger_pool_and_the_old_panel_stays_on_record(
    short: Story,
) -> None:
    desk = f"{STAFF}/commissioning/projects/{short.number}/panel"
    wake(short)
    buyer = Caller(short.world, "project_buyer")
    given = buyer.send(f"{desk}/redraw", version=short.project.version)
    assert (given.status_code, given.json()["state"]) == (200, "qualification")
    fixed = buyer.get(desk).json()["fixed"]
    public = Caller(short.world).get(f"/api/public/v1/projects/{short.number}/panel").json()
    assert public["fixed_pools"][0]["seed_commitment"] == fixed["seed_commitment"]
    assert (fixed["size"], len(public["fixed_pools"][0]["pool"])) == (8, 8)
    drawn = buyer.send(f"{desk}/draw", version=given.json()["version"])
    assert (drawn.status_code, drawn.json()["state"]) == (200, "panel_drawn")
    shown = buyer.get(desk).json()
    sitting = [one for one in shown["seats"] if one["state"] != "recused"]
    assert (shown["sequence"], len(sitting), shown["fixed"]) == (2, 5, None)
    assert Draw.objects.get(sequence=1).seats.count() == 5


@pytest.mark.requirement("R9.7")
def test_an_objection_to_somebody_drawn_again_takes_her_seat_in_the_new_panel(
    short: Story,
) -> None:
    kept = short.seats()[0]
    made = objections.object_to_panelist(
        short.number, actor=short.who("feng_xue"), seat=kept.number, text="是申报组织的顾问。"
    )
    wake(short)
    short.step(build_panel.drawing.redraw, "project_buyer")
    build_panel.draw(short)
    again = [seat for seat in short.seats() if seat.panelist_id == kept.panelist_id]
    short.step(
        objections.uphold_objection,
        "project_approver",
        objection=made.number,
        reason="经核查属实。",
    )
    assert ResultObjection.objects.get().state == "upheld"
    assert kept.panelist_id not in [seat.panelist_id for seat in short.seats()]
    assert len(short.seats()) == 5
    states = {seat.state for seat in Seat.objects.filter(pk__in=[one.pk for one in again])}
    assert states <= {SeatState.RECUSED}
    assert Draw.objects.get(sequence=1).seats.count() == 5
