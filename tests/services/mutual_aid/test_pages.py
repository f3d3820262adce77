"""The pages of mutual aid, without JavaScript: the chair's desk and the member's answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.files.models import Attachment
from services.mutual_aid.models import Batch, Upload
from services.mutual_aid.roster.sample import write_sample
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import cover, reading
from tests import cast
from tests.services.mutual_aid import build
from tests.services.mutual_aid.roster.files import HEADER, read, workbook

pytestmark = pytest.mark.django_db
Visit = Callable[..., Any]


@pytest.fixture
def visit(world: cast.Cast, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form."""
    count = iter(range(1000))

    def go(who: str, path: str, form: dict[str, Any] | None = None) -> Any:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.users[who])
        if form is None:
            return client.get(path)
        return client.post(path, {"idempotency_key": f"form-key-{next(count):08d}", **form})

    return go


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.requirement("R8.9")
def test_the_chair_uploads_the_sample_and_gets_every_bad_row_back(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    form = {
        "plan": build.HOSPITAL,
        "union_number": "GH-0005",
        "headcount": "450",
        "female_headcount": "200",
    }
    opened = visit("wang_qiang", "/console/mutual-aid/batches/new/", form)
    here = opened["Location"]
    path = tmp_path / "sample.xlsx"
    planted = write_sample(path, 400)
    roster = SimpleUploadedFile("名单.xlsx", path.read_bytes())
    sent = visit("wang_qiang", f"{here}roster/", {"roster": roster})
    waiting = text(visit("wang_qiang", sent["Location"]))
    assert 'http-equiv="refresh"' in waiting
    reading.read_upload(Upload.objects.get().number)
    page = text(visit("wang_qiang", sent["Location"]))
    assert f"{len(planted)} 行要改，{400 - len(planted)} 人已加入" in page
    assert "身份证号的校验位不对" in page
    assert "请把这一列设为“文本”格式" in page
    back = visit("wang_qiang", f"{sent['Location']}marked.xlsx")
    (tmp_path / "back.xlsx").write_bytes(back.content)
    assert len(read(tmp_path / "back.xlsx")) >= len(planted) - 2
    assert "现已参加" in text(visit("wang_qiang", here))


@pytest.mark.requirement("R8.9")
def test_a_refused_roster_file_says_why_and_a_repeated_form_keeps_one_file(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.open_batch(world)
    here = f"/console/mutual-aid/batches/{batch.number}/roster/"
    bad = visit("wang_qiang", here, {"roster": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")})
    assert (bad.status_code, "文件不完整或已损坏" in text(bad)) == (415, True)
    content = workbook(tmp_path / "a.xlsx", [HEADER, *build.workers(1)]).read_bytes()
    for _ in range(2):
        form = {"idempotency_key": "one-key-for-both", "roster": SimpleUploadedFile("a", content)}
        assert visit("wang_qiang", here, form).status_code == 302
    (upload,) = Upload.objects.all()
    assert [one.pk for one in Attachment.objects.all()] == [upload.attachment_id]


def test_each_step_is_a_plain_form_and_the_member_sees_the_answer_first(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.open_batch(world, headcount=1, female=1)
    build.send_rows(world, batch, tmp_path, [build.of_cast("li_mei")])
    here = f"/console/mutual-aid/batches/{batch.number}/"
    steps = [
        ("wang_qiang", "confirm-unit/", {}),
        ("sun_li", "fee/", {"amount": "50", "bank_reference": "YH-9"}),
        ("zhao_min", "confirm-upper/", {}),
        ("zhao_min", "put-in-force/", {}),
    ]
    for who, step, form in steps:
        version = build.fresh(batch).version
        assert batch.number in text(visit(who, "/console/mutual-aid/"))
        done = visit(who, here + step, {**form, "version": version})
        assert (done.status_code, done["Location"]) == (302, here), text(done)
    assert Batch.objects.get().state == BatchState.IN_FORCE
    page = text(visit("li_mei", "/me/cover/"))
    assert "<h1>您已报名 1 项医疗互助，从 2027年1月1日（周五）起保障</h1>" in page
    cover.cover_members(build.AUTOMATIC, actor=build.actor(world, "plan_officer"))
    assert "<h1>您已参加 1 项医疗互助，保障至 2026年12月31日（周四）</h1>" in text(
        visit("li_mei", "/me/cover/")
    )
    assert "您已参加 1 项医疗互助" in text(visit("li_mei", "/me/"))


def test_a_refused_step_shows_the_page_again_with_the_reason(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.open_batch(world, headcount=10, female=1)
    build.send_rows(world, batch, tmp_path, [build.of_cast("li_mei")])
    here = f"/console/mutual-aid/batches/{batch.number}/"
    version = build.fresh(batch).version
    refused = visit("wang_qiang", f"{here}confirm-unit/", {"version": version})
    assert (refused.status_code, "还差 9 人" in text(refused)) == (409, True)
    empty = visit("wang_qiang", f"{here}roster/", {})
    assert (empty.status_code, "请填写“名单文件”" in text(empty)) == (422, True)


@pytest.mark.parametrize("number", [build.HOSPITAL, build.WOMEN, build.AUTOMATIC])
def test_a_plan_is_read_out_in_plain_words(visit: Visit, number: str) -> None:
    for who, path in (
        ("li_mei", f"/me/plans/{number}/"),
        ("wang_qiang", f"/console/mutual-aid/plans/{number}/"),
    ):
        page = text(visit(who, path))
        assert "已核定" in page
        assert "付什么" in page


def test_pages_of_another_union_do_not_exist(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, [build.of_cast("li_mei")])
    upload = Upload.objects.get()
    for path in (
        f"/console/mutual-aid/batches/{batch.number}/",
        f"/console/mutual-aid/rosters/{upload.number}/",
        f"/console/mutual-aid/rosters/{upload.number}/marked.xlsx",
    ):
        assert visit("bus_chair", path).status_code == 404
        assert visit("li_mei", path).status_code == 403


def test_the_work_queue_shows_each_officer_what_waits_for_her(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, [build.of_cast("li_mei")])
    assert batch.number in text(visit("sun_li", "/console/"))
    build.paid(world, batch)
    assert batch.number in text(visit("zhao_min", "/console/"))
    assert batch.number not in text(visit("sun_li", "/console/"))
    assert batch.number not in text(visit("west_reviewer", "/console/"))


def test_a_member_sees_her_enrolment_among_her_own_data(
    world: cast.Cast, visit: Visit, tmp_path: Path
) -> None:
    batch = build.in_force(world, build.confirmed(world, tmp_path, [build.of_cast("li_mei")]))
    assert batch.number in text(visit("li_mei", "/me/data/"))
