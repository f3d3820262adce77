"""Sealing: only the right key at the right place opens an envelope."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import seal


@pytest.fixture
def keyring(tmp_path: Path) -> seal.Keyring:
    """A fresh keyring from a file of its own."""
    path = tmp_path / "keys" / "keyring.json"
    seal.Keyring.create_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    return seal.Keyring.from_file(path)


@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_one_changed_bit_anywhere_is_noticed(plaintext: bytes, place: int) -> None:
    key = seal.new_data_key()
    envelope = bytearray(seal.seal(key, plaintext, b"person.phone.7"))
    assert seal.unseal(key, bytes(envelope), b"person.phone.7") == plaintext
    where = [0, *range(2, len(envelope))][place % (len(envelope) - 1)]
    envelope[where] ^= 1
    with pytest.raises(seal.SealBrokenError):
        seal.unseal(key, bytes(envelope), b"person.phone.7")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    key = seal.new_data_key()
    envelope = seal.seal(key, b"13812341234", b"person.phone.7")
    with pytest.raises(seal.SealBrokenError):
        seal.unseal(key, envelope, b"person.phone.8")
    with pytest.raises(seal.SealBrokenError):
        seal.unseal(seal.new_data_key(), envelope, b"person.phone.7")


def test_a_data_key_opens_only_with_the_keyring_that_wrapped_it(
    keyring: seal.Keyring, tmp_path: Path
) -> None:
    key = seal.new_data_key()
    wrapped = keyring.wrap(key)
    assert keyring.unwrap(wrapped) == key
    other = tmp_path / "other.json"
    seal.Keyring.create_file(other)
    with pytest.raises(seal.SealBrokenError):
        seal.Keyring.from_file(other).unwrap(wrapped)
    with pytest.raises(seal.SealBrokenError):
        keyring.unwrap(wrapped[:5])


def test_an_index_is_stable_for_one_purpose_and_different_for_another(
    keyring: seal.Keyring,
) -> None:
    first = keyring.index("person.id_number", "11010519491231002X")
    assert first == keyring.index("person.id_number", "11010519491231002X")
    assert first != keyring.index("household.id_number", "11010519491231002X")
    assert len(first) == 32


def test_an_existing_keyring_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    seal.Keyring.create_file(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        seal.Keyring.create_file(path)
    assert path.read_bytes() == before
