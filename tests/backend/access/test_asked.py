"""The query of a hot list is read in its plainest spelling, and in no other."""

import pytest

from backend.access.asked import Asked, Choice, Whole, read, texts, written

DESK = Choice("desk", ("unit", "city_medical"))
SORT = Choice("sort", ("new", "due"), "new")
LIMIT = Whole("limit", 100, 20)
ALL = (DESK, SORT, LIMIT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (b"desk=unit", Asked(("unit", "new"), (20,))),
        (b"desk=city_medical&limit=1", Asked(("city_medical", "new"), (1,))),
        (b"limit=100&sort=due&desk=unit", Asked(("unit", "due"), (100,))),
    ],
)
def test_a_plain_query_gives_its_values_in_the_order_of_the_parameters(
    query: bytes, found: Asked
) -> None:
    assert read(ALL, query) == found


@pytest.mark.parametrize(
    "query",
    [
        b"",
        b"limit=10",
        b"desk=",
        b"desk",
        b"desk=nobody",
        b"desk=UNIT",
        b"desk=%75nit",
        b"desk=unit;limit=2",
        b"desk=unit&",
        b"&desk=unit",
        b"desk=unit&desk=unit",
        b"desk=unit&desk=city_medical",
        b"desk=unit&cursor=SL-1",
        b"desk=unit&overdue=false",
        b"desk=unit&limit=",
        b"desk=unit&limit=0",
        b"desk=unit&limit=010",
        b"desk=unit&limit=101",
        b"desk=unit&limit=-1",
        b"desk=unit&limit=+1",
        b"desk=unit&limit=1.0",
        b"desk=unit&limit=9999999",
        "desk=unit&limit=²".encode(),
        b"desk=unit&limit=\xb2",
        b"desk=unit\xff",
    ],
)
def test_whatever_else_is_asked_is_not_for_the_lane(query: bytes) -> None:
    assert read(ALL, query) is None


def test_a_read_without_parameters_takes_no_query() -> None:
    assert read((), b"") == Asked()
    assert read((), b"x=1") is None


def test_words_are_written_into_the_text_and_numbers_are_not() -> None:
    found = dict(texts(ALL, "desk = :desk AND x::desk AND :desks ORDER BY :sort LIMIT $2"))
    assert found["unit", "due"] == "desk = 'unit' AND x::desk AND :desks ORDER BY 'due' LIMIT $2"
    assert len(found) == 4
    assert written(":word", word="it's") == "'it''s'"
