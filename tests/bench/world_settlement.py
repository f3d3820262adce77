"""A city for the settlement benchmark: persons, memberships, covers of the plan, and its file."""

import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from backend.access.actor import Actor
from backend.accounts.people import id_index
from backend.config.demo.actors import actor_of
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.workflow import plan_life, plans
from tests import cast
from tests.services.mutual_aid.rules.packs import SHIPPED

ITEMS = ("outpatient", "inpatient")
FIRST_ID = 110_101_000_000_000_000
FUND_FEN = 10**15
STEP = 100_000
# Every column that a person of the benchmark needs; all of them share one data key.
_PEOPLE = "COPY accounts_person (id, number, key_id, id_index, display_name, sex, created_at)"
_MEMBERS = """
INSERT INTO accounts_membership (person_id, state, joined_on, created_at, union_id,
                                 d1, d2, d3, d4, d5)
SELECT p.id, 'active', '2020-01-01', now(), u.id, u.d1, u.d2, u.d3, u.d4, u.d5
  FROM accounts_person p, unions_union u WHERE p.id >= %s AND u.id = %s"""
_COVERS = """
INSERT INTO mutual_aid_cover (person_id, plan_id, plan_version_id, first_day, last_day, shares,
                              wait_days, paid_fen, created_at)
SELECT p.id, %s, %s, '2026-01-01', '2026-12-31', 1, 0, 0, now()
  FROM accounts_person p WHERE p.id >= %s"""


@dataclass(frozen=True, slots=True)
class City:
    """Who acts, the plan, the key of the first person, and the file with its rows."""

    maker: Actor
    approver: Actor
    version: PlanVersion
    first_person: int
    file: Path
    rows: int


def build(rows: int) -> City:
    """Make a city in an empty database whose persons have two rows each."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE unions_union, accounts_person, fields_datakey CASCADE")
    made = cast.create()
    officer = actor_of(made.users["plan_officer"])
    pack = next(SHIPPED.glob("DEMO-MED-2026.json")).read_bytes()
    version = plans.load(pack, sponsor_number="GH-0001", actor=officer)
    approver = actor_of(made.users["plan_approver"])
    plan_life.propose(version.number, actor=officer, reason="bench")
    plan_life.approve(version.number, actor=approver)
    with transaction.atomic():
        book.receive(version.plan.fund, Money(FUND_FEN), version, actor=officer, reason="bench")
    first = _people(rows // len(ITEMS), made.unions["factory"].pk, version)
    return City(
        maker=officer,
        approver=approver,
        version=PlanVersion.objects.select_related("plan__fund").get(pk=version.pk),
        first_person=first,
        file=_file(settings.INBOX_DIR, rows),
        rows=rows,
    )


def rows_wanted(default: int) -> int:
    """Give how many rows the file shall have (SETTLEMENT_ROWS)."""
    return int(os.environ.get("SETTLEMENT_ROWS") or default)


def _people(count: int, union: int, version: PlanVersion) -> int:
    key = DataKey.make().pk
    first = 1_000_000
    now = clock.now().isoformat()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        with cursor.copy(f"{_PEOPLE} FROM STDIN") as stream:
            for start in range(0, count, STEP):
                stream.write(
                    "".join(
                        f"{first + one}\tbench-{one:012d}\t{key}\t"
                        f"\\\\x{id_index(str(FIRST_ID + one)).hex()}\t某*\tF\t{now}\n"
                        for one in range(start, min(start + STEP, count))
                    )
                )
        cursor.execute(_MEMBERS, [first, union])
        cursor.execute(_COVERS, [version.plan_id, version.pk, first])
        cursor.execute("ANALYZE accounts_person, accounts_membership, mutual_aid_cover")
    return first


def _file(folder: Path, rows: int) -> Path:
    """Write the file: about four persons in ten are owed something.

    It is written in steps, so that the memory measured afterwards is not what this left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"insurance-{rows}.csv"
    total = 0
    with path.open("wb") as out:
        for start in range(0, rows, STEP):
            step, fen = _rows(start, min(start + STEP, rows))
            step.write_csv(out, include_header=not start)
            total += fen
        out.write(f"TOTAL,{rows},{Money(total).yuan().replace(',', '')}\n".encode())
    return path


def _rows(start: int, end: int) -> tuple[pl.DataFrame, int]:
    """Give the rows from one place to another, and their sum."""
    place = pl.int_range(start, end, dtype=pl.Int64, eager=True)
    person = place // len(ITEMS)
    fen = (person * 2_654_435_761 + place * 40_503) % 280_000
    frame = pl.DataFrame(
        {
            "row": place + 1,
            "id_number": (person + FIRST_ID).cast(pl.String),
            "year": pl.repeat(2026, end - start, eager=True),
            "item": pl.Series(ITEMS).gather(place % len(ITEMS)),
            "amount": (fen // 100).cast(pl.String) + "." + (fen % 100).cast(pl.String).str.zfill(2),
        }
    )
    return frame, int(fen.sum())
