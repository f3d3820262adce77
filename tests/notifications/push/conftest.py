"""The FCM stand-in and the real SDK in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from notifications.push import providers
from tests.support.fcm_stub import FcmStub


@pytest.fixture(scope="session")
def fcm_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FcmStub]:
    """One stand-in for the whole run of this process."""
    stub = FcmStub(tmp_path_factory.mktemp("fcm")).start()
    yield stub
    stub.stop()


@pytest.fixture
def fcm(fcm_server: FcmStub, settings: Settings) -> Iterator[FcmStub]:
    """The product set up to push through the stand-in."""
    fcm_server.clear()
    fcm_server.storm, fcm_server.refuse_sign_in = None, False
    settings.FCM_SERVICE_ACCOUNT_FILE = str(fcm_server.account_file)
    settings.FCM_ENDPOINT = fcm_server.url
    providers.provider.cache_clear()
    yield fcm_server
    providers.provider.cache_clear()


@pytest.fixture
def account_folder(tmp_path: Path) -> Path:
    """A folder for a service account of one's own."""
    return tmp_path
