"""The sandbox: what it lets through is clean, what it refuses says why, and it cannot be broken."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backend.files import decoder, sandbox
from backend.files.faults import UNSUPPORTED, Unsupported
from backend.files.signature import check_image
from tests.backend.files import samples

MEBIBYTE = 1024 * 1024


def check(path: Path) -> tuple[decoder.CleanVariant, ...]:
    """Do with a file what reception does with it."""
    check_image(path)
    return decoder.decode(path).variants


def laid(tmp_path: Path, content: bytes) -> Path:
    """Lay content in a file."""
    path = tmp_path / "upload"
    path.write_bytes(content)
    return path


@pytest.mark.requirement("RX.7")
def test_a_phone_photo_is_turned_reduced_and_carries_nothing_but_pixels(tmp_path: Path) -> None:
    variants = check(laid(tmp_path, samples.photo(4000, 3000)))
    assert [(one.name, one.width, one.height) for one in variants] == [
        ("original", 3000, 4000),
        ("preview", 1200, 1600),
        ("thumb", 240, 320),
    ]
    for one in variants:
        image = Image.open(io.BytesIO(one.content))
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        for secret in (b"Exif", b"GPS", b"Fictitious", b"SN-4711", b"taken at home"):
            assert secret not in one.content
        # The red corner was top left; turned by 90 degrees it is top right.
        pixel = image.getpixel((image.width - 5, 5))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 200
        assert pixel[1] < 60


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("WEBP", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGB"),
        ("PNG", "1"),
    ],
)
def test_every_common_kind_of_picture_comes_out_as_jpeg(
    tmp_path: Path, kind: str, mode: str
) -> None:
    variants = check(laid(tmp_path, samples.encoded(Image.new(mode, (50, 40)), kind)))
    assert [(one.width, one.height) for one in variants] == [(50, 40)] * 3


@pytest.mark.requirement("RX.7")
@pytest.mark.parametrize("name", sorted(samples.HOSTILE))
def test_a_hostile_file_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    maker, code = samples.HOSTILE[name]
    with pytest.raises(Unsupported) as caught:
        check(laid(tmp_path, maker()))
    assert (caught.value.code, caught.value.status) == (code, 415)
    assert caught.value.message == UNSUPPORTED[code]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="empty_file"):
        check(laid(tmp_path, b""))


def test_a_png_that_lies_about_its_size_stays_within_bounds(tmp_path: Path) -> None:
    path = laid(tmp_path, samples.lying_png())
    assert [(one.width, one.height) for one in check(path)] == [(100, 100)] * 3
    assert peak_mb(path) < 512


def test_the_heaviest_photo_stays_below_512_mb_and_the_web_process_stays_flat(
    tmp_path: Path,
) -> None:
    path = laid(tmp_path, samples.encoded(Image.new("RGBA", (5000, 5000), "red"), "PNG"))
    check(path)
    before = own_mb()
    for _ in range(2):
        check(path)
    assert own_mb() - before < 20
    assert peak_mb(path) < 512


PEAK = """
import resource, sys
from pathlib import Path
from backend.files import decoder
decoder.decode(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def peak_mb(path: Path) -> int:
    """Peak memory of the decoder alone: other tests of this process have children of their own."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def own_mb() -> int:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // MEBIBYTE


def confined(code: str, *, setting: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a line of Python behind the sandbox's own confinement."""
    head = (
        f"import sys; sys.path.insert(0, {str(decoder.SCRIPT.parent)!r}); "
        f"import sandbox, os, socket; {setting}sandbox.confine(); "
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", head + code],
        env={},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "open('/tmp/written', 'w')",
        "socket.socket()",
        "os.listdir('/')",
        "os.popen('id').read()",
        "bytearray(800 * 1024 * 1024)",
    ],
)
def test_the_sandbox_can_reach_no_file_no_network_and_no_more_memory(deed: str) -> None:
    done = confined(deed)
    assert done.returncode == 1
    assert "Too many open files" in done.stderr or "MemoryError" in done.stderr


def test_the_sandbox_is_stopped_when_it_computes_too_long() -> None:
    assert sandbox.CPU_SECONDS == 5
    done = confined("\nwhile True: pass", setting="sandbox.CPU_SECONDS = 1; ")
    assert done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_the_sandbox_gets_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os; print(json.dumps({'refused': ','.join(sorted(os.environ))}))")
    monkeypatch.setattr(decoder, "SCRIPT", spy)
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    seen: list[str] = []
    monkeypatch.setattr(
        decoder, "unsupported", lambda code: seen.append(code) or Unsupported(code, code)
    )
    with pytest.raises(Unsupported):
        decoder.decode(laid(tmp_path, samples.photo()))
    assert "DATABASE_URL" not in seen[0]
    assert set(seen[0].split(",")) <= {"", "LC_CTYPE"}


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"variants": [["original", 1, 1, 5]]}',
        '{"variants": [["../../etc", 1, 1, 5], ["preview", 1, 1, 1], ["thumb", 1, 1, 1]]}',
        '{"variants": 7}',
        '{"refused": "a code nobody knows"}',
        json.dumps({"variants": [["original", 1, 1, 9], ["preview", 1, 1, 9], ["thumb", 1, 1, 9]]}),
    ],
)
def test_whatever_a_broken_decoder_answers_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    stand_in = tmp_path / "broken.py"
    stand_in.write_text(f"import sys; sys.stdout.write({answer!r}); sys.exit(3)")
    monkeypatch.setattr(decoder, "SCRIPT", stand_in)
    with pytest.raises(Unsupported, match="undecodable"):
        decoder.decode(laid(tmp_path, samples.photo()))


GOOD: dict[str, Any] = {
    "variants": [["original", 9, 8, 3], ["preview", 9, 8, 2], ["thumb", 3, 2, 1]],
    "measures": {"sharpness": 500, "glare": 0, "brightness": 200, "cut_edge": 3},
    "look": ["f" * 16, "a" * 64],
}


def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: dict[str, Any]) -> Path:
    """Let a stand-in answer with this head line and six bytes; gives a file to decode."""
    stand_in = tmp_path / "stranger.py"
    stand_in.write_text(f"print({json.dumps(head)!r}); print('abcdef', end='')")
    monkeypatch.setattr(decoder, "SCRIPT", stand_in)
    return laid(tmp_path, samples.photo())


def test_an_answer_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = decoder.decode(answered(tmp_path, monkeypatch, GOOD))
    assert [one.content for one in photo.variants] == [b"abc", b"de", b"f"]
    assert photo.measures == decoder.Measures(500, 0, 200, 3)
    assert photo.look == decoder.Look(2**64 - 1, int("a" * 64, 16))
    nothing = GOOD | {"look": None, "measures": GOOD["measures"] | {"sharpness": None}}
    photo = decoder.decode(answered(tmp_path, monkeypatch, nothing))
    assert (photo.look, photo.measures.sharpness) == (None, None)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"look": ["f" * 17, "a"]},
        {"look": ["f", "a" * 65]},
        {"look": ["-1", "a"]},
        {"look": ["", "a"]},
        {"look": [1, 2]},
        {"look": ["f"]},
        {"look": "ff"},
        {"measures": None},
        {"measures": GOOD["measures"] | {"brightness": 256}},
        {"measures": GOOD["measures"] | {"glare": True}},
        {"measures": GOOD["measures"] | {"glare": -1}},
        {"measures": GOOD["measures"] | {"cut_edge": 1.5}},
        {"measures": GOOD["measures"] | {"sharpness": "500"}},
        {"measures": GOOD["measures"] | {"sharpness": 10**9}},
        {"measures": GOOD["measures"] | {"more": 1}},
        {"measures": {"sharpness": 500}},
        {"variants": [["original", 9, 8, 4], ["preview", 9, 8, 2], ["thumb", 3, 2, 1]]},
        {"variants": [["original", 0, 8, 3], ["preview", 9, 8, 2], ["thumb", 3, 2, 1]]},
        {"variants": [["original", 9, 8, -1], ["preview", 9, 8, 2], ["thumb", 3, 2, 1]]},
        {"variants": [["original", 9, "8", 3], ["preview", 9, 8, 2], ["thumb", 3, 2, 1]]},
        {"variants": [["original", 9, 8, 3]]},
        {"variants": [[], [], []]},
        {"variants": [["original"], ["preview"], ["thumb"]]},
    ],
)
def test_an_answer_with_nonsense_in_it_is_a_refusal(nonsense: dict[str, Any]) -> None:
    answer = json.dumps(GOOD | nonsense).encode() + b"\nabcdef"
    with pytest.raises(Unsupported, match="undecodable"):
        decoder._read_answer(io.BytesIO(answer))


def test_a_decoder_that_crashes_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashing = tmp_path / "crashing.py"
    crashing.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    monkeypatch.setattr(decoder, "SCRIPT", crashing)
    with pytest.raises(Unsupported, match="undecodable"):
        decoder.decode(laid(tmp_path, samples.photo()))
