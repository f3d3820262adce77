"""Files as they come from the world, friendly and hostile, made fresh for each test."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import xlsxwriter
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GPS_IFD = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F
SERIAL = 0xA431


def photo(width: int = 400, height: int = 300, *, quality: int = 85, rotated: bool = True) -> bytes:
    """A phone photograph: JPEG with maker, body serial number and GPS place, turned by EXIF.

    Its top left corner is red, the rest grey, so that the turning can be seen.
    """
    image = Image.new("RGB", (width, height), "grey")
    image.paste("red", (0, 0, width // 4, height // 4))
    exif = Image.Exif()
    exif[MAKE] = "Fictitious Phone"
    if rotated:
        exif[ORIENTATION] = 6
    exif.get_ifd(0x8769)[SERIAL] = "SN-4711"
    place = exif.get_ifd(GPS_IFD)
    place[1], place[2], place[3], place[4] = "N", (39.0, 54.0, 20.0), "E", (116.0, 23.0, 29.0)
    return encoded(image, "JPEG", quality=quality, exif=exif, comment=b"taken at home")


def noisy_photo(width: int = 4000, height: int = 3000) -> bytes:
    """Twelve megapixels of noise: as heavy as a photograph gets."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS_IFD)[1] = "N"
    image = Image.effect_noise((width, height), 60).convert("RGB")
    return encoded(image, "JPEG", quality=80, exif=exif)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Encode an image."""
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def png_bomb(side: int = 12_000) -> bytes:
    """A PNG of a few kilobytes that unfolds to 144 megapixels."""
    row = b"\0" + b"\0" * side
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )


def lying_png() -> bytes:
    """A PNG that claims to be small while its data unfolds to 100 MB."""
    head = struct.pack(">IIBBBBB", 100, 100, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )


def huge_dimensions() -> bytes:
    """A PNG head that claims 4 billion pixels and brings none."""
    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def archive(members: dict[str, bytes], *, level: int = 9) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def animated(kind: str) -> bytes:
    """A moving picture."""
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "green", "blue")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def heic() -> bytes:
    """The head of an HEIC file, as iPhones write it."""
    return b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + b"\0" * 500


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"

# name -> (maker, code of the refusal)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.png": (png_bomb, "too_many_pixels"),
    "dimensions.png": (huge_dimensions, "too_many_pixels"),
    "26-megapixels.jpg": (
        lambda: encoded(Image.new("L", (5200, 5000)), "JPEG"),
        "too_many_pixels",
    ),
    "page-named.jpg": (lambda: PAGE, "not_an_image"),
    "page-behind.jpg": (lambda: photo() + PAGE, "polyglot"),
    "page-in-comment.jpg": (
        lambda: encoded(Image.new("RGB", (9, 9)), "JPEG", comment=PAGE),
        "polyglot",
    ),
    "archive-behind.png": (
        lambda: encoded(Image.new("RGB", (9, 9)), "PNG") + archive({"a.class": b"x"}),
        "polyglot",
    ),
    "pdf-behind.jpg": (lambda: photo() + b"\n%PDF-1.7\n", "polyglot"),
    "php-behind.jpg": (lambda: photo() + b"<?php system($_GET['c']); ?>", "polyglot"),
    "head-only.jpg": (lambda: b"\xff\xd8\xff\xe0", "broken_image"),
    "cut.jpg": (lambda: photo()[: len(photo()) // 2], "broken_image"),
    "cut.png": (
        lambda: encoded(Image.effect_noise((300, 300), 60), "PNG")[:-20_000],
        "broken_image",
    ),
    "noise-behind-head.jpg": (lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, "broken_image"),
    "moving.webp": (lambda: animated("WEBP"), "animated"),
    "moving.png": (lambda: animated("PNG"), "animated"),
    "moving.gif": (lambda: animated("GIF"), "not_an_image"),
    "scan.tiff": (lambda: encoded(Image.new("RGB", (9, 9)), "TIFF"), "not_an_image"),
    "drawing.bmp": (lambda: encoded(Image.new("RGB", (9, 9)), "BMP"), "not_an_image"),
    "drawing.svg": (lambda: SVG, "not_an_image"),
    "photo.heic": (heic, "heic"),
    "paper.pdf": (lambda: b"%PDF-1.7\n" + b"x" * 400, "not_an_image"),
    "archive.jpg": (lambda: archive({"a.txt": b"x"}), "not_an_image"),
    "program.jpg": (lambda: b"\x7fELF" + b"\0" * 400, "not_an_image"),
    "riff.webp": (lambda: b"RIFF\x10\0\0\0WEBPVP8 " + b"\xff" * 60, "broken_image"),
    "old.ico": (lambda: b"\0\0\1\0\1\0" + b"\0" * 60, "not_an_image"),
}


def workbook(rows: int = 20) -> bytes:
    """An honest roster."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    for place in range(rows):
        sheet.write_row(place, 0, [f"职工{place}", "999901198503120023", "13800000001"])
    sheet.write_url(rows, 0, "https://example.org/help", string="说明")
    book.close()
    return out.getvalue()


def workbook_with(extra: dict[str, bytes]) -> bytes:
    """An honest roster with further members."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as honest:
        members = {name: honest.read(name) for name in honest.namelist()}
    return archive(members | extra)


def locked_workbook() -> bytes:
    """A workbook behind a password: an OLE file that holds an encrypted package."""
    return OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000


def directory_that_lies() -> bytes:
    """A workbook whose directory states a smaller size than the member unfolds to."""
    content = bytearray(workbook_with({"xl/media/a.bin": b"\0" * 5_000_000}))
    real, false = struct.pack("<I", 5_000_000), struct.pack("<I", 1000)
    return bytes(content.replace(real, false))


EXTERNAL_RELATION = (
    b'<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats'
    b'.org/officeDocument/2006/relationships/image" Target="https://example.org/a.png"'
    b' TargetMode="External"/></Relationships>'
)

BAD_WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "workbook_empty"),
    "blank": (lambda: b" \r\n ", "workbook_empty"),
    "cut": (lambda: workbook()[:-300], "workbook_broken"),
    "password": (locked_workbook, "workbook_encrypted"),
    "old, renamed": (lambda: OLE + b"\0" * 3000, "workbook_old_format"),
    "200 MB when unfolded": (
        lambda: workbook_with({"xl/media/a.bin": b"\0" * 200_000_000}),
        "workbook_bomb",
    ),
    "ratio": (lambda: workbook_with({"xl/media/a.bin": b"\0" * 60_000_000}), "workbook_bomb"),
    "3,000 members": (
        lambda: workbook_with({f"xl/a{place}.xml": b"" for place in range(3000)}),
        "workbook_bomb",
    ),
    "directory that lies": (directory_that_lies, "workbook_broken"),
    "macro": (lambda: workbook_with({"xl/vbaProject.bin": b"x"}), "workbook_macro"),
    "external link": (
        lambda: workbook_with({"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "workbook_external",
    ),
    "external picture": (
        lambda: workbook_with({"xl/worksheets/_rels/sheet9.xml.rels": EXTERNAL_RELATION}),
        "workbook_external",
    ),
    "word document": (lambda: archive({"word/document.xml": b"<a/>"}), "not_a_workbook"),
    "picture": (photo, "not_a_workbook"),
    "pdf": (lambda: b"%PDF-1.7 text", "not_a_workbook"),
    "page": (lambda: PAGE, "not_a_workbook"),
    "program": (lambda: b"\x7fELF\0\0\0", "not_a_workbook"),
}
