"""What the tests of the backend share: a gateway that keeps its codes."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

SENT: dict[str, str] = {}


def keep_code(phone: str, code: str) -> None:
    """Stand in for the SMS gateway: remember the last code of a phone."""
    SENT[phone] = code


@pytest.fixture
def gateway(settings: Settings) -> Iterator[dict[str, str]]:
    """The codes that left, by phone."""
    settings.SIGN_IN_CODE_SENDER = "tests.backend.conftest.keep_code"
    SENT.clear()
    cache.clear()
    yield SENT
    SENT.clear()
