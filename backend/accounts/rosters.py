"""Persons by the ten thousand: keys, sealing and indexes in plain loops, rows by COPY.

For a roster of 100,000 rows (B5): one SELECT finds who is known, one call reserves the keys,
two COPY streams enter the rest.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from backend.accounts.people import id_index, phone_index
from backend.fields.keys import keyring
from backend.kernel import clock, seal
from backend.kernel.errors import Locked
from backend.kernel.identifiers import mask_name, uuid7

TRIES = 3
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
INDEX_BYTES = 32
# One value instead of an array of thousands: quoting an array costs more than the search.
_KNOWN = """
SELECT p.id_index, p.id FROM generate_series(0, %(last)s) AS place
  JOIN accounts_person p
    ON p.id_index = substring(%(indexes)s::bytea FROM place * %(size)s + 1 FOR %(size)s)
"""
_COPY_KEYS = "COPY fields_datakey (id, wrapped, created_at) FROM STDIN"
_COPY_PEOPLE = (
    "COPY accounts_person (id, number, key_id, name_sealed, id_number_sealed, phone_sealed,"
    " id_index, phone_index, display_name, sex, birth_date, created_at) FROM STDIN"
)
_AAD = {
    column: f"accounts_person.{column}.".encode()
    for column in ("name_sealed", "id_number_sealed", "phone_sealed")
}


@dataclass(frozen=True, slots=True)
class Identity:
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
    wrap, at = keyring().wrap, clock.now().isoformat()
    with connection.cursor() as cursor:
        key_ids = _reserve(cursor, "fields_datakey", len(fresh))
        person_ids = _reserve(cursor, "accounts_person", len(fresh))
        with cursor.copy(_COPY_KEYS) as stream:
            stream.write(
                "".join(
                    f"{key_id}\t\\\\x{wrap(data_key).hex()}\t{at}\n"
                    for key_id, data_key in zip(key_ids, data_keys, strict=True)
                )
            )
        parts = zip(person_ids, key_ids, data_keys, fresh.items(), strict=True)
        with cursor.copy(_COPY_PEOPLE) as stream:
            stream.write("".join(_lines(parts, at)))
    return dict(zip(fresh, person_ids, strict=True))


def _reserve(cursor: object, table: str, count: int) -> list[int]:
    """Take keys from the table's own sequence before the rows exist."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [table, count],
    )
    return [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]


def _lines(
    parts: Iterable[tuple[int, int, bytes, tuple[bytes, Identity]]], at: str
) -> Iterator[str]:
    """Write each person as a line of COPY text; bytes in hexadecimal."""
    for person_id, key_id, data_key, (index, row) in parts:
        number = str(uuid7())
        place = number.encode()
        name = _sealed(data_key, row.name, _AAD["name_sealed"] + place)
        identity = _sealed(data_key, row.id_number, _AAD["id_number_sealed"] + place)
        phone = _sealed(data_key, row.phone, _AAD["phone_sealed"] + place)
        phone_at = f"\\\\x{phone_index(row.phone).hex()}" if row.phone else "\\N"
        shown = mask_name(row.name).translate(_ESCAPES)
        yield (
            f"{person_id}\t{number}\t{key_id}\t{name}\t{identity}\t{phone}\t\\\\x{index.hex()}"
            f"\t{phone_at}\t{shown}\t{row.sex}\t{row.birth_date}\t{at}\n"
        )


def _sealed(data_key: bytes, text: str, aad: bytes) -> str:
    if not text:
        return "\\N"
    return f"\\\\x{seal.seal(data_key, text.encode(), aad).hex()}"
