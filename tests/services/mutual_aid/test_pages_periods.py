"""Pages of a period without JavaScript: people, renewal, leaving, paper, statement, certificate."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.audit.models import Entry
from backend.kernel import clock
from services.mutual_aid.models import Batch, Cover, FeeRefund, FeeStatement
from services.mutual_aid.queries import certificates
from services.mutual_aid.states import BatchState, LineState, RefundState
from tests import cast
from tests.services.mutual_aid import build, plans

pytestmark = pytest.mark.django_db
Visit = Callable[..., Any]
Move = Callable[[date], None]


@pytest.fixture
def visit(world: cast.Cast, settings: Any) -> Visit:
    """Open a page as one of the cast (nobody: signed out), or send its form."""
    count = iter(range(1000))

    def go(who: str, path: str, form: dict[str, Any] | None = None) -> Any:
        client = Client()
        if who:
            client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.users[who])
        if form is None:
            return client.get(path)
        return client.post(path, {"idempotency_key": f"form-key-{next(count):08d}", **form})

    return go


def text(answer: Any) -> str:
    return str(answer.content.decode())


def in_force(world: cast.Cast, folder: Path) -> Batch:
    plans.signed(world, cover={"portable": False})
    rows = [build.of_cast("li_mei"), *build.workers(1)]
    return build.in_force(world, build.confirmed(world, folder, rows, plan=plans.ACCIDENT))


def test_the_chair_sees_the_people_and_records_that_one_left(
    world: cast.Cast, visit: Visit, tmp_path: Path, move_to: Move
) -> None:
    batch = in_force(world, tmp_path)
    here = f"/console/mutual-aid/batches/{batch.number}/"
    page = text(visit("wang_qiang", f"{here}people/"))
    assert "李*" in page
    assert "李梅" not in page
    line = batch.lines.get(person=world.people["li_mei"])
    person = f"{here}people/{line.pk}/"
    move_to(date(2027, 3, 10))
    assert "登记 李* 离开单位" in text(visit("wang_qiang", person))
    wrong = visit("wang_qiang", f"{person}leave/", {"left_on": "2027-03-11"})
    assert (wrong.status_code, "日期不能晚于今天" in text(wrong)) == (422, True)
    assert visit("zhao_min", f"{person}leave/", {"left_on": "2027-03-10"}).status_code == 403
    assert visit("wang_qiang", f"{person}leave/", {"left_on": "2027-03-10"}).status_code == 302
    line.refresh_from_db()
    assert line.state == LineState.LEFT_UNIT_LAPSED
    for path in (f"{here}people/", person, f"{person}certificate.pdf", f"{here}print/"):
        assert visit("bus_chair", path).status_code == 404
        assert visit("li_mei", path).status_code == 403


def test_the_next_period_is_opened_from_the_last_one(
    world: cast.Cast, visit: Visit, tmp_path: Path, move_to: Move
) -> None:
    batch = in_force(world, tmp_path)
    move_to(date(2027, 11, 1))
    path = f"/console/mutual-aid/batches/{batch.number}/renew/"
    assert "带上这一期的 2 人" in text(visit("wang_qiang", path))
    made = visit("wang_qiang", path, {"plan_number": plans.ACCIDENT})
    assert "上一期的人已经带过来" in text(visit("wang_qiang", made["Location"]))
    again = visit("wang_qiang", path, {"plan_number": plans.ACCIDENT})
    assert (again.status_code, "已经办过续保" in text(again)) == (409, True)


def test_the_list_for_the_seal_has_names_in_full_and_leaves_a_trace(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, [build.of_cast("li_mei"), *build.workers(40)])
    here = f"/console/mutual-aid/batches/{batch.number}/print/"
    page = text(visit("wang_qiang", here))
    assert "李梅" not in page
    assert "合计：41 人，41 份" in page
    made = visit("wang_qiang", f"{here}list.pdf", {"volume": "1"})
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    assert made["Cache-Control"] == "private, no-store"
    assert len(re.findall(rb"/Type /Page\b", made.content)) == 4  # two copies of two pages
    trace = Entry.objects.filter(act="mutual_aid.batch.print")
    assert [(one.union_id, one.purpose) for one in trace] == [(batch.union_id, "打印盖章名单")]
    assert visit("wang_qiang", f"{here}list.pdf", {"volume": "2"}).status_code == 404
    assert visit("zhao_min", f"{here}list.pdf", {"volume": "1"}).status_code == 403


@pytest.mark.requirement("R8.12")
def test_a_certificate_is_verified_by_anybody_who_holds_it_until_the_last_day_is_over(
    world: cast.Cast, visit: Visit, tmp_path: Path, move_to_moment: Callable[[datetime], None]
) -> None:
    batch = in_force(world, tmp_path)
    mine, other = Cover.objects.order_by("line__row_number")
    assert visit("li_mei", f"/me/cover/{mine.pk}/certificate.pdf").content[:5] == b"%PDF-"
    assert visit("li_mei", f"/me/cover/{other.pk}/certificate.pdf").status_code == 404
    theirs = f"/console/mutual-aid/batches/{batch.number}/people/{mine.line_id}/certificate.pdf"
    assert visit("wang_qiang", theirs).content[:5] == b"%PDF-"
    token = certificates.token_of(mine.pk)
    early = visit("", f"/verify/cover/{token}/")
    assert "这份保障现在无效：还没有开始" in text(early)
    move_to_moment(datetime(2026, 11, 24, tzinfo=clock.TZ))
    page = text(visit("", f"/verify/cover/{token}/"))
    assert "这份保障现在有效" in page
    assert "李*" in page
    assert "李梅" not in page
    ends = datetime(2027, 11, 24, tzinfo=clock.TZ)
    move_to_moment(ends - timedelta(seconds=20))
    assert "这份保障现在有效" in text(visit("", f"/verify/cover/{token}/"))
    move_to_moment(ends)
    assert "已经到期" in text(visit("", f"/verify/cover/{token}/"))
    number, digest = token.split("-")
    guessed = f"{other.pk:x}-{digest}"
    for wrong in (guessed, f"{number}-{'a' * 32}", number, "x"):
        assert visit("", f"/verify/cover/{wrong}/").status_code == 404


def test_a_statement_is_uploaded_and_a_refund_sent_by_another_officer(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, build.workers(2))
    fees = "/console/mutual-aid/fees/"
    titles = "日期,金额,付款人,流水号,附言\n"
    good = f"{titles}2026-11-20,100,某人,YH1,{batch.number}\n2026-11-20,7,某人,YH2,\n合计,107,,,\n"
    bad = good.replace("合计,107", "合计,108")
    file = SimpleUploadedFile("会费.csv", bad.encode())
    refused = visit("sun_li", f"{fees}statements/", {"statement": file})
    assert (refused.status_code, "107.00 元，合计写的是 108.00 元" in text(refused)) == (422, True)
    assert visit("wang_qiang", fees).status_code == 403
    file = SimpleUploadedFile("会费.csv", good.encode())
    taken = visit("sun_li", f"{fees}statements/", {"statement": file})
    assert "1 行没有对上" in text(visit("sun_li", taken["Location"]))
    line = f"{taken['Location']}lines/3/"
    wrong = visit("sun_li", line, {"batch_number": batch.number})
    assert (wrong.status_code, "多出 7.00 元" in text(wrong)) == (422, True)
    assert FeeStatement.objects.get().open_count == 1
    here = f"/console/mutual-aid/batches/{batch.number}/"
    version = build.fresh(batch).version
    void = {"version": version, "reason": "报错单位"}
    assert visit("zhao_min", f"{here}void-with-refund/", void).status_code == 302
    assert build.fresh(batch).state == BatchState.VOID
    assert "待退还会费" in text(visit("sun_li", "/console/"))
    assert "登记已退还" in text(visit("sun_li", fees))
    refund = FeeRefund.objects.get()
    send = {"version": refund.version, "bank_reference": "TK1"}
    assert visit("sun_li", f"{fees}refunds/{refund.number}/", send).status_code == 302
    refund.refresh_from_db()
    assert refund.state == RefundState.SENT
    assert "没有会费等着退还" in text(visit("sun_li", fees))


def test_a_member_joins_alone_and_sees_what_to_pay(world: cast.Cast, visit: Visit) -> None:
    split = [{"payer": "member", "remainder": True}]
    plans.signed(world, entry={"mode": "individual"}, fee={"per_share": 30, "split": split})
    assert "可以自己参加的计划" in text(visit("li_mei", "/me/cover/"))
    plan = f"/me/plans/{plans.ACCIDENT}/"
    assert "报名参加" in text(visit("li_mei", plan))
    refused = visit("li_mei", f"{plan}join/", {"shares": "2"})
    assert (refused.status_code, "1 到 1 份" in text(refused)) == (422, True)
    done = visit("li_mei", f"{plan}join/", {"shares": "1"})
    batch = Batch.objects.get()
    page = text(visit("li_mei", done["Location"]))
    assert batch.number in page
    assert "30.00" in page
    units = visit("li_mei", f"/me/plans/{build.HOSPITAL}/join/", {"shares": "1"})
    assert (units.status_code, "由单位统一办理" in text(units)) == (409, True)
