"""Reading by machine: absent by default, a suggestion at best, and never in the way."""

import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.actor import Actor
from backend.audit.models import Entry
from backend.files import forms, ocr
from backend.files.invoice_text import Suggestion
from backend.files.models import Attachment, Media
from backend.files.ocr_start import CLONE_NEWNET, CLONE_NEWUSER
from backend.kernel.money import Money
from tests.backend.files import samples
from tests.backend.files.test_attachments import Sign
from tests.support import ocr_stub

READ = Suggestion("0001234567", Money(12_000), date(2026, 3, 5))


def script(settings: LazySettings, deed: str) -> None:
    """Set the stand-in up, to do this."""
    stub = Path(str(ocr_stub.__file__))
    settings.OCR_COMMAND = f"{sys.executable} -I {stub} {deed}"


@pytest.fixture
def li_mei(actor: Sign) -> Actor:
    """李梅 in one session."""
    return actor("li_mei")


@pytest.fixture
def uploaded(li_mei: Actor) -> Attachment:
    """A photograph of hers."""
    file = SimpleUploadedFile("发票.jpg", samples.photo(), "image/jpeg")
    return forms.receive(file, actor=li_mei)


def test_without_a_program_there_is_no_suggestion_and_nothing_is_opened(
    uploaded: Attachment, li_mei: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not ocr.is_available()
    monkeypatch.setattr(ocr, "read_text", None)
    assert ocr.suggest(uploaded, actor=li_mei) == Suggestion()
    assert not Entry.objects.filter(act="files:attachment:read").exists()


def test_what_the_program_reads_becomes_a_suggestion_and_leaves_a_trace(
    uploaded: Attachment, li_mei: Actor, settings: LazySettings
) -> None:
    script(settings, "read")
    assert ocr.suggest(uploaded, actor=li_mei) == READ
    entry = Entry.objects.get(act="files:attachment:read")
    assert (entry.purpose, entry.field_names) == ("自动识别", ["original"])


def test_a_second_reading_at_the_same_time_does_not_wait(
    uploaded: Attachment, li_mei: Actor, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(settings, "read")
    inside: list[Suggestion] = []

    def read(content: bytes) -> str:
        inside.append(ocr.suggest(uploaded, actor=li_mei))
        return ocr_stub.BILL

    monkeypatch.setattr(ocr, "read_text", read)
    assert ocr.suggest(uploaded, actor=li_mei) == READ
    assert inside == [Suggestion()]


def test_a_workbook_is_not_read(li_mei: Actor, settings: LazySettings) -> None:
    script(settings, "read")
    file = SimpleUploadedFile("名单.csv", "姓名\n演示\n".encode(), "text/csv")
    roster = forms.receive(file, actor=li_mei, media=Media.WORKBOOK)
    assert ocr.suggest(roster, actor=li_mei) == Suggestion()


@pytest.mark.parametrize("deed", ["fail", "flood", "hoard"])
def test_a_program_that_fails_or_takes_too_much_gives_nothing(
    settings: LazySettings, deed: str
) -> None:
    script(settings, deed)
    assert ocr.read_text(samples.photo()) == ""


def test_a_program_that_is_not_there_gives_nothing(settings: LazySettings) -> None:
    settings.OCR_COMMAND = "no-such-program stdin stdout"
    assert ocr.read_text(samples.photo()) == ""


def test_a_program_that_hangs_is_ended(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(settings, "hang")
    monkeypatch.setattr(ocr, "WALL_SECONDS", 0.3)
    assert ocr.read_text(samples.photo()) == ""


def test_bytes_that_are_no_text_are_read_as_far_as_they_go(settings: LazySettings) -> None:
    script(settings, "noise")
    assert len(ocr.read_text(samples.photo())) <= ocr.LONGEST_TEXT


UNSHARE = f"import ctypes; exit(ctypes.CDLL(None).unshare({CLONE_NEWUSER | CLONE_NEWNET}) != 0)"


def test_the_program_reaches_no_network_where_the_kernel_can_shut_it(
    settings: LazySettings,
) -> None:
    if subprocess.run([sys.executable, "-c", UNSHARE], check=False).returncode != 0:
        pytest.skip("this kernel gives no network namespace to everybody")
    with socket.create_server(("127.0.0.1", 0)) as server:
        script(settings, f"call {server.getsockname()[1]}")
        assert ocr.read_text(samples.photo()) == ocr_stub.BILL
