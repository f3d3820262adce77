"""Releases and records: the recipe of the standard, exact amounts, own merge."""

import csv
import gzip
import io
import zipfile
from decimal import Decimal

from services.commissioning.feeds.ocds import merge
from services.commissioning.feeds.ocds.checks import files, history
from services.commissioning.feeds.ocds.numbers import decode, encode, yuan
from tests.services.commissioning.feeds.ocds import sample


def test_an_amount_is_a_number_with_two_decimals_digit_for_digit() -> None:
    text = encode({"a": yuan(18_000_000), "b": yuan(5), "c": yuan(590_000_501)})
    assert text == b'{"a":180000.00,"b":0.05,"c":5900005.01}'
    assert encode(decode(text)) == text


def test_a_finished_project_has_no_fault() -> None:
    rows = sample.releases()
    assert history.one_project(rows, rows[0]["ocid"]) == []


def test_everything_published_has_no_fault() -> None:
    count, found = files.files(sample.reader(sample.published()))
    assert (count, found) == (5, [])


def test_each_release_says_what_happened_by_its_tag() -> None:
    assert [row["tag"] for row in sample.releases()] == [
        ["planning"],
        ["tender"],
        ["award"],
        ["contract"],
        ["implementation", "contractTermination"],
    ]


def test_the_record_equals_the_newest_state() -> None:
    rows = sample.releases()
    merged = merge.compiled(rows)
    newest = {key: value for key, value in rows[-1].items() if key not in merge.OMITTED}
    assert {key: merged[key] for key in newest} == newest
    assert merged["tag"] == ["compiled"]


def test_the_versioned_record_keeps_every_value_with_the_release_that_brought_it() -> None:
    rows = sample.releases()
    status = merge.versioned(rows)["tender"]["status"]
    assert [(one["value"], one["releaseID"]) for one in status] == [
        ("active", "WT-2026-000001-0002"),
        ("complete", "WT-2026-000001-0003"),
    ]


def test_promise_and_result_share_their_metric_id() -> None:
    contract = sample.releases()[-1]["contracts"][0]
    promised = {one["id"] for one in contract["agreedMetrics"]}
    seen = contract["implementation"]["metrics"]
    assert {one["id"] for one in seen} == promised
    assert seen[1]["observations"][0]["measure"] == Decimal("4.63")


def test_the_bulk_file_holds_one_release_a_line_and_is_the_same_each_time() -> None:
    packed = sample.published()["ocds/bulk/2026.jsonl.gz"]
    assert gzip.decompress(packed).splitlines() == [encode(row) for row in sample.releases()]
    assert packed == sample.published()["ocds/bulk/2026.jsonl.gz"]


def test_the_tables_have_as_many_rows_as_the_releases() -> None:
    with zipfile.ZipFile(io.BytesIO(sample.published()["ocds/csv.zip"])) as archive:
        rows = {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))[1:]
            for name in archive.namelist()
        }
    assert len(rows["releases.csv"]) == 5
    assert len(rows["transactions.csv"]) == 2
    assert rows["transactions.csv"][1][4] == "54000.00"


def test_a_cell_that_a_spreadsheet_would_run_is_quoted() -> None:
    row = sample.releases()[0]
    row["buyer"]["name"] = "=1+1"
    with zipfile.ZipFile(io.BytesIO(sample.published([row])["ocds/csv.zip"])) as archive:
        assert b",'=1+1," in archive.read("releases.csv")
