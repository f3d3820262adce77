"""Signatures 签名: Ed25519 keys of the operator in a file outside the database.

The file holds every key by its id and names the current one, so that a key can be replaced and
what an old one signed can still be checked.
"""

import base64
import binascii
import hashlib
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


def sign(content: bytes, key: Ed25519PrivateKey) -> str:
    """Sign bytes; gives the 64-byte signature as base64."""
    return base64.b64encode(key.sign(content)).decode()


def verify(content: bytes, signature: str, key: Ed25519PublicKey) -> bool:
    """Tell whether a signature in base64 was made over these bytes with the key's other half."""
    try:
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def key_id(key: Ed25519PublicKey) -> str:
    """Name a public key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


class SigningKeys:
    """The operator's signing keys by id, and which one signs now."""

    def __init__(self, keys: dict[str, Ed25519PrivateKey], current: str) -> None:
        self._keys = keys
        self.current_id = current

    @classmethod
    def from_file(cls, path: Path) -> "SigningKeys":
        """Read a key file (JSON, mode 0600) as `create_file` writes it."""
        content = json.loads(path.read_text(encoding="utf-8"))
        keys = {
            kid: Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))
            for kid, key in content["keys"].items()
        }
        return cls(keys, content["current"])

    @staticmethod
    def create_file(path: Path) -> None:
        """Write a file with one fresh key; never overwrites one that is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        kid = key_id(key.public_key())
        content = {"current": kid, "keys": {kid: key.private_bytes_raw().hex()}}
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file)

    @property
    def current(self) -> Ed25519PrivateKey:
        """The key that signs now."""
        return self._keys[self.current_id]

    def public(self) -> dict[str, str]:
        """Give every public key by its id, 32 bytes as base64."""
        return {
            kid: base64.b64encode(key.public_key().public_bytes_raw()).decode()
            for kid, key in self._keys.items()
        }
