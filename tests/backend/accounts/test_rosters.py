from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts import people, rosters
from backend.accounts.models import Person
from backend.config.demo.cast import Cast
from backend.kernel.identifiers import id_check_character
from tests.cast import part

BORN = date(1990, 1, 1)


def _row(serial: int, name: str = "张小明", phone: str = "13900000001") -> rosters.Identity:
    first = f"99990219900101{serial:03d}"
    sex = "M" if serial % 2 else "F"
    return rosters.Identity(first + id_check_character(first), name, phone, sex, BORN)


def test_new_persons_are_entered_sealed_and_can_be_opened(cast: Cast) -> None:
    rows = [_row(1), _row(2, "欧阳娜娜", "")]
    keys = rosters.enter(rows)
    first, second = (
        Person.objects.select_related("key").get(pk=keys[row.id_number]) for row in rows
    )
    assert first.unseal("name_sealed") == "张小明"
    assert first.unseal("id_number_sealed") == rows[0].id_number
    assert first.unseal("phone_sealed") == "13900000001"
    assert (first.sex, first.birth_date, first.display_name) == ("M", BORN, "张**")
    assert bytes(first.phone_index or b"") == people.phone_index("13900000001")
    assert second.display_name == "欧阳**"
    assert second.phone_sealed is None
    assert second.phone_index is None
    assert people.find_or_create(rows[0].id_number, "张小明") == first


def test_a_known_person_is_found_and_not_doubled(cast: Cast) -> None:
    known = part("li_mei")
    row = rosters.Identity(known.id_number, "李 梅", "13911111111", "F", known.birth_date)
    before = Person.objects.count()
    assert rosters.enter([row, _row(3), _row(3)]) == {
        known.id_number: cast.people["li_mei"].pk,
        _row(3).id_number: Person.objects.latest("pk").pk,
    }
    assert Person.objects.count() == before + 1
    cast.people["li_mei"].refresh_from_db()
    assert cast.people["li_mei"].unseal("phone_sealed") == known.phone


@pytest.mark.parametrize("name", ["张\t三", "李\\四", "王\n五", "赵六\\N"])
def test_signs_that_mean_something_to_copy_stay_what_they_are(cast: Cast, name: str) -> None:
    row = _row(5, name)
    person = Person.objects.select_related("key").get(pk=rosters.enter([row])[row.id_number])
    assert person.unseal("name_sealed") == name
    assert person.display_name == name[0] + "*" * (len(name) - 1)


def test_a_thousand_rows_take_as_many_statements_as_one(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        rosters.enter([_row(7)])
    with CaptureQueriesContext(connection) as many:
        rosters.enter([_row(serial) for serial in range(10, 990)])
    assert len(few) == len(many)
