"""Faults in mid-story: killed processes, a flushed broker, doubled and crossing acts, strangers."""

import json
import threading
import time
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import httpx
import pytest
import redis

from tests.journeys import bank
from tests.journeys.case import Case, Words, day_after
from tests.journeys.ears import Ears
from tests.journeys.people import AUTH, MEMBER, STAFF, People, Person
from tests.journeys.photos import send_photo, small_photo
from tests.journeys.stack import Stack, until
from tests.journeys.story import Story
from tests.support.fcm_stub import FcmStub

XUE = Words(
    spouse="演示配偶丙",
    child="演示孩子丙",
    situation="家里老人长期卧床，只有一份工资",
    address="商圈路 3 号 2 单元",
    amount_fen=812_340,
)
QIANG = Words(
    spouse="演示配偶丁",
    child="演示孩子丁",
    situation="房屋受灾，需要修缮",
    address="机床厂宿舍 5 号楼",
    amount_fen=300_000,
)
STRANGERS_PHONE = "19900000001"
WORKERS = "celery -A backend.config.celery worker"


@pytest.fixture(scope="module")
def case(people: People) -> Case:
    """冯雪's case, of the restaurant's union."""
    return Case(
        people,
        XUE,
        worker="feng_xue",
        chair="restaurant_chair",
        visitor="liu_yang",
        reviewer="zhao_min",
    )


@pytest.fixture(scope="module")
def ears(people: People, fcm: FcmStub) -> Ears:
    """冯雪's phone."""
    return Ears(people["feng_xue"], fcm, "phone-of-feng-xue")


class Hidden(HTMLParser):
    """The hidden fields of a page's last form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each hidden field."""
        known = dict(attrs)
        if tag == "input" and known.get("type") == "hidden" and known.get("name"):
            self.fields[str(known["name"])] = known.get("value") or ""


def at_once(*acts: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Do several things at the same moment; gives the answers in the order of the acts."""
    answers: dict[int, httpx.Response] = {}
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], httpx.Response]) -> None:
        gate.wait()
        answers[place] = act()

    threads = [threading.Thread(target=run, args=[*one]) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[place] for place in range(len(acts))]


def test_a_wrong_code_six_times_locks_the_phone_even_for_the_right_one(
    stack: Stack, people: People
) -> None:
    with httpx.Client(base_url=stack.url, timeout=30) as client:
        headers = {"X-Session-Token": people.ask_code(client, STRANGERS_PHONE)}
        right = people.code_for(STRANGERS_PHONE)
        wrong = f"{(int(right) + 1) % 10**6:06d}"
        answers = [
            client.post(f"{AUTH}/code/confirm", json={"code": code}, headers=headers)
            for code in (*[wrong] * 6, right)
        ]
    assert [answer.status_code for answer in answers[:4]] == [400] * 4
    assert [answer.status_code for answer in answers[5:]] == [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_same_form_twice_submits_once(people: People, case: Case, ears: Ears) -> None:
    case.begin()
    case.attach(case.worker, send_photo(case.worker, MEMBER, small_photo("proof")))
    where = f"/me/hardship/{case.number}/check/"
    hidden = Hidden()
    page = case.worker.page(where)
    hidden.feed(page.text)
    form = [case.worker.browser.post(where, data=hidden.fields) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in form] == [
        (302, f"/me/hardship/{case.number}/")
    ] * 2
    assert case.seen()["state"] == "submitted"
    ears.hears("hardship.submitted", case.number)
    assert [item["kind"] for item in ears.inbox()].count("hardship.submitted") == 1
    case.authorise_all()


def test_a_reviewer_cannot_touch_his_own_case(people: People) -> None:
    own = Case(
        people, QIANG, worker="wang_qiang", chair="wang_qiang", visitor="liu_yang",
        reviewer="zhao_min",
    )  # fmt: skip
    own.to_submitted()
    chair = people["wang_qiang"]
    before = own.case()
    body = {"visited_on": f"{chair.stack.now():%Y-%m-%d}", "finding": "属实。"}
    refused = chair.post(f"{own.theirs}/visit", body, version=before["version"])
    assert (refused.status_code, refused.json()["code"]) == (403, "not_independent")
    own.visit()
    now = own.case()
    body = {"kind": "living", "amount": {"amount_fen": 100}, "opinion": "同意。"}
    refused = chair.post(f"{own.theirs}/recommend", body, version=now["version"])
    assert (refused.status_code, refused.json()["code"]) == (403, "not_independent")
    assert own.case()["version"] == now["version"]
    chair.do("POST", f"{own.mine}/withdraw", {"reason": ""}, version=now["version"])


def test_a_flushed_broker_loses_no_news(stack: Stack, case: Case, ears: Ears) -> None:
    ears.listen()
    noted = json.loads((stack.data / "environment.json").read_text(encoding="utf-8"))
    with redis.Redis.from_url(noted["REDIS_URL"]) as broker:
        case.visit()
        broker.flushall()
    ears.hears("hardship.visited", case.number)
    case.recommend()
    ears.hears("hardship.recommended", case.number)


def test_of_two_reviewers_at_once_one_is_told_that_the_case_has_moved(
    people: People, case: Case
) -> None:
    version = case.case()["version"]
    first, second = people["zhao_min"], people["second_reviewer"]
    answers = at_once(
        *(
            lambda who=who: who.post(f"{case.theirs}/start-check", version=version)
            for who in (first, second)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    now = case.case()
    assert now["state"] == "economic_check"
    assert [line["act"] for line in now["decisions"]].count("start_check") == 1


@pytest.mark.requirement("RX.6")
def test_a_killed_database_comes_back_and_nothing_is_lost_or_doubled(
    stack: Stack, people: People, case: Case, ears: Ears
) -> None:
    reviewer = people["zhao_min"]
    before = case.case()
    body = {"agrees": True, "finding": "核对一致。"}
    where, key = f"{case.theirs}/record-check", str(uuid4())
    stack.kill("postgres")

    def tried() -> httpx.Response | None:
        answer = reviewer.post(where, body, version=before["version"], key=key)
        assert answer.status_code in {200, 500, 502, 503}, answer.text
        return answer if answer.status_code == 200 else None

    done = until(tried, "an answer after the restart", 60)
    assert done.json()["state"] == "checked"
    again = reviewer.post(where, body, version=before["version"], key=key)
    assert (again.status_code, again.content) == (200, done.content)
    now = case.case()
    assert [line["act"] for line in now["decisions"]].count("record_check") == 1
    ears.hears("hardship.economic_checked", case.number)
    assert stack.is_ready()


@pytest.mark.requirement("RX.5")
def test_a_member_and_an_officer_of_another_union_find_nothing_at_any_address(
    people: People, case: Case
) -> None:
    stranger, officer = people["chen_ping"], people["bus_chair"]
    last = case.open_notice()
    (notice,) = case.worker.read(f"{MEMBER}/hardship/notices")["items"]
    before = case.case()
    member = _answers(stranger, MEMBER, case, notice["number"])
    assert {where: status for where, status in member.items() if status != 404} == {}
    staff = _answers(officer, STAFF, case, notice["number"])
    assert {where: status for where, status in staff.items() if status not in {403, 404}} == {}
    assert [status for where, status in staff.items() if " get" in where] == [404] * 2
    for page in ("", "check/", "photos/", "household/", "authorisations/"):
        assert stranger.page(f"/me/hardship/{case.number}/{page}").status_code == 404
    assert stranger.page(f"/me/hardship/notices/{notice['number']}/").status_code == 404
    assert officer.page(f"/console/hardship/{case.number}/").status_code == 404
    assert case.number not in officer.page("/console/hardship/").text
    assert case.case() == before
    case.worker.stack.move_to(day_after(last))


def _answers(person: Person, base: str, case: Case, notice: str) -> dict[str, int]:
    """Try every operation on a case that the API document names; gives the status of each."""
    paths: dict[str, Any] = person.read(f"{base}/openapi.json")["paths"]
    found = {}
    for path, operations in paths.items():
        if "/hardship/" not in path or "{number}" not in path or "batches" in path:
            continue
        number = notice if "/notices/" in path else case.number
        where = path.replace("{number}", number)
        for name in ("{objection}", "{evidence}"):
            where = where.replace(name, notice)
        for method in set(operations) & {"get", "post", "put", "patch", "delete"}:
            answer = person.send(method.upper(), where, _body_for(path, method), version=1)
            found[f"{path} {method}"] = answer.status_code
    assert len(found) >= 10
    return found


def _body_for(path: str, method: str) -> dict[str, Any] | None:
    """Give a body that is well formed, so that only the number can be wrong."""
    some = str(uuid4())
    amount = {"amount": {"amount_fen": 100}, "opinion": "同意。"}
    bodies: dict[str, dict[str, Any]] = {
        "household": {"members": [{"relation": "self", "name": "某人", "id_number": "1"}]},
        "consents": {"purposes": ["health"]},
        "consents/withdraw": {"purpose": "health"},
        "photos": {"upload": some},
        "authorisations": {"member": some, "letter": some, "signed_on": "2026-11-23"},
        "authorisations/revoke": {"member": some},
        "objections": {"text": "异议。"},
        "return": {"missing": "材料。"},
        "visit": {"visited_on": "2026-11-23", "finding": "属实。"},
        "recommend": {"kind": "living", **amount},
        "record-check": {"agrees": True, "finding": "一致。"},
        "dismiss": {"reason": "不实。"},
        "uphold": {"reason": "属实。"},
        "approve": {"fund": "JF-2026-0001", **amount},
        "reapprove-payee": {"opinion": "同意。"},
        "refuse": {"reason": "不符。", "clause": "第一条"},
        "reveal": {"field": "name", "purpose": "核对"},
        "answers": {"cause": "other"},
        "withdraw": {"reason": ""},
        "receipt": {},
    }
    if method in {"get", "delete"}:
        return None
    ends = [end for end in bodies if path.endswith(f"/{end}")]
    return bodies[max(ends, key=len)] if ends else None


def test_a_worker_killed_between_payment_and_notice_still_tells_her_once(
    stack: Stack, people: People, case: Case, ears: Ears
) -> None:
    keeper = people["sun_li"]
    case.approve()
    batch = bank.order(keeper, [case.grant()["number"]])
    file = bank.file_of(keeper, batch["number"])
    reply = bank.reply_to(file, lambda _: "成功")
    key = str(uuid4())
    stack.kill(WORKERS)
    bank.send_reply(people["payment_confirmer"], batch["number"], reply, key)
    assert case.seen()["grant"]["state"] == "paid"
    ears.hears("hardship.paid", case.number, 60)
    bank.send_reply(people["payment_confirmer"], batch["number"], reply, key)
    time.sleep(3)
    assert [item["kind"] for item in ears.inbox()].count("hardship.paid") == 1
    assert len({item["seq"] for item in ears.inbox()}) == len(ears.inbox())


def test_after_all_faults_the_books_are_clean(stack: Stack, story: Story) -> None:
    assert "clean" in stack.cli("ledger", "verify")
    assert "clean" in stack.cli("audit", "verify")
