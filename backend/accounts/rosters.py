"""Persons by the ten thousand: keys, sealing and indexes in plain loops, rows by COPY.

For a roster of 100,000 rows (B5): one SELECT finds who is known, one call reserves the keys,
two COPY streams enter the rest, in PostgreSQL's binary form: half the bytes, nothing to escape.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction

from backend.accounts.people import id_index, phone_index
from backend.fields.keys import keyring
from backend.kernel import clock, seal
from backend.kernel.errors import Locked
from backend.kernel.identifiers import mask_name, uuid7

TRIES = 3
INDEX_BYTES = 32
# One value instead of an array of thousands: quoting an array costs more than the search.
_KNOWN = """
SELECT p.id_index, p.id FROM generate_series(0, %(last)s) AS place
  JOIN accounts_person p
    ON p.id_index = substring(%(indexes)s::bytea FROM place * %(size)s + 1 FOR %(size)s)
"""
_COPY_KEYS = "COPY fields_datakey (id, wrapped, created_at) FROM STDIN (FORMAT BINARY)"
_COPY_PEOPLE = (
    "COPY accounts_person (id, number, key_id, name_sealed, id_number_sealed, phone_sealed,"
    " id_index, phone_index, display_name, sex, birth_date, created_at)"
    " FROM STDIN (FORMAT BINARY)"
)
# The binary form: each row the number of its fields, each field its size before it, -1 for none.
_COPY_HEAD, _COPY_END, _NOTHING = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff", -1
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_FIRST_DAY = _FIRST_MOMENT.toordinal()
_AAD = {
    column: f"accounts_person.{column}.".encode()
    for column in ("name_sealed", "id_number_sealed", "phone_sealed")
}


class Identity(NamedTuple):
    """What a checked roster row says of a person: 18-digit number, name, phone or empty."""

    id_number: str
    name: str
    phone: str
    sex: str
    birth_date: date


def enter(rows: Sequence[Identity]) -> dict[str, int]:
    """Give the person key for each ID number, entering those that are new.

    A person whom somebody else enters at the same moment is found, not doubled. Name and phone
    of a known person stay as they are. Raises Locked after several collisions.
    """
    indexes = {id_index(row.id_number): row for row in rows}
    for _ in range(TRIES):
        known = _known(indexes)
        fresh = {index: row for index, row in indexes.items() if index not in known}
        try:
            with transaction.atomic():
                known |= _copy(fresh)
        except IntegrityError:
            continue
        return {indexes[index].id_number: key for index, key in known.items()}
    raise Locked


def _known(indexes: Collection[bytes]) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN, {"indexes": b"".join(indexes), "last": len(indexes) - 1, "size": INDEX_BYTES}
        )
        return {bytes(index): key for index, key in cursor.fetchall()}


def _copy(fresh: dict[bytes, Identity]) -> dict[bytes, int]:
    """Write data keys and persons; gives the new key by index."""
    if not fresh:
        return {}
    data_keys = [seal.new_data_key() for _ in fresh]
    at = (clock.now() - _FIRST_MOMENT) // timedelta(microseconds=1)
    with connection.cursor() as cursor:
        key_ids = _reserve(cursor, "fields_datakey", len(fresh))
        person_ids = _reserve(cursor, "accounts_person", len(fresh))
        with cursor.copy(_COPY_KEYS) as stream:
            keys = zip(key_ids, data_keys, strict=True)
            stream.write(b"".join((_COPY_HEAD, *_key_rows(keys, at), _COPY_END)))
        parts = zip(person_ids, key_ids, data_keys, fresh.items(), strict=True)
        with cursor.copy(_COPY_PEOPLE) as stream:
            stream.write(b"".join((_COPY_HEAD, *_person_rows(parts, at), _COPY_END)))
    return dict(zip(fresh, person_ids, strict=True))


def _reserve(cursor: object, table: str, count: int) -> list[int]:
    """Take keys from the table's own sequence before the rows exist."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id'))) FROM generate_series(1, %s)",
        [table, count],
    )
    (keys,) = cursor.fetchone()  # type: ignore[attr-defined]
    return list(keys)


def _key_rows(keys: Iterable[tuple[int, bytes]], at: int) -> Iterator[bytes]:
    """Write each data key, wrapped, as a row of binary COPY."""
    wrap = keyring().wrap
    for key_id, data_key in keys:
        wrapped = wrap(data_key)
        yield _key_packer(len(wrapped))(3, 8, key_id, len(wrapped), wrapped, 8, at)


def _person_rows(
    parts: Iterable[tuple[int, int, bytes, tuple[bytes, Identity]]], at: int
) -> Iterator[bytes]:
    """Write each person as a row of binary COPY."""
    for person_id, key_id, data_key, (index, row) in parts:
        number = str(uuid7()).encode()
        name = _sealed(data_key, row.name, _AAD["name_sealed"] + number)
        written = _sealed(data_key, row.id_number, _AAD["id_number_sealed"] + number)
        phone = _sealed(data_key, row.phone, _AAD["phone_sealed"] + number)
        phone_at = phone_index(row.phone) if row.phone else b""
        shown, sex = mask_name(row.name).encode(), row.sex.encode()
        sizes = tuple(map(len, (name, written, phone, phone_at, shown, sex)))
        yield _person_packer(sizes)(
            *(12, 8, person_id, 36, number, 8, key_id),
            *(sizes[0] or _NOTHING, name, sizes[1] or _NOTHING, written),
            *(sizes[2] or _NOTHING, phone, INDEX_BYTES, index, sizes[3] or _NOTHING, phone_at),
            *(sizes[4], shown, sizes[5], sex, 4, row.birth_date.toordinal() - _FIRST_DAY, 8, at),
        )


@lru_cache(maxsize=16)
def _key_packer(size: int) -> Callable[..., bytes]:
    """Give what packs `id, wrapped, created_at` where the wrapped key has that size."""
    return Struct(f">h iq i{size}s iq").pack


@lru_cache(maxsize=1000)
def _person_packer(sizes: tuple[int, ...]) -> Callable[..., bytes]:
    """Give what packs the columns of `_COPY_PEOPLE` where the values that vary have those sizes."""
    name, written, phone, phone_at, shown, sex = sizes
    return Struct(
        f">h iq i36s iq i{name}s i{written}s i{phone}s i{INDEX_BYTES}s i{phone_at}s"
        f" i{shown}s i{sex}s ii iq"
    ).pack


def _sealed(data_key: bytes, text: str, aad: bytes) -> bytes:
    """Seal a text; nothing stays nothing."""
    return seal.seal(data_key, text.encode(), aad) if text else b""
