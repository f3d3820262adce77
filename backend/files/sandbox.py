"""The decoder, in a process of its own that can be killed: image in, clean JPEGs out.

Run by `decoder.py`, never imported by the web process: the decoders of foreign bytes have had holes
that write outside their memory (Pillow 13.0.0 closed the last known). Before the first foreign byte
is read, the process gives up whatever it could do harm with: memory above 700 MB, more than 5 s of
processor time, every file and socket but its three pipes (no further descriptor can be opened, so
there is no disk and no network), and it dies with its parent. It was started without environment.

Answer: one line of JSON, then the bytes of the variants one after the other. The line also says
what the picture is like (`measures.py`) and how it looks (`looks.py`).
"""

import ctypes
import io
import json
import os
import resource
import signal
import sys
import warnings
from typing import NoReturn

# Everything that Pillow would import lazily: later there is no descriptor left to import with.
from PIL import (
    ExifTags,
    Image,
    ImageOps,
    JpegImagePlugin,
    JpegPresets,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    TiffTags,
    WebPImagePlugin,
)

from backend.files.looks import look
from backend.files.measures import measures

PRELOADED = (
    ExifTags,
    JpegImagePlugin,
    JpegPresets,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    TiffTags,
    WebPImagePlugin,
)
Image.preinit()
MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS = 5
OUTPUT_BYTES = 64 * 1024 * 1024
MOST_PIXELS = 25_000_000
PIPES = 3
PR_SET_PDEATHSIG = 1
FORMATS = ("JPEG", "PNG", "WEBP")
# name, longest side in pixels (0: as it is), JPEG quality
VARIANTS = (("original", 0, 88), ("preview", 1600, 82), ("thumb", 320, 78))


def main() -> NoReturn:
    """Decode, re-encode, answer; the exit status says nothing."""
    confine()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()
    os._exit(0)


def confine() -> None:
    """Give up memory, time, files and network; die with the parent."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.closerange(PIPES, 1024)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (PIPES, PIPES))


def answer(content: bytes) -> bytes:
    """Give the head line and the variants, or a head line with the reason of refusal."""
    try:
        head, parts = variants_of(open_clean(content))
    except RefusedImageError as refused:
        head, parts = {"refused": str(refused)}, []
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        head, parts = {"refused": "too_many_pixels"}, []
    except (OSError, SyntaxError, ValueError, EOFError):
        head, parts = {"refused": "broken_image"}, []
    except MemoryError:
        head, parts = {"refused": "undecodable"}, []
    return b"".join([json.dumps(head).encode(), b"\n", *parts])


class RefusedImageError(Exception):
    """The image is of a kind that is not accepted; the text is the code."""


def open_clean(content: bytes) -> Image.Image:
    """Decode one still image into a fresh RGB one that carries nothing but pixels.

    The EXIF orientation is applied, then all metadata is dropped. A phone's JPEG may hold further
    pictures behind the first (MPO); only the first is read.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise RefusedImageError("too_many_pixels")
        if opened.format in {"PNG", "WEBP"} and getattr(opened, "is_animated", False):
            raise RefusedImageError("animated")
        opened.load()
        ImageOps.exif_transpose(opened, in_place=True)
        return flattened(opened)


def flattened(image: Image.Image) -> Image.Image:
    """Copy the pixels onto a new white RGB image."""
    clean = Image.new("RGB", image.size, "white")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        clean.paste(layer, mask=layer.getchannel("A"))
    else:
        clean.paste(image if image.mode == "RGB" else image.convert("RGB"))
    return clean


def variants_of(image: Image.Image) -> tuple[dict[str, object], list[bytes]]:
    """Encode the three sizes as JPEG; the head tells name, width, height and length of each.

    `measures` and `look` (two numbers in hexadecimal, or null) are taken from the preview.
    """
    described, parts, seen = [], [], {}
    for name, side, quality in VARIANTS:
        if side:
            image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        parts.append(out.getvalue())
        described.append([name, image.width, image.height, len(parts[-1])])
        if name == "preview":
            seen = seen_in(image)
    return {"variants": described} | seen, parts


def seen_in(preview: Image.Image) -> dict[str, object]:
    """Tell what a picture is like and how it looks."""
    bits = look(preview)
    return {"measures": measures(preview), "look": bits and [f"{number:x}" for number in bits]}


if __name__ == "__main__":
    main()
