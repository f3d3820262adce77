"""Data files as an insurance office sends them, and settlements made of them by the verbs."""

from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.actor import Actor
from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel.money import Money
from services.mutual_aid.models import DataFile, Settlement
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.workflow.settlements import approval, files, runs
from services.mutual_aid.workflow.settlements.computing import compute, settle
from services.mutual_aid.workflow.settlements.reading import read_file
from tests.cast import part
from tests.services.mutual_aid.build_benefits import Desk

PLAN = "DEMO-MED-2026"
HEADER = "row,id_number,year,item,event,amount,offset,group"
Row = tuple[str, str, int, str]
"""Key of the cast (or an ID number), item, event, amount in yuan."""


def content(rows: Sequence[Row], *, rows_said: int | None = None, total: str = "") -> bytes:
    """Write a file with its totals in the last line."""
    lines = [HEADER]
    fen = 0
    for number, (who, item, event, amount) in enumerate(rows, 1):
        identity = who if who[:1].isdigit() else part(who).id_number
        lines.append(f"{number},{identity},2026,{item},{event},{amount},,")
        fen += read_money(amount) or 0
    said = len(rows) if rows_said is None else rows_said
    lines.append(f"合计,{said},{total or Money(fen).yuan().replace(',', '')}")
    return "\n".join(lines).encode() + b"\n"


def hand_in(desk: Desk, data: bytes, quarter: str = "2026Q4", **said: object) -> DataFile:
    """Upload a file that nobody reads yet."""
    officer = maker(desk)
    sealed = receive(SimpleUploadedFile("d.csv", data), actor=officer, media=Media.DATA)
    taken: DataFile = files.take_in(
        sealed.number, actor=officer, plan=PLAN, quarter=quarter, **said
    )
    return taken


def read(desk: Desk, data: bytes, quarter: str = "2026Q4", **said: object) -> DataFile:
    """Upload a file and read it."""
    done = read_file(hand_in(desk, data, quarter, **said).number)
    assert done is not None
    return done


def computed(desk: Desk, file: DataFile) -> Settlement:
    """Make a settlement of a file and compute it."""
    made = compute(runs.draft(file.number, actor=maker(desk)).number)
    assert made is not None
    return made


def issued(desk: Desk, settlement: Settlement) -> Settlement:
    """Approve a settlement and issue its benefits."""
    approval.approve(settlement.number, actor=approver(desk), version=fresh(settlement).version)
    done = settle(settlement.number)
    assert done is not None
    return done


def fresh(settlement: Settlement) -> Settlement:
    """Read a settlement again."""
    return Settlement.objects.select_related("data_file").get(pk=settlement.pk)


def maker(desk: Desk) -> Actor:
    """Who makes settlements."""
    return desk.actor("plan_officer")


def approver(desk: Desk) -> Actor:
    """Who approves them."""
    return desk.actor("plan_approver")


def inbox(folder: Path, name: str, data: bytes) -> Path:
    """Lay a file into the inbox of the server."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path
