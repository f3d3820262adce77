"""Any number of finished projects: one walked by the real verbs, the others its copies in SQL.

A copy has rows of its own in every table that hangs on the project, with its own keys and numbers,
and the transfers and vouchers that its stages and spendings point at. Organizations, people and
unions are shared; postings and payment orders are left out. Triggers and key checks are off while
copies are written, and on again afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.apps import apps
from django.db import models

from backend.accounts.models import Person
from backend.files.models import Attachment
from backend.ledger.models import Transfer
from backend.unions import standards
from services.commissioning.models import Contract, Project, PublicWork, Rating, Release, Stage
from services.commissioning.workflow import public_face
from tests.bench import place
from tests.services.commissioning import build
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv

Plain = psycopg.Connection[tuple[object, ...]]
STRIDE = 1_000_000
"""How far the keys of two copies lie apart."""

SPREAD, YEARS_HOURS = 7_919, 80_000
"""Releases of copies lie within nine years, evenly for any number of copies."""

_COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {table} AS t, generate_series(%s::bigint, %s::bigint) AS n WHERE {mine}
"""


def first() -> Project:
    """Walk one project to its published verdict, with a release after each stage."""
    if Person.objects.exists():
        place.empty()
    standards.load_defaults()
    world = build.world()
    bv.sign_forms(world)
    contract = bc.signed(world, targets=bv.EXCELLENT)
    number = contract.project.number
    public_face.settle(number)
    bc.account(world)
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    public_face.settle(number)
    bv.crowd(world, contract, 12)
    bc.reported(world, contract, ago=65)
    bv.midterm(world, contract)
    public_face.settle(number)
    bc.reported(world, contract, is_final=True, ago=31)
    bv.evaluated(world, bv.row(contract.project))
    public_face.settle(number)
    PublicWork.objects.all().delete()
    return bv.row(contract.project)


def sizes(wanted: Sequence[int], made: Project) -> Iterator[int]:
    """Grow the world to each size in turn."""
    ends = {model: _last_key(model) for model in _tables()}
    done = 1
    for size in wanted:
        _copies(made, ends, done, size - 1)
        done = size
        yield size


def _last_key(model: type[models.Model]) -> int:
    """The last key of the walked project's rows; ratings have random ones and go by session."""
    key = "session_id" if model is Rating else "pk"
    return int(model._default_manager.order_by(f"-{key}").values_list(key, flat=True).first() or 0)


def _copies(made: Project, ends: Mapping[type[models.Model], int], begin: int, end: int) -> None:
    with place.connect() as plain, plain.transaction():
        plain.execute("SET LOCAL session_replication_role = replica")
        for model in _tables():
            _copy(plain, model, ends[model], (begin, end))
        _number_releases(plain, made, begin, end)
    with place.connect() as plain:
        plain.execute("VACUUM ANALYZE")


@cache
def _tables() -> list[type[models.Model]]:
    """Every table that hangs on a project, and the rows that stages and spendings point at."""
    found: list[type[models.Model]] = [Project, Attachment, Transfer]
    rest = [one for one in apps.get_app_config("commissioning").get_models() if one not in found]
    while grown := [one for one in rest if _points_at(one, found)]:
        found += grown
        rest = [one for one in rest if one not in grown]
    return found


def _points_at(model: type[models.Model], found: list[type[models.Model]]) -> bool:
    keys = (one for one in model._meta.local_concrete_fields if one.is_relation)
    return any(key.related_model in found and key.related_model is not Attachment for key in keys)


def _copy(plain: Plain, model: type[models.Model], last: int, which: tuple[int, int]) -> None:
    fields = [one for one in model._meta.local_concrete_fields if not one.generated]
    mine = f"t.{'session_id' if model is Rating else 'id'} <= {last}"
    if model is Transfer:
        mine += f" AND t.because_type = '{Stage._meta.label_lower}'"
    text = _COPY.format(
        table=model._meta.db_table,
        columns=", ".join(f'"{one.column}"' for one in fields),
        values=", ".join(_value(model, one) for one in fields),
        mine=mine,
    )
    plain.execute(text, which)


def _value(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    """What a copy holds in a column: keys moved on, numbers of its own, all else as it is."""
    column = f't."{field.column}"'
    moved = f"{column} + n * {STRIDE}"
    if model is Rating and field.primary_key:
        return "gen_random_uuid()"
    if model is Release and field.name == "at":
        return f"{column} - n * {SPREAD} %% {YEARS_HOURS} * interval '1 hour'"
    if field.primary_key or (model is Transfer and field.name == "because_id"):
        return moved
    if field.is_relation:
        alone = "NULL" if field.unique else column
        return moved if field.related_model in _tables() else alone
    if model is Project and field.name == "number":
        return "'WT-2026-' || lpad((n + 1)::text, 6, '0')"
    return f"'K' || (t.id + n * {STRIDE})" if field.unique else column


def _number_releases(plain: Plain, made: Project, begin: int, end: int) -> None:
    """Each copy's releases name the copy, and their digests are those of their bytes."""
    contract = Contract.objects.get(project=made)
    plain.execute(
        f"""
        UPDATE {Release._meta.db_table} AS r SET (content, digest) = (
          SELECT bytes, sha256(bytes) FROM convert_to(replace(replace(
            convert_from(r.content, 'UTF8'), %s, p.number), %s, c.number), 'UTF8') AS bytes)
        FROM {Project._meta.db_table} AS p, {Contract._meta.db_table} AS c
        WHERE p.id = r.project_id AND c.project_id = p.id AND p.id BETWEEN %s AND %s
        """,
        [made.number, contract.number, made.pk + begin * STRIDE, made.pk + end * STRIDE],
    )
