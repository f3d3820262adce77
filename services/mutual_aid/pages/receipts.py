"""What anybody needs to check a receipt: the public keys and the program that recomputes it."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse

from backend.access.guards import Public
from backend.access.pages import page
from backend.fields.keys import signing_keys

OPEN = Public(reason="计算单由任何人核对，公钥和核对程序不需要登录（R8.19）")
VERIFIER = Path(__file__).parents[3] / "docs" / "verifier" / "zhijia_verify_receipt.py"
KEYS_FORMAT = "zhijia-receipt-keys/1"


@page(permit=OPEN)
def key(_request: HttpRequest) -> HttpResponse:
    """Publish every public key that signed receipts, by its id."""
    keys = signing_keys()
    content = {
        "format": KEYS_FORMAT,
        "algorithm": "Ed25519",
        "current": keys.current_id,
        "keys": keys.public(),
    }
    return JsonResponse(content)


@page(permit=OPEN)
def verifier(_request: HttpRequest) -> HttpResponse:
    """Hand out the program that recomputes a receipt, one file."""
    answer = HttpResponse(_program(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return answer


@cache
def _program() -> bytes:
    return VERIFIER.read_bytes()
