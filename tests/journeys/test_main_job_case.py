"""Main job d and e: 李梅 applies, is visited, noticed, approved, paid, and hears of each."""

from datetime import date

import pytest

from tests.journeys import bank
from tests.journeys.case import Case, day_after
from tests.journeys.ears import Ears
from tests.journeys.people import MEMBER, STAFF, People, Person
from tests.journeys.photos import Upload, has_place, phone_photo
from tests.journeys.stack import Stack
from tests.journeys.story import HOSPITAL, MEI, PING, Story
from tests.support.fcm_stub import FcmStub

NEIGHBOUR = "19900000000"
NEW_ACCOUNT = "6222020000000012345"
PHONE = "phone-of-li-mei"
TOLD = [
    "submitted", "visited", "recommended", "check_started", "economic_checked", "notice_opened",
    "objected", "notice_resumed", "approved", "payment_ordered", "payment_returned",
    "payment_ordered", "paid", "receipted",
]  # fmt: skip


@pytest.mark.requirement("RX.7")
def test_d_she_sees_her_cover_and_applies_with_photographs_over_a_cut_line(
    people: People, story: Story, fcm: FcmStub
) -> None:
    mei = people["li_mei"]
    plans = {one["plan"]: one for one in mei.read(f"{MEMBER}/cover")["items"]}
    assert (plans[HOSPITAL]["first_day"], plans[HOSPITAL]["last_day"]) == (
        "2027-01-01", "2027-12-31",
    )  # fmt: skip
    page = mei.page("/me/cover/")
    assert page.status_code == 200
    assert plans[HOSPITAL]["title"] in page.text
    story.ears = Ears(mei, fcm, PHONE)
    story.ears.listen()
    story.mei = Case(
        people, MEI, worker="li_mei", chair="wang_qiang", visitor="liu_yang", reviewer="zhao_min"
    )
    story.mei.begin()
    for turn in range(3):
        content = phone_photo(f"sheet {turn}")
        assert has_place(content)
        upload = Upload(mei, MEMBER, content)
        kept = upload.cut_after(len(content) * 2 // 3)
        assert 0 < kept < len(content)
        _stored_clean(story.mei, story.mei.attach(mei, upload.resume()))
    due = story.mei.submit()
    assert due["state"] == "submitted"
    seen = story.mei.seen()
    assert seen["next_step"] == "基层工会上门走访"
    assert date(2026, 11, 23) < date.fromisoformat(seen["next_step_until"])
    assert seen["answer_until"] > seen["next_step_until"]
    shown = mei.page(f"/me/hardship/{story.mei.number}/")
    assert seen["state_label"] in shown.text
    story.ears.hears("hardship.submitted", story.mei.number)


def _stored_clean(case: Case, evidence: str) -> None:
    """What is kept stands upright and no longer says where it was taken."""
    answer = case.worker.page(f"/me/hardship/{case.number}/photos/{evidence}/original/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/")
    assert not has_place(answer.content)
    assert b"Zhaoxiang" not in answer.content


@pytest.mark.requirement("R8.35", "R8.41", "RX.12")
def test_e1_nothing_goes_on_without_every_adults_letter_and_a_recorded_visit(
    story: Story,
) -> None:
    case, ears = story.mei, story.ears
    early = case.chair.post(
        f"{case.theirs}/recommend",
        {"kind": "medical", "amount": {"amount_fen": 1}, "opinion": "同意。"},
        version=case.case()["version"],
    )
    assert (early.status_code, early.json()["code"]) == (409, "wrong_state")
    case.visit()
    ears.hears("hardship.visited", case.number)
    unsigned = case.chair.post(
        f"{case.theirs}/recommend",
        {"kind": "medical", "amount": {"amount_fen": MEI.amount_fen}, "opinion": "同意。"},
        version=case.case()["version"],
    )
    assert (unsigned.status_code, unsigned.json()["code"]) == (422, "authorisation_missing")
    assert case.authorise_all() == 2
    case.recommend()
    ears.hears("hardship.recommended", case.number)


@pytest.mark.requirement("R8.36", "R8.42")
def test_e2_the_means_are_checked_and_the_notice_says_no_more_than_it_may(story: Story) -> None:
    case, ears = story.mei, story.ears
    ears.cut()
    case.check()
    ears.hears("hardship.economic_checked", case.number)
    assert case.case()["category_label"] == "深度困难"
    ears.listen()
    until = case.open_notice()
    assert until == date(2026, 11, 30)
    ears.hears("hardship.notice_opened", case.number)
    kinds = [frame["kind"] for frame in ears.frames]
    assert kinds.count("hardship.economic_checked") == 1
    assert kinds.count("hardship.submitted") == 1
    notice, *_ = _notices(case.people[NEIGHBOUR])
    assert (notice["applicant_text"], notice["aid_text"]) == ("李某", "医疗救助")
    assert not [word for word in MEI.secrets if word in str(notice)]
    assert "李梅" not in str(notice)


def _notices(person: Person) -> list[dict[str, str]]:
    return list(person.read(f"{MEMBER}/hardship/notices")["items"])


@pytest.mark.requirement("R8.43")
def test_e3_an_objection_stops_the_approval_until_it_is_resolved(
    stack: Stack, people: People, story: Story
) -> None:
    case, ears = story.mei, story.ears
    neighbour = people[NEIGHBOUR]
    notice, *_ = _notices(neighbour)
    where = f"{MEMBER}/hardship/notices/{notice['number']}/objections"
    neighbour.do("POST", where, {"text": "听说家里还有一套房出租。"})
    ears.hears("hardship.objected", case.number)
    stopped = case.reviewer.post(
        f"{case.theirs}/approve", case.approval(), version=case.case()["version"]
    )
    assert (stopped.status_code, stopped.json()["code"]) == (409, "wrong_state")
    (objection,) = case.case()["objections"]
    approver = people["district_approver"]
    case.step(
        approver,
        f"objections/{objection['number']}/dismiss",
        {"reason": "已核实房产登记，没有出租房。"},
    )
    ears.hears("hardship.notice_resumed", case.number)
    answered = neighbour.read(f"{MEMBER}/inbox")["items"][0]
    assert answered["kind"] == "hardship.objection_resolved"
    shown = neighbour.page(f"/me/hardship/notices/{notice['number']}/")
    assert "已核实房产登记，没有出租房。" in shown.text
    assert case.case()["state"] == "notice"
    running = case.reviewer.post(
        f"{case.theirs}/approve", case.approval(), version=case.case()["version"]
    )
    assert (running.status_code, running.json()["code"]) == (409, "notice_running")


@pytest.mark.requirement("R8.44")
def test_e4_the_district_approves_after_the_notice_has_run(
    stack: Stack, people: People, story: Story
) -> None:
    story.ping = Case(
        people,
        PING,
        worker="chen_ping",
        chair="bus_chair",
        visitor="bus_chair",
        reviewer="west_reviewer",
    )
    story.ping.to_submitted()
    story.spent = story.ping.fund()["balance"]["spent_fen"]
    last = story.ping.to_notice()
    stack.move_to(day_after(last))
    for case in (story.mei, story.ping):
        again = case.chair.post(
            f"{case.theirs}/approve", case.approval(), version=case.case()["version"]
        )
        assert again.status_code == 403
        case.approve()
        assert case.case()["state"] == "district_approved"
        assert case.grant()["state"] == "approved"
    story.ears.hears("hardship.approved", story.mei.number)
    chain = {line["act"]: line for line in story.mei.case()["decisions"]}
    for act, post, said in (
        ("recommend", "union_chair", "走访属实，建议帮扶。"),
        ("approve", "district_reviewer", "同意。"),
    ):
        assert (chain[act]["by"], chain[act]["opinion"]) == (post, said)
        assert chain[act]["at"]
    shown = story.mei.reviewer.page(f"/console/hardship/{story.mei.number}/").text
    assert "基层工会主席" in shown
    assert "union_chair" not in shown


@pytest.mark.requirement("R8.51")
def test_e5_paid_is_what_the_bank_confirms_and_a_returned_line_comes_back(
    people: People, story: Story
) -> None:
    keeper = people["sun_li"]
    grants = {case.number: case.grant()["number"] for case in (story.mei, story.ping)}
    batch = bank.order(keeper, sorted(grants.values()))
    story.ears.hears("hardship.payment_ordered", story.mei.number)
    assert (batch["count"], batch["total_fen"]) == (2, MEI.amount_fen + PING.amount_fen)
    file = bank.file_of(keeper, batch["number"])
    assert sorted(line[1] for line in file[5:]) == ["李梅", "陈平"]
    assert story.mei.seen()["grant"]["state"] == "ordered"
    answer = bank.reply_to(file, lambda name: "退回" if name == "李梅" else "成功")
    bank.send_reply(people["payment_confirmer"], batch["number"], answer)
    bank.send_reply(people["payment_confirmer"], batch["number"], answer)
    story.ears.hears("hardship.payment_returned", story.mei.number)
    assert story.ping.seen()["grant"]["state"] == "paid"
    (back,) = keeper.read(f"{STAFF}/hardship/grants")["items"]
    assert (back["number"], back["state"]) == (grants[story.mei.number], "returned")
    assert back["return_reason"] == "账号与户名不符"
    assert "李梅" not in str(back)
    work = keeper.page("/console/hardship/payments/")
    assert story.mei.number in work.text


@pytest.mark.requirement("R8.51")
def test_e6_a_corrected_account_is_verified_approved_anew_and_paid_after_its_day_of_rest(
    stack: Stack, people: People, story: Story
) -> None:
    case, keeper = story.mei, people["sun_li"]
    _enter_account(case.worker, people["district_approver"])
    grant = case.grant()
    refused = keeper.post(f"{STAFF}/hardship/batches", {"grants": [grant["number"]]})
    assert (refused.status_code, refused.json()["code"]) == (409, "payee_changed")
    case.reviewer.do(
        "POST",
        f"{case.theirs}/reapprove-payee",
        {"opinion": "已核对新账户。"},
        version=grant["version"],
    )
    early = keeper.post(f"{STAFF}/hardship/batches", {"grants": [grant["number"]]})
    assert (early.status_code, early.json()["code"]) == (409, "payee_cooling")
    stack.move_to(date(2026, 12, 2), hour=15)
    again = bank.order(keeper, [grant["number"]])
    file = bank.file_of(keeper, again["number"])
    assert [line[2] for line in file[5:]] == [NEW_ACCOUNT]
    assert case.seen()["grant"]["state"] == "ordered"
    bank.send_reply(
        people["payment_confirmer"], again["number"], bank.reply_to(file, lambda _: "成功")
    )
    story.ears.hears("hardship.paid", case.number)
    assert keeper.read(f"{STAFF}/hardship/grants")["items"] == []
    paid = case.seen()["grant"]
    assert (paid["state"], paid["paid_on"]) == ("paid", "2026-12-02")


def _enter_account(worker: Person, officer: Person) -> None:
    """She enters her other account; an officer reads it, compares it and verifies it."""
    mine, theirs = f"{MEMBER}/payee-accounts", f"{STAFF}/payee-accounts"
    notice = worker.read(f"{mine}/consent")["notice_version"]
    worker.do("POST", f"{mine}/consent", {"notice_version": notice})
    entered = worker.do("POST", mine, {"bank": "示范银行槐树支行", "account": NEW_ACCOUNT})
    where = f"{theirs}/{entered['number']}"
    shown = officer.do("POST", f"{where}/reveal", {"purpose": "核对银行卡照片"})
    assert shown["account"] == NEW_ACCOUNT
    officer.do("POST", f"{where}/verify", version=officer.read(where)["version"])


@pytest.mark.requirement("R8.51", "RX.8")
def test_e7_she_confirms_the_money_and_nothing_she_was_sent_names_anything(
    story: Story, fcm: FcmStub
) -> None:
    case = story.mei
    case.worker.do("POST", f"{case.mine}/receipt", {})
    assert case.fund()["balance"]["spent_fen"] == story.spent + MEI.amount_fen + PING.amount_fen
    story.ears.hears("hardship.receipted", case.number)
    said = str(story.ears.inbox()) + str(story.ears.frames) + str(fcm.messages(PHONE))
    for secret in (*MEI.secrets, NEW_ACCOUNT, "李梅", "王强", "深度困难", "病"):
        assert secret not in said
    items = [item for item in story.ears.inbox() if item["kind"].startswith("hardship.")]
    assert [item["kind"].removeprefix("hardship.") for item in reversed(items)] == TOLD
    pushed = ("hardship.", "account.", "mutual_aid.group_changed")
    news = sorted(item["seq"] for item in story.ears.inbox() if item["kind"].startswith(pushed))
    assert sorted(int(push["data"]["event"]) for push in story.ears.pushes()) == news
    frames = [one["id"] for one in story.ears.frames if one["kind"].startswith(pushed)]
    assert sorted(frames) == news
