import pytest
from django.db import connection

from backend.accounts import people
from backend.accounts.models import Person
from backend.audit import trail
from backend.audit.models import Entry
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.identifiers import id_check_character
from tests.cast import part

NOBODY = "99990119900101004" + id_check_character("99990119900101004")
REVIEWER = DemoActor(user_id=4, label="district_reviewer")


def test_the_same_id_number_is_the_same_person(cast: Cast) -> None:
    before = Person.objects.count()
    again = people.find_or_create(
        f" {part('li_mei').id_number[:10]} {part('li_mei').id_number[10:]}", "别的名字"
    )
    assert again == cast.people["li_mei"]
    assert again.unseal("name_sealed") == "李梅"
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    ("id_number", "name", "phone", "code"),
    [
        ("999901198503120021", "李梅", "", "bad_id_number"),
        (part("li_mei").id_number.replace("1985", "1984"), "李梅", "", "bad_id_number"),
        (NOBODY, " ", "", "bad_name"),
        (NOBODY, "新人", "1380000", "bad_phone"),
    ],
)
def test_wrong_values_are_refused_and_nobody_is_entered(
    cast: Cast, id_number: str, name: str, phone: str, code: str
) -> None:
    before = Person.objects.count()
    with pytest.raises(Invalid) as refusal:
        people.find_or_create(id_number, name, phone)
    assert refusal.value.code == code
    assert Person.objects.count() == before


@pytest.mark.requirement("RX.2")
def test_lists_show_masks_and_the_tables_hold_no_readable_value(cast: Cast) -> None:
    li_mei = cast.people["li_mei"]
    assert str(li_mei) == li_mei.display_name == "李*"
    assert li_mei.masked_id == "999901********" + part("li_mei").id_number[-4:]
    assert li_mei.masked_phone == "138****0001"
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(p::text, ' ') FROM accounts_person p")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(u::text, ' ') FROM accounts_user u")
        rows += cursor.fetchone()[0]
    for value in ("李梅", part("li_mei").id_number, part("li_mei").phone):
        assert value not in rows
        assert value.encode().hex() not in rows


@pytest.mark.requirement("RX.2")
def test_reading_a_full_value_is_logged_with_field_and_purpose(cast: Cast) -> None:
    li_mei = cast.people["li_mei"]
    phone = people.reveal(li_mei, "phone", actor=REVIEWER, purpose="核实到账情况")
    assert phone == part("li_mei").phone
    entry = trail.readers_of(li_mei.pk)[0]
    assert (entry.act, entry.actor_id, entry.field_names, entry.purpose) == (
        "person.reveal",
        4,
        ["phone"],
        "核实到账情况",
    )


def test_without_a_purpose_nothing_is_revealed(cast: Cast) -> None:
    before = Entry.objects.count()
    with pytest.raises(Invalid) as refusal:
        people.reveal(cast.people["li_mei"], "phone", actor=REVIEWER, purpose="  ")
    assert refusal.value.code == "purpose_missing"
    assert Entry.objects.count() == before


def test_after_erasure_nothing_of_the_person_can_be_read_or_found(cast: Cast) -> None:
    person = Person.objects.select_related("key").get(pk=cast.people["chen_ping"].pk)
    people.erase(person, actor=DemoActor(), reason="本人撤回同意")
    person = Person.objects.select_related("key").get(pk=person.pk)
    with pytest.raises(Conflict) as refusal:
        people.reveal(person, "name", actor=REVIEWER, purpose="查看")
    assert refusal.value.code == "erased"
    assert (person.display_name, person.sex, person.birth_date) == ("", "", None)
    assert person.id_index is None
    assert person.phone_index is None


@pytest.mark.requirement("RX.3")
def test_a_person_gets_everything_this_room_knows_in_full(cast: Cast) -> None:
    copy = people.personal_data(cast.people["li_mei"])
    assert copy == {
        "姓名": "李梅",
        "身份证号": part("li_mei").id_number,
        "手机号": "13800000001",
        "会籍": [{"工会": "第三机床厂工会", "状态": "在籍", "入会": "2020-01-01", "终止": ""}],
        "单独同意": [],
        "收款账户": [],
    }
