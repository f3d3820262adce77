"""The integrity checker finds planted errors of twenty-odd kinds, and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.commissioning.feeds.ocds.checks import files, history
from services.commissioning.feeds.ocds.numbers import decode, encode
from tests.services.commissioning.feeds.ocds import sample

Row = dict[str, Any]
Plant = Callable[[list[Row]], object]


def _contract(rows: list[Row]) -> Row:
    found: Row = rows[-1]["contracts"][0]
    return found


def _done(rows: list[Row]) -> Row:
    found: Row = _contract(rows)["implementation"]
    return found


PLANTED: list[tuple[str, Plant]] = [
    ("party_missing", lambda rows: rows[-1]["parties"].pop()),
    ("party_missing", lambda rows: rows[0]["buyer"].update(id="ZHIJIA-UNION-GH-9")),
    ("role_missing", lambda rows: rows[-1]["parties"][1]["roles"].remove("supplier")),
    ("role_unused", lambda rows: rows[0]["parties"][0]["roles"].append("payer")),
    ("award_missing", lambda rows: _contract(rows).update(awardID="nothing")),
    ("metric_missing", lambda rows: _done(rows)["metrics"].pop()),
    (
        "metric_unit",
        lambda rows: _done(rows)["metrics"][0]["observations"][0].update(unit={"name": "次"}),
    ),
    ("total_spend", lambda rows: _done(rows)["transactions"].pop()),
    (
        "overpaid",
        lambda rows: _done(rows)["transactions"][0]["value"].update(amount=Decimal("999999.00")),
    ),
    (
        "final_value",
        lambda rows: _done(rows)["finalValue"].update(amount=Decimal("1.00")),
    ),
    (
        "lines_sum",
        lambda rows: _done(rows)["financialProgress"]["breakdown"][0]["measures"].update(
            current=Decimal("119999.99")
        ),
    ),
    (
        "line_overspent",
        lambda rows: _done(rows)["financialProgress"]["breakdown"][0]["measures"].update(
            spentByProvider=Decimal("120000.01")
        ),
    ),
    (
        "contract_value",
        lambda rows: rows[3]["contracts"][0]["value"].update(amount=Decimal("1.00")),
    ),
    (
        "period_backward",
        lambda rows: _contract(rows)["period"].update(endDate="2020-01-01T00:00:00Z"),
    ),
    ("award_early", lambda rows: rows[-1]["awards"][0].update(date="2026-01-11T09:00:00+08:00")),
    ("signed_early", lambda rows: _contract(rows).update(dateSigned="2026-01-01T00:00:00+08:00")),
    (
        "payment_early",
        lambda rows: _done(rows)["transactions"][0].update(date="2026-02-01T00:00:00+08:00"),
    ),
    ("milestone_day", lambda rows: _done(rows)["milestones"][0].pop("dateMet")),
    ("status_unknown", lambda rows: _contract(rows).update(status="finished")),
    ("code_unknown", lambda rows: rows[1]["tag"].append("news")),
    ("empty_value", lambda rows: rows[1]["tender"].update(documents=[])),
    ("amount_form", lambda rows: rows[0]["planning"]["budget"]["amount"].update(amount="200000")),
    (
        "amount_negative",
        lambda rows: rows[0]["planning"]["budget"]["amount"].update(amount=Decimal("-1.00")),
    ),
    ("currency", lambda rows: rows[0]["planning"]["budget"]["amount"].update(currency="RMB")),
    ("moment_incomplete", lambda rows: rows[0].update(date="2026-01-10")),
    ("id_twice", lambda rows: _done(rows)["milestones"].append(_done(rows)["milestones"][0])),
    ("personal_number", lambda rows: rows[0]["planning"].update(rationale="电话 13800138000")),
    ("release_twice", lambda rows: rows.append(rows[-1])),
    ("release_gap", lambda rows: rows.pop(1)),
    ("ocid_foreign", lambda rows: rows[2].update(ocid="ocds-abcdef-WT-2026-000002")),
    ("release_order", lambda rows: rows[2].update(date="2030-01-01T00:00:00+08:00")),
    ("release_order", lambda rows: rows[2].update(date=rows[1]["date"])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "plant"), PLANTED)
@pytest.mark.requirement("R9.22")
def test_a_planted_error_is_found(code: str, plant: Plant) -> None:
    rows = sample.releases()
    ocid = rows[0]["ocid"]
    plant(rows)
    assert code in {one.code for one in history.one_project(rows, ocid)}


def test_a_payment_that_later_changed_is_found() -> None:
    rows = sample.releases()
    later = decode(encode(rows[-1]))
    later["id"], later["date"] = "WT-2026-000001-0006", "2027-03-01T09:00:00+08:00"
    paid = later["contracts"][0]["implementation"]["transactions"][0]
    paid["value"]["amount"] -= Decimal("0.01")
    found = history.one_project([*rows, later], rows[0]["ocid"])
    assert "payment_changed" in {one.code for one in found}


OCID = "ocds-abcdef-WT-2026-000001"
RELEASES = f"ocds/releases/{OCID}.json"
RECORD = f"ocds/records/{OCID}.json"


def _changed(published: dict[str, bytes], path: str, change: Callable[[Any], object]) -> None:
    document = decode(published[path])
    change(document)
    published[path] = encode(document)


FILES: list[tuple[str, Callable[[dict[str, bytes]], object]]] = [
    ("file_missing", lambda found: found.pop(RELEASES)),
    ("file_missing", lambda found: found.pop("ocds/csv.zip")),
    ("file_missing", lambda found: found.pop("catalog.jsonld")),
    (
        "digest",
        lambda found: _changed(
            found, RELEASES, lambda doc: doc["releases"][0]["planning"].update(rationale="改过")
        ),
    ),
    (
        "release_missing",
        lambda found: _changed(found, RELEASES, lambda doc: doc["releases"].pop()),
    ),
    (
        "release_unknown",
        lambda found: _changed(
            found, "ocds/digests.json", lambda doc: doc[OCID].pop("WT-2026-000001-0003")
        ),
    ),
    (
        "record_merge",
        lambda found: _changed(
            found, RECORD, lambda doc: doc["records"][0]["compiledRelease"].pop("awards")
        ),
    ),
    (
        "record_versions",
        lambda found: _changed(
            found, RECORD, lambda doc: doc["records"][0]["versionedRelease"].pop("awards")
        ),
    ),
    (
        "record_releases",
        lambda found: _changed(found, RECORD, lambda doc: doc["records"][0]["releases"].pop()),
    ),
    (
        "bulk_differs",
        lambda found: found.update({
            "ocds/bulk/2026.jsonl.gz": sample.published(sample.releases()[:3])[
                "ocds/bulk/2026.jsonl.gz"
            ]
        }),
    ),
    (
        "csv_rows",
        lambda found: found.update({
            "ocds/csv.zip": sample.published(sample.releases()[:3])["ocds/csv.zip"]
        }),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "plant"), FILES)
@pytest.mark.requirement("R9.22")
def test_a_changed_file_is_found(code: str, plant: Callable[[dict[str, bytes]], object]) -> None:
    published = sample.published()
    plant(published)
    _, found = files.files(sample.reader(published))
    assert code in {one.code for one in found}


def test_the_planted_errors_are_of_more_than_twenty_kinds() -> None:
    assert len({code for code, _ in [*PLANTED, *FILES]}) >= 20


def test_nothing_published_is_said_and_not_passed_over() -> None:
    count, found = files.files(lambda _: None)
    assert (count, [one.code for one in found]) == (0, ["file_missing"])
