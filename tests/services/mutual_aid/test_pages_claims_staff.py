"""The reviewers' pages: the desk, the review screen, doubles side by side, plain forms."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from backend.kernel import clock
from services.mutual_aid.models import ReturnList
from services.mutual_aid.states import ClaimState
from tests import cast
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.conftest import MoveTo
from tests.services.mutual_aid.workflow.claims.test_doubles import INVOICE, with_photo


def browser(desk: build.Story, who: str) -> Client:
    """Give a browser in which somebody of the cast is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.made.users[who])
    return client


def decide(client: Client, number: str, act: str, **fields: object) -> int:
    """Send one form of the review screen with its hidden fields; gives the status."""
    page = client.get(f"/console/claims/{number}/").content.decode()
    form = page.split(f'action="/console/claims/{number}/{act}/"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(f"/console/claims/{number}/{act}/", {**hidden, **fields}).status_code


@pytest.mark.requirement("RX.2")
def test_the_screen_masks_persons_and_shows_the_arithmetic(desk: build.Story) -> None:
    claim = build.filed(desk, build.Stay(invoice="12345678"))
    text = browser(desk, "wang_qiang").get(f"/console/claims/{claim.number}/").content.decode()
    own = cast.part("li_mei")
    for secret in (own.name, own.id_number, own.phone, "12345678"):
        assert secret not in text
    for shown in ("李*", "尾号 5678", "10,000.00 元按 70% 计算", "7,000.00", "审核通过，交下一级"):
        assert shown in text
    assert "医保结算单　" in text
    assert "没有照片" in text


def test_the_decisions_go_by_plain_forms(desk: build.Story) -> None:
    number = build.filed(desk).number
    chair, reviewer = browser(desk, "wang_qiang"), browser(desk, "zhao_min")
    assert decide(chair, number, "return") == 422
    assert decide(chair, number, "return", documents=["id_copy"], others="发票\n\n清单") == 302
    listed = ReturnList.objects.select_related("key").get()
    assert listed.unseal("missing_sealed") == "身份证照片\n发票\n清单"
    build.submit(desk, build.row(number))
    assert decide(chair, number, "review", opinion="属实。") == 302
    assert decide(reviewer, number, "adjust", decided="x", reason="") == 422
    assert decide(reviewer, number, "suspend", reason="发票存疑。") == 302
    assert decide(reviewer, number, "resume", reason="属实。") == 302
    assert decide(chair, number, "review") == 302
    assert decide(reviewer, number, "adjust", decided="6,900", reason="陪护费不计。") == 302
    page = reviewer.get(f"/console/claims/{number}/").content.decode()
    assert "金额由您调整过，请交给另一位经办人核定。" in page
    second = browser(desk, "second_reviewer")
    assert "核定 6,900.00 元" in second.get(f"/console/claims/{number}/").content.decode()
    assert decide(second, number, "approve") == 302
    assert build.row(number).benefit.amount_fen == 690_000
    other = build.filed(desk, build.Stay(day=build.date(2026, 9, 1))).number
    said = {"clause": "claim", "fact": "已超期。", "remedy": "可以申诉。"}
    assert decide(chair, other, "reject", **said) == 302
    assert build.row(other).state is ClaimState.REJECTED
    assert "申诉：槐树街道总工会" in chair.get(f"/console/claims/{other}/").content.decode()


def test_the_desk_filters_and_the_queue_counts(desk: build.Story, move_to: MoveTo) -> None:
    claim = build.filed(desk)
    chair = browser(desk, "wang_qiang")
    assert claim.number in chair.get("/console/").content.decode()
    assert claim.number in chair.get("/console/claims/").content.decode()
    late = chair.get("/console/claims/?desk=unit&overdue=1").content.decode()
    assert "这一层级没有逾期的申领。" in late
    doubtful = chair.get("/console/claims/?desk=unit&needs_look=1").content.decode()
    assert "这一层级没有待核对疑点的申领。" in doubtful
    assert chair.get("/console/claims/?desk=x").status_code == 404
    move_to(clock.today() + timedelta(days=20))
    chair = browser(desk, "wang_qiang")
    late = chair.get("/console/claims/?overdue=1").content.decode()
    assert "（已逾期）" in late
    district = browser(desk, "zhao_min").get("/console/claims/").content.decode()
    assert "这一层级现在没有待办的申领。" in district


@pytest.mark.requirement("R8.27")
def test_two_papers_stand_side_by_side_with_number_and_union_alone(desk: build.Story) -> None:
    first = build.filed(desk, INVOICE, under=build.cover(desk, "chen_ping"))
    theirs = with_photo(desk, first, "chen_ping")
    claim = build.filed(desk, INVOICE)
    chair = browser(desk, "wang_qiang")
    screen = chair.get(f"/console/claims/{claim.number}/").content.decode()
    assert ("同一张发票" in screen, "有疑点" in screen) == (True, True)
    line = first.lines.get().pk
    address = f"/console/claims/{claim.number}/doubles/{line}/"
    page = chair.get(address).content.decode()
    assert f"{address}photos/{theirs.number}/" in page
    assert (first.number in page, "城西公交公司工会" in page) == (True, True)
    for other in ("陈", "住院", "10,000"):
        assert other not in page
    assert browser(desk, "zhou_lan").get(address).status_code == 403
    assert browser(desk, "bus_chair").get(address).status_code == 404
    assert decide(chair, claim.number, "look", reason="不是同一张。") == 302


def test_a_full_value_is_shown_once_for_a_purpose(desk: build.Story) -> None:
    claim = build.filed(desk, build.Stay(invoice="12345678"))
    line = claim.lines.get().number
    client = browser(desk, "zhao_min")
    address = f"/console/claims/{claim.number}/reveal/"
    assert "12345678" not in client.get(address).content.decode()
    opened = client.post(address, {"field": line, "purpose": "核对发票"})
    assert "12345678" in opened.content.decode()
    assert opened["Cache-Control"] == "private, no-store"
    named = client.post(address, {"field": "name", "purpose": "核对"}).content.decode()
    assert "李梅" in named
