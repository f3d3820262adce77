"""Main job c: a roster of 2,000 rows with mistakes, from the chair's workbook to cover in force."""

from functools import partial
from pathlib import Path

import pytest

from services.mutual_aid.roster.sample import write_sample
from tests.journeys import rosters
from tests.journeys.people import MEMBER, PARTS, STAFF, People, Person
from tests.journeys.stack import Stack, until
from tests.journeys.story import HOSPITAL, WOMEN, Story

ROWS = 2000


@pytest.mark.requirement("R8.4", "R8.6", "R8.8", "R8.9")
def test_c1_every_planted_mistake_is_reported_and_good_rows_are_kept(
    stack: Stack, people: People, story: Story, tmp_path: Path
) -> None:
    _enrol_elsewhere(people)
    chair = people["wang_qiang"]
    story.batch = rosters.open_batch(chair, HOSPITAL, "GH-0005", 2400, 900)["number"]
    content = rosters.sample(stack.cli, tmp_path, ROWS)
    planted = {one.row_number: str(one.fault) for one in write_sample(tmp_path / "same.xlsx", ROWS)}
    upload = rosters.send(chair, story.batch, content, "名单.xlsx")
    bad = rosters.bad_rows(chair, upload["number"])
    for row, fault in planted.items():
        assert fault in {problem["code"] for problem in bad[row]}, (row, fault, bad[row])
    assert len(set(planted.values())) >= 12
    (elsewhere,) = set(bad) - set(planted)
    assert [one["code"] for one in bad[elsewhere]] == ["enrolled_elsewhere"]
    for problems in bad.values():
        for problem in problems:
            assert problem["letter"]
            assert problem["title"]
            assert problem["reason"].endswith("。")
            assert problem["remedy"].endswith("。")
    kept = ROWS - len(bad)
    assert (upload["kept_count"], upload["bad_count"]) == (kept, len(bad))
    for key in ("wang_qiang", "bus_chair"):
        until(partial(_is_told_of_the_double, people[key]), f"the notice of the double to {key}")
    _page_and_workbook(people, story.batch, upload["number"], bad)
    _correct_and_confirm(people, story.batch, upload["number"], kept, bad)


def _is_told_of_the_double(chair: Person) -> bool:
    inbox = chair.read(f"{MEMBER}/inbox")["items"]
    return "mutual_aid.duplicate_found" in [item["kind"] for item in inbox]


def _enrol_elsewhere(people: People) -> None:
    """陈平's own union has already entered him for the same plan."""
    chair = people["bus_chair"]
    batch = rosters.open_batch(chair, HOSPITAL, "GH-0008", 300, 90)["number"]
    part = PARTS["chen_ping"]
    content = rosters.workbook([(part.name, part.id_number, part.phone)])
    assert rosters.send(chair, batch, content, "公交.xlsx")["kept_count"] == 1


def _page_and_workbook(
    people: People, batch: str, upload: str, bad: dict[int, list[dict[str, str]]]
) -> None:
    """The same report on the page and in the workbook that the chair takes away."""
    chair = people["wang_qiang"]
    page = chair.page(f"/console/mutual-aid/rosters/{upload}/")
    assert page.status_code == 200
    first = bad[min(bad)][0]
    assert first["reason"] in page.text
    assert first["remedy"] in page.text
    answer = chair.page(f"/console/mutual-aid/rosters/{upload}/marked.xlsx")
    titles, *rows = rosters.cells(answer.content)
    assert sorted(int(float(row[0])) for row in rows) == sorted(bad)
    for row in rows:
        for problem in bad[int(float(row[0]))]:
            assert problem["reason"] in row[-1]
            assert problem["remedy"] in row[-1]
    assert titles[-1] == "问题和改法"
    assert people["bus_chair"].page(f"/console/mutual-aid/rosters/{upload}/").status_code == 404


def _correct_and_confirm(
    people: People, batch: str, upload: str, kept: int, bad: dict[int, list[dict[str, str]]]
) -> None:
    """Too few at first; with the corrected rows enough; then the unit confirms."""
    chair = people["wang_qiang"]
    where = f"{STAFF}/mutual-aid/batches/{batch}"
    now = chair.read(where)
    refused = chair.post(f"{where}/confirm-unit", version=now["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "too_few")
    assert f"还差 {1920 - kept} 人" in refused.json()["detail"]
    marked = chair.page(f"/console/mutual-aid/rosters/{upload}/marked.xlsx").content
    again = rosters.send(chair, batch, rosters.corrected(marked, bad), "名单-已改.xlsx")
    lasting = [row for row, problems in bad.items()
               if {problem["code"] for problem in problems} & rosters.LASTING]  # fmt: skip
    assert (again["kept_count"], again["bad_count"]) == (len(bad) - len(lasting), 0)
    now = chair.read(where)
    done = chair.do("POST", f"{where}/confirm-unit", version=now["version"])
    assert done["line_count"] == ROWS - len(lasting)
    assert done["fee_due"]["amount_fen"] == done["line_count"] * 5000


@pytest.mark.requirement("R8.12")
def test_c2_the_fee_is_matched_and_cover_begins_by_the_plans_rule(
    people: People, story: Story
) -> None:
    chair, keeper, upper = (people[key] for key in ("wang_qiang", "sun_li", "zhao_min"))
    where = f"{STAFF}/mutual-aid/batches/{story.batch}"
    batch = keeper.read(where)
    due = batch["fee_due"]["amount_fen"]
    wrong = {"amount": {"amount_fen": due + 1}, "bank_reference": "YH-2026-0001"}
    refused = keeper.post(f"{where}/fees", wrong, version=batch["version"])
    assert (refused.status_code, refused.json()["code"]) == (422, "fee_too_much")
    assert upper.post(f"{where}/confirm-upper", version=batch["version"]).status_code == 409
    paid = {"amount": {"amount_fen": due}, "bank_reference": "YH-2026-0001"}
    batch = keeper.do("POST", f"{where}/fees", paid, version=batch["version"])
    own = chair.post(f"{where}/confirm-upper", version=batch["version"])
    assert (own.status_code, own.json()["code"]) == (403, "not_upper")
    batch = upper.do("POST", f"{where}/confirm-upper", version=batch["version"])
    batch = upper.do("POST", f"{where}/put-in-force", version=batch["version"])
    assert (batch["state"], batch["first_day"], batch["last_day"]) == (
        "in_force", "2027-01-01", "2027-12-31",
    )  # fmt: skip


@pytest.mark.requirement("R8.5")
def test_c3_men_are_reported_in_a_roster_for_the_womens_plan(
    people: People, stack: Stack, tmp_path: Path
) -> None:
    chair = people["wang_qiang"]
    batch = rosters.open_batch(chair, WOMEN, "GH-0005", 120, 40)["number"]
    content = rosters.sample(stack.cli, tmp_path, 60)
    upload = rosters.send(chair, batch, content, "女职工.xlsx")
    codes = [
        one["code"]
        for problems in rosters.bad_rows(chair, upload["number"]).values()
        for one in problems
    ]
    men = codes.count("wrong_sex")
    assert men > 0
    assert upload["kept_count"] < 60 - men
    now = chair.read(f"{STAFF}/mutual-aid/batches/{batch}")
    refused = chair.post(f"{STAFF}/mutual-aid/batches/{batch}/confirm-unit", version=now["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "too_few")
    said = f"女职工 40 人，按计划至少 32 人参加；现在 {upload['kept_count']} 人"
    assert said in refused.json()["detail"]
