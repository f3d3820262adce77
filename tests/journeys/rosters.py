"""The chair's roster workbooks: sent, reported, corrected from the marked workbook, sent again."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from tusclient.client import TusClient

from backend.kernel.identifiers import id_check_character
from tests.journeys.people import STAFF, Person
from tests.journeys.stack import until

BASE = f"{STAFF}/mutual-aid"
DIVISION = "999902"
PIECE = 256 * 1024
# What the unit cannot put right: these people are not to be enrolled here.
LASTING = {"duplicate_row", "too_young", "too_old", "enrolled_elsewhere", "wrong_sex"}


def open_batch(chair: Person, plan: str, union: str, headcount: int, women: int) -> dict[str, Any]:
    """Open a batch for a plan."""
    body = {"plan": plan, "union": union, "headcount": headcount, "female_headcount": women}
    return dict(chair.do("POST", f"{BASE}/batches", body))


def send(chair: Person, batch: str, content: bytes, name: str) -> dict[str, Any]:
    """Upload a roster and wait until it is read; gives the upload."""
    client = TusClient(
        f"{chair.stack.url}{STAFF}/uploads", headers={"X-Session-Token": chair.token}
    )
    uploader = client.uploader(
        file_stream=io.BytesIO(content),
        chunk_size=PIECE,
        metadata={"filename": name, "media": "workbook"},
    )
    uploader.upload()
    body = {"upload": str(uploader.url).rsplit("/", 1)[-1]}
    upload = chair.do("POST", f"{BASE}/batches/{batch}/roster", body)
    where = f"{BASE}/rosters/{upload['number']}"

    def read() -> dict[str, Any] | None:
        found: dict[str, Any] = chair.read(where)["upload"]
        return found if found["state"] in {"read", "failed"} else None

    done = until(read, "the roster to be read", 60)
    assert done["state"] == "read", done
    return done


def bad_rows(chair: Person, upload: str) -> dict[int, list[dict[str, str]]]:
    """Give every bad row with its problems, page after page."""
    found: dict[int, list[dict[str, str]]] = {}
    after: int | None = 0
    while after is not None:
        page = chair.read(f"{BASE}/rosters/{upload}", params={"after_row": after})
        found |= {row["row_number"]: row["problems"] for row in page["rows"]}
        after = page["next_row"]
    return found


def cells(content: bytes) -> list[list[str]]:
    """Read the first sheet of a workbook."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def corrected(marked: bytes, problems: dict[int, list[dict[str, str]]]) -> bytes:
    """Correct the marked workbook as the unit would from its own papers, and keep its form."""
    titles, *rows = cells(marked)
    place = {title: column for column, title in enumerate(titles)}
    kept = []
    for turn, row in enumerate(rows):
        number = int(float(row[0]))
        if {problem["code"] for problem in problems[number]} & LASTING:
            continue
        row[place["职工姓名"]] = row[place["职工姓名"]].strip().rstrip("0123456789")
        row[place["公民身份号码"]] = _fresh_id(turn)
        row[place["联系电话"]] = f"136{turn:08d}"
        row[place["出生日期"]] = row[place["性别"]] = ""
        kept.append(row)
    return _workbook([titles, *kept])


def workbook(people: list[tuple[str, str, str]]) -> bytes:
    """Write a plain roster: name, ID number, phone."""
    return _workbook([["姓名", "身份证号", "手机号"], *[list(one) for one in people]])


def _workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text)
    book.close()
    return out.getvalue()


def _fresh_id(turn: int) -> str:
    first = f"{DIVISION}{date(1975, 7, 7):%Y%m%d}{turn:03d}"
    return first + id_check_character(first)


def sample(stack_cli: Any, folder: Path, members: int) -> bytes:
    """Let the command line write the roster of a basic union."""
    path = folder / f"roster-{members}.xlsx"
    said = stack_cli("roster", "sample", "--members", str(members), str(path))
    assert f"{members} rows" in said
    return path.read_bytes()
