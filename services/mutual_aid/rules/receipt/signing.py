"""Signing a receipt, checking the signature, and the document that is handed out."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from backend.kernel import signature
from services.mutual_aid.rules.canonical import canonical
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.receipt.making import Receipt

DOCUMENT_FORMAT = "zhijia-receipt-document/1"

__all__ = ["DOCUMENT_FORMAT", "canonical", "document", "sign", "verify"]


def sign(receipt: Mapping[str, Any], private_key: Ed25519PrivateKey) -> str:
    """Sign the canonical bytes of a receipt (Ed25519, base64); an estimate is never signed."""
    if receipt["estimate"]:
        message = "an estimate is no receipt and is not signed"
        raise ValueError(message)
    return signature.sign(canonical(receipt), private_key)


def verify(receipt: Mapping[str, Any], signed: str, public_key: Ed25519PublicKey) -> bool:
    """Tell whether the signature belongs to this receipt, to the last letter."""
    return signature.verify(canonical(receipt), signed, public_key)


def document(receipt: Receipt, signed: str, key_id: str, pack: Pack) -> dict[str, Any]:
    """Give what a member takes along: receipt, signature and the rules it was computed with."""
    return {
        "format": DOCUMENT_FORMAT,
        "receipt": receipt,
        "signature": signed,
        "key": key_id,
        "pack": pack.raw,
    }
