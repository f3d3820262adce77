"""The CSV form of the open data: one table for each kind of row, zipped."""

import csv
import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

Rows = dict[str, list[Sequence[Any]]]
PART = 1 << 18
"""Bytes that are moved at once."""

# Zip members carry a time; a fixed one keeps equal content equal.
MEMBER_TIME = (2026, 1, 1, 0, 0, 0)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

COLUMNS: Mapping[str, Sequence[str]] = {
    "releases": ("ocid", "id", "date", "tag", "buyer", "title", "budget", "tender_status"),
    "parties": ("release", "id", "name", "roles"),
    "awards": ("release", "id", "supplier", "amount", "date"),
    "contracts": ("release", "id", "status", "amount", "start", "end", "signed", "total_spend"),
    "transactions": ("release", "contract", "id", "date", "amount", "payer", "payee"),
    "milestones": ("release", "contract", "id", "title", "status", "due", "met"),
    "metrics": ("release", "contract", "id", "title", "stage", "measure", "unit"),
    "lines": ("release", "contract", "id", "title", "agreed", "current", "spent"),
}


def zipped(releases: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Write all tables as one zip; each row names the release that it is from.

    The tables grow side by side on the disk, so that any number of releases fits.
    """
    with ExitStack() as stack:
        files = {name: stack.enter_context(TemporaryFile("w+b")) for name in COLUMNS}
        _fill(files, releases)
        target = stack.enter_context(TemporaryFile("w+b"))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, file in files.items():
                member = zipfile.ZipInfo(f"{name}.csv", MEMBER_TIME)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.file_size = file.tell()
                file.seek(0)
                with archive.open(member, "w") as packed:
                    shutil.copyfileobj(file, packed, PART)
        target.seek(0)
        while part := target.read(PART):
            yield part


def _fill(files: Mapping[str, IO[bytes]], releases: Iterable[Mapping[str, Any]]) -> None:
    texts = {name: io.TextIOWrapper(file, "utf-8-sig", newline="") for name, file in files.items()}
    writers = {name: csv.writer(text, lineterminator="\r\n") for name, text in texts.items()}
    for name, columns in COLUMNS.items():
        writers[name].writerow(columns)
    for release in releases:
        rows: Rows = {name: [] for name in COLUMNS}
        _release(rows, release)
        for name, lines in rows.items():
            writers[name].writerows([_cell(value) for value in row] for row in lines)
    for text in texts.values():
        # The file itself stays open: it is read next.
        text.detach()


def _release(rows: Rows, one: Mapping[str, Any]) -> None:
    key, budget = one["id"], one["planning"]["budget"]
    status = one.get("tender", {}).get("status", "")
    rows["releases"].append((
        one["ocid"], key, one["date"], ";".join(one["tag"]), one["buyer"]["name"],
        budget["project"], budget["amount"]["amount"], status,
    ))  # fmt: skip
    for party in one["parties"]:
        rows["parties"].append((key, party["id"], party["name"], ";".join(party["roles"])))
    for award in one.get("awards", []):
        supplier = award["suppliers"][0]["name"]
        rows["awards"].append((key, award["id"], supplier, award["value"]["amount"], award["date"]))
    for contract in one.get("contracts", []):
        _contract(rows, key, contract)


def _contract(rows: Rows, key: str, one: Mapping[str, Any]) -> None:
    done, number = one["implementation"], one["id"]
    rows["contracts"].append((
        key, number, one["status"], one["value"]["amount"], one["period"]["startDate"],
        one["period"]["endDate"], one["dateSigned"],
        done["financialProgress"]["totalSpend"]["amount"],
    ))  # fmt: skip
    for paid in done.get("transactions", []):
        rows["transactions"].append((
            key, number, paid["id"], paid["date"], paid["value"]["amount"],
            paid["payer"]["name"], paid["payee"]["name"],
        ))  # fmt: skip
    for step in done.get("milestones", []):
        rows["milestones"].append((
            key, number, step["id"], step["title"], step["status"], step["dueDate"],
            step.get("dateMet", ""),
        ))  # fmt: skip
    for line in done["financialProgress"].get("breakdown", []):
        money = line["measures"]
        rows["lines"].append((
            key, number, line["id"], line["description"], money["agreed"],
            money["current"], money["spentByProvider"],
        ))  # fmt: skip
    for stage, metrics in (("agreed", one.get("agreedMetrics")), ("done", done.get("metrics"))):
        for metric in metrics or []:
            for seen in metric["observations"]:
                rows["metrics"].append((
                    key, number, metric["id"], metric["title"], stage, seen.get("measure", ""),
                    seen["unit"]["name"],
                ))  # fmt: skip


def _cell(value: Any) -> str:
    """A text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
