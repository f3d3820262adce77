from pathlib import Path

import pytest
from pytest_django import Settings

from backend.accounts.models import Person
from backend.config.demo.cast import Cast
from backend.fields import keys
from backend.fields.models import DataKey
from backend.kernel.errors import Conflict
from backend.kernel.seal import SealBrokenError


def test_a_sealed_value_opens_in_its_place_only(cast: Cast) -> None:
    li_mei, chen_ping = cast.people["li_mei"], cast.people["chen_ping"]
    assert li_mei.unseal("name_sealed") == "李梅"
    assert "李梅".encode() not in bytes(li_mei.name_sealed)
    li_mei.phone_sealed = li_mei.name_sealed
    with pytest.raises(SealBrokenError):
        li_mei.unseal("phone_sealed")
    chen_ping.name_sealed, chen_ping.key = li_mei.name_sealed, li_mei.key
    with pytest.raises(SealBrokenError):
        chen_ping.unseal("name_sealed")


def test_one_changed_byte_breaks_the_seal(cast: Cast) -> None:
    li_mei = cast.people["li_mei"]
    envelope = bytearray(li_mei.id_number_sealed)
    envelope[-1] ^= 1
    li_mei.id_number_sealed = bytes(envelope)
    with pytest.raises(SealBrokenError):
        li_mei.unseal("id_number_sealed")


def test_an_empty_value_stays_empty(cast: Cast) -> None:
    li_mei = cast.people["li_mei"]
    li_mei.seal("phone_sealed", "")
    assert li_mei.phone_sealed is None
    assert li_mei.unseal("phone_sealed") == ""


def test_destroying_the_data_key_makes_the_values_unreadable_for_good(cast: Cast) -> None:
    person = Person.objects.select_related("key").get(pk=cast.people["li_mei"].pk)
    person.key.destroy()
    again = Person.objects.select_related("key").get(pk=person.pk)
    with pytest.raises(Conflict) as refusal:
        again.unseal("name_sealed")
    assert refusal.value.code == "erased"
    key = DataKey.objects.get(pk=person.key_id)
    assert key.wrapped is None
    assert key.destroyed_at is not None


def test_the_keyring_file_is_made_once_and_for_its_owner_only(
    tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "keys" / "keyring.json"
    path.parent.mkdir()
    settings.KEYRING_FILE = path
    keys.keyring.cache_clear()
    try:
        first = keys.keyring().index("purpose", "text")
        assert path.stat().st_mode & 0o777 == 0o600
        keys.keyring.cache_clear()
        assert keys.keyring().index("purpose", "text") == first
        assert [one.name for one in path.parent.iterdir()] == ["keyring.json"]
    finally:
        keys.keyring.cache_clear()


def test_a_lost_keyring_is_not_replaced_where_the_settings_forbid_it(
    tmp_path: Path, settings: Settings
) -> None:
    settings.KEYRING_FILE = tmp_path / "keyring.json"
    settings.KEYRING_CREATE = False
    keys.keyring.cache_clear()
    try:
        with pytest.raises(FileNotFoundError):
            keys.keyring()
    finally:
        keys.keyring.cache_clear()
