"""Sealing 加密: envelopes for personal values and keyed indexes, keys outside the database.

Envelope: `alg | kid | nonce | ciphertext+tag`, one byte each for algorithm and key id, 12 bytes
of nonce, AES-256-GCM. The associated data names table, column and row, so that a value moved to
another place does not open. Each person has a data key, wrapped by the key-encryption key of the
keyring; destroying the wrapped key makes every value of that person unreadable for good.
"""

import hmac
import json
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AES_256_GCM = 1
DATA_KEY_ID = 0
NONCE_BYTES = 12
KEY_BYTES = 32
HEAD_BYTES = 2 + NONCE_BYTES


class SealBrokenError(Exception):
    """The envelope does not open: altered, moved to another place, or its key is destroyed."""


def new_data_key() -> bytes:
    """Make a fresh 32-byte data key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, aad: bytes, *, kid: int = DATA_KEY_ID) -> bytes:
    """Seal bytes under a 32-byte key; `aad` binds the envelope to its place."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes((AES_256_GCM, kid)) + nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def unseal(key: bytes, envelope: bytes, aad: bytes) -> bytes:
    """Open an envelope; raises SealBrokenError when it was altered or moved to another place."""
    if len(envelope) < HEAD_BYTES or envelope[0] != AES_256_GCM:
        message = "this is no envelope of a known algorithm"
        raise SealBrokenError(message)
    try:
        return AESGCM(key).decrypt(envelope[2:HEAD_BYTES], envelope[HEAD_BYTES:], aad)
    except InvalidTag:
        message = "the seal is broken"
        raise SealBrokenError(message) from None


class Keyring:
    """The keys that never enter the database: key-encryption keys by id, and the index key."""

    def __init__(self, kek: dict[int, bytes], current: int, index_key: bytes) -> None:
        self._kek = kek
        self._current = current
        self._index_key = index_key
        self._index_keys: dict[str, bytes] = {}

    @classmethod
    def from_file(cls, path: Path) -> "Keyring":
        """Read a keyring file (JSON, mode 0600) as `create_file` writes it."""
        content = json.loads(path.read_text(encoding="utf-8"))
        kek = {int(kid): bytes.fromhex(key) for kid, key in content["kek"].items()}
        return cls(kek, int(content["current"]), bytes.fromhex(content["index"]))

    @staticmethod
    def create_file(path: Path) -> None:
        """Write a new keyring with fresh keys; never overwrites one that is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "kek": {"1": secrets.token_hex(KEY_BYTES)},
            "current": 1,
            "index": secrets.token_hex(KEY_BYTES),
        }
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file)

    def wrap(self, data_key: bytes) -> bytes:
        """Wrap a data key under the current key-encryption key."""
        return seal(self._kek[self._current], data_key, b"data-key", kid=self._current)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Open a wrapped data key; raises SealBrokenError when its key is not in the ring."""
        if len(wrapped) < HEAD_BYTES or wrapped[1] not in self._kek:
            message = "the key that wrapped this is not in the keyring"
            raise SealBrokenError(message)
        return unseal(self._kek[wrapped[1]], wrapped, b"data-key")

    def index(self, purpose: str, text: str) -> bytes:
        """Give the 32-byte keyed index of a value, one key a purpose (`person.id_number`)."""
        key = self._index_keys.get(purpose)
        if key is None:
            key = hmac.digest(self._index_key, purpose.encode(), sha256)
            self._index_keys[purpose] = key
        return hmac.digest(key, text.encode(), "sha256")
