"""Reading an invoice by machine 发票识别: an extra that pre-fills a form and decides nothing.

Absent unless the operator names a program in `OCR_COMMAND`: it gets the clean JPEG on its standard
input and writes the text it reads, UTF-8, to its standard output (`tesseract stdin stdout -l
chi_sim`). The program is run apart (`ocr_start.py`), its answer read as a stranger's; whatever goes
wrong with it, there is simply no suggestion.
"""

import logging
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from backend.access.actor import Actor
from backend.files import attachments, workflow
from backend.files.invoice_text import Suggestion, suggestion_in
from backend.files.models import Attachment, Media, VariantName

START = Path(__file__).with_name("ocr_start.py")
WALL_SECONDS = 25
LONGEST_TEXT = 64 * 1024
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OMP_THREAD_LIMIT": "1",
}
_log = logging.getLogger(__name__)
# One at a time in one process: a second one gets no suggestion and does not wait.
_place = BoundedSemaphore(1)


def is_available() -> bool:
    """Tell whether a reading program is set up."""
    return bool(settings.OCR_COMMAND)


def suggest(attachment: Attachment, *, actor: Actor) -> Suggestion:
    """Read the number, amount and date off a photographed invoice, as far as they can be read.

    The caller has checked the right to read; the reading is recorded. Empty without a program,
    while another picture is being read, and when the program fails. Call it outside a transaction;
    it may take 25 seconds.
    """
    if not is_available() or attachment.media != Media.IMAGE:
        return Suggestion()
    if not _place.acquire(blocking=False):
        return Suggestion()
    try:
        content = attachments.open_variant(attachment, VariantName.ORIGINAL)
        workflow.record_reading(attachment, VariantName.ORIGINAL, actor=actor, purpose="自动识别")
        return suggestion_in(read_text(content))
    finally:
        _place.release()


def read_text(content: bytes) -> str:
    """Let the program read a picture; gives what it wrote, "" when it failed or took too long."""
    command = [sys.executable, "-I", str(START), *shlex.split(settings.OCR_COMMAND)]
    with tempfile.TemporaryFile() as picture, tempfile.TemporaryFile() as out:
        picture.write(content)
        picture.seek(0)
        program = subprocess.Popen(
            command,
            stdin=picture,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        status = _ended(program)
        if status != 0:
            _log.warning("ocr_failed", extra={"status": status})
            return ""
        out.seek(0)
        return out.read(LONGEST_TEXT).decode("utf-8", "replace")


def _ended(program: "subprocess.Popen[bytes]") -> int | None:
    """Wait for the program within its time; then end it with whatever it started."""
    try:
        return program.wait(timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        return None
