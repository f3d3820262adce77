"""What anybody downloads to check a receipt, without signing in."""

import base64
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from backend.fields import keys
from services.mutual_aid.pages.receipts import VERIFIER

pytestmark = pytest.mark.django_db


def test_the_public_key_is_published_and_the_private_one_is_not(
    settings: Settings, tmp_path: Path
) -> None:
    settings.RECEIPT_SIGNING_KEY_FILE = tmp_path / "receipt-signing.json"
    keys.signing_keys.cache_clear()
    try:
        answer = Client().get("/open/receipt-key.json")
        own = keys.signing_keys()
        assert answer.json() == {
            "format": "zhijia-receipt-keys/1",
            "algorithm": "Ed25519",
            "current": own.current_id,
            "keys": {
                own.current_id: base64.b64encode(
                    own.current.public_key().public_bytes_raw()
                ).decode()
            },
        }
        assert own.current.private_bytes_raw().hex() not in answer.content.decode()
        assert (tmp_path / "receipt-signing.json").stat().st_mode & 0o777 == 0o600
        keys.signing_keys.cache_clear()
        assert keys.signing_keys().current_id == own.current_id
    finally:
        keys.signing_keys.cache_clear()


def test_the_verifier_is_handed_out_as_it_stands_in_the_documents() -> None:
    answer = Client().get("/open/verify/receipt.py")
    assert answer.content == VERIFIER.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="zhijia_verify_receipt.py"'
