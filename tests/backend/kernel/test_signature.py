"""Ed25519 keys in a file: what one signed stays checkable after another took its place."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.kernel.signature import SigningKeys, key_id, sign, verify


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "keys" / "receipt-signing.json"
    SigningKeys.create_file(place)
    return place


def test_a_key_file_is_for_its_owner_only_and_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        SigningKeys.create_file(path)
    assert path.read_bytes() == before


def test_a_signature_holds_for_these_bytes_and_this_key_alone(path: Path, tmp_path: Path) -> None:
    key = SigningKeys.from_file(path).current
    SigningKeys.create_file(tmp_path / "other.json")
    other = SigningKeys.from_file(tmp_path / "other.json").current
    signed = sign(b"1,450.00", key)
    assert verify(b"1,450.00", signed, key.public_key())
    assert not verify(b"1,450.01", signed, key.public_key())
    assert not verify(b"1,450.00", signed, other.public_key())
    assert not verify(b"1,450.00", "not base64", key.public_key())
    assert not verify(b"1,450.00", "", key.public_key())


def test_an_old_key_is_still_published_after_a_new_one_signs(path: Path, tmp_path: Path) -> None:
    old = SigningKeys.from_file(path)
    SigningKeys.create_file(tmp_path / "new.json")
    content = json.loads((tmp_path / "new.json").read_text())
    content["keys"] |= json.loads(path.read_text())["keys"]
    path.write_text(json.dumps(content))
    both = SigningKeys.from_file(path)
    assert both.current_id != old.current_id
    assert set(both.public()) == {old.current_id, both.current_id}
    raw = base64.b64decode(both.public()[old.current_id])
    public = Ed25519PublicKey.from_public_bytes(raw)
    assert verify(b"old", sign(b"old", old.current), public)
    assert key_id(public) == old.current_id
