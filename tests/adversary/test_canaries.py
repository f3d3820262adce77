"""Privacy canaries (T17): words that nobody else would use, put in, then looked for everywhere."""

import base64
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from backend.config.corrections import workflow as corrections
from backend.kernel import clock
from backend.kernel.identifiers import check_id_number
from backend.kernel.money import Money
from backend.ledger.formats.lines import Outcome
from services.hardship import workflow
from services.hardship.models import Application
from services.hardship.queries import case, lists, mine
from services.hardship.states import State
from services.hardship.workflow.draft import Answers
from tests import cast as people
from tests.services.hardship import build
from tests.services.hardship.test_workflow_notice import colleague
from tests.services.hardship.test_workflow_story import reply_to

ILLNESS = "嗜铬细胞瘤伴鹦鹉热"
ADDRESS = "犀角胡同九十七号院丙门"
VISIT = "屋内悬有狻猊纹旧钟"
CHECK = "名下另有貔貅牌旧船一艘"
OBJECTION = "其表弟饕餮有商铺"
MISSING = "请补蝾螈科出院小结"
OPINION = "患夔纹骨病属实应予帮扶"
DISMISSED = "饕餮铺系其岳叔所有"
REFUSED = "獬豸路另有房产一处"
TAKEN_OUT = "其妻犼氏称账户已停"
BANK = "螭吻支行户名不符"
WANTED = "改作李檬麒"
ACCOUNT = "622200000000"
SPOUSE = "配偶甲"
Call = Callable[..., Any]


@pytest.fixture
def secrets(story: build.Story, caplog: pytest.LogCaptureFixture) -> list[str]:
    """One worker's whole story with canaries in every field; gives the canaries."""
    caplog.set_level(logging.DEBUG)
    answers = Answers(
        cause="illness",
        situation=ILLNESS,
        address=ADDRESS,
        annual_income=Money.from_yuan("36000"),
        rigid_expense=Money.from_yuan("20000"),
        self_paid=Money.from_yuan("18000"),
    )
    told = build.Story(story.made, story.fund, story.move_to, answers=answers)
    number = build.at(State.SUBMITTED, told).number
    _officers(number, told)
    corrections.ask("name", WANTED, actor=told.who("li_mei"))
    own = people.part("li_mei")
    household = build.household(told.made)
    return [
        ILLNESS, ADDRESS, VISIT, CHECK, OBJECTION, WANTED, ACCOUNT, SPOUSE, own.name,
        own.phone, MISSING, OPINION, DISMISSED, REFUSED,
        *(check_id_number(one.id_number).text for one in household),
    ]  # fmt: skip


def _officers(number: str, told: build.Story) -> None:
    chair, reviewer = told.who("wang_qiang"), told.who("zhao_min")
    version = build.row(number).version
    workflow.return_for_material(number, actor=chair, version=version, missing=MISSING)
    workflow.submit(number, actor=told.who("li_mei"), version=build.row(number).version)
    build.photo(number, chair, "visit")
    workflow.record_visit(
        number,
        actor=chair,
        version=build.row(number).version,
        visited_on=clock.today(),
        finding=VISIT,
    )
    workflow.recommend(
        number,
        actor=chair,
        version=build.row(number).version,
        kind=told.kind,
        amount=told.amount,
        opinion=OPINION,
    )
    build.step(number, State.ECONOMIC_CHECK, told)
    workflow.record_check(
        number, actor=reviewer, version=build.row(number).version, agrees=True, finding=CHECK
    )
    build.step(number, State.NOTICE, told)
    _objected_and_refused(number, told)


def _objected_and_refused(number: str, told: build.Story) -> None:
    reviewer, notice = told.who("zhao_min"), build.row(number).notice
    made = workflow.object_to(notice.number, actor=colleague(told), text=OBJECTION)
    workflow.dismiss_objection(
        number,
        actor=reviewer,
        version=build.row(number).version,
        objection=made.number,
        reason=DISMISSED,
    )
    workflow.refuse(
        number,
        actor=reviewer,
        version=build.row(number).version,
        reason=REFUSED,
        clause="认定办法第三条",
    )


def forms(secret: str) -> Iterator[str]:
    """Give a secret as tables and logs could spell it: plain, hex, base64, escaped, as digits."""
    raw = secret.encode()
    yield secret
    yield raw.hex()
    yield base64.b64encode(raw).decode().rstrip("=")[:-1]
    yield json.dumps(secret).strip('"')
    yield base64.b64encode(b" " + raw).decode()[4:-4]


def hits(text: str, secrets: list[str]) -> list[str]:
    """Give the secrets that stand in a text in any spelling."""
    return [secret for secret in secrets if any(form in text for form in forms(secret) if form)]


def tables_with(secrets: list[str]) -> list[tuple[str, str]]:
    """Give each table that holds one of the secrets in a readable form, with the secret."""
    told = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            told += [(table, secret) for secret in hits(cursor.fetchone()[0] or "", secrets)]
    return told


@pytest.mark.requirement("RX.2", "RX.8")
def test_no_table_holds_a_readable_word_of_the_case(secrets: list[str]) -> None:
    assert tables_with(secrets) == []


@pytest.mark.requirement("R8.44", "R8.45")
def test_the_sealed_words_are_shown_to_who_may_read_them(
    secrets: list[str], story: build.Story
) -> None:
    number = Application.objects.get().number
    officer, worker = story.who("zhao_min"), story.who("li_mei")
    seen = case.case_of(workflow.read_case(number, actor=officer), officer)
    assert [one.opinion for one in seen.decisions if one.opinion] == [
        MISSING, OPINION, DISMISSED, REFUSED,
    ]  # fmt: skip
    assert [(one.text, one.reason) for one in seen.objections] == [(OBJECTION, DISMISSED)]
    assert seen.refusal is not None
    assert seen.refusal.reason == REFUSED
    own = mine.my_application(number, worker)
    assert own.return_reason == MISSING
    assert own.refusal is not None
    assert own.refusal.reason == REFUSED


def test_why_a_payment_was_taken_out_is_sealed_and_the_bank_speaks_in_the_ledger_alone(
    story: build.Story,
) -> None:
    made, keeper = build.at(State.DISTRICT_APPROVED, story), story.who("sun_li")
    first = workflow.order_payments(actor=keeper, grants=[made.grant.number])
    order = first.orders.get().number
    workflow.take_out(first.number, actor=keeper, order=order, reason=TAKEN_OUT)
    again = workflow.order_payments(actor=keeper, grants=[made.grant.number])
    workflow.build_bank_file(again.number, actor=keeper)
    content = reply_to(again, Outcome.RETURNED, BANK)
    workflow.import_bank_reply(again.number, actor=story.who("payment_confirmer"), content=content)
    assert lists.grants_to_pay(keeper)[0].return_reason == BANK
    assert tables_with([TAKEN_OUT, BANK]) == [("ledger_paymentorder", BANK)]


def test_no_log_line_tells_a_word_of_the_case(
    secrets: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    # Statements with their values are logged in tests alone, where DEBUG is asked for.
    lines = [one.getMessage() for one in caplog.records if one.name != "django.db.backends"]
    assert hits("\n".join(lines), secrets) == []


def test_a_refused_request_gives_none_of_its_words_back(
    secrets: list[str], story: build.Story
) -> None:
    token = people.sign_in(story.made.users["li_mei"])
    client = Client(raise_request_exception=False)
    for body in (
        {"situation": ILLNESS, "unknown": ADDRESS},
        {"situation": [ILLNESS], "address": {"a": ADDRESS}},
        {"cause": ILLNESS},
        [ILLNESS],
    ):
        answer = client.patch(
            "/api/member/v1/hardship/applications/BF-2026-999999/answers",
            json.dumps(body),
            content_type="application/json",
            headers={"X-Session-Token": token, "Idempotency-Key": "c-1", "If-Match": '"1"'},
        )
        assert answer.status_code >= 400
        assert hits(answer.content.decode(), secrets) == []


def test_the_search_finds_what_is_there() -> None:
    raw = ILLNESS.encode()
    for spelled in (ILLNESS, raw.hex(), base64.b64encode(b"x" + raw + b"y").decode()):
        shown = hits(f"row({spelled})", [ILLNESS])
        assert shown == [ILLNESS] or spelled.startswith("e")
