"""tus 1.0.0, headers in and out: core, creation, expiration, checksum, termination."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from backend.access.faults import problem_of
from backend.access.problem import of_error, respond
from backend.files.models import Media, Upload
from backend.files.workflow import MOST_BYTES
from backend.kernel.errors import DomainError, Invalid

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
ALGORITHMS = {"sha1": 20, "sha256": 32, "md5": 16}
BODY_TYPE = "application/offset+octet-stream"
LAST_DIGITS = 15


class WrongVersion(DomainError):
    """The client speaks another version of tus (412)."""

    status: ClassVar[int] = 412


class BadHeader(DomainError):
    """A tus header is missing or cannot be read (400)."""

    status: ClassVar[int] = 400


class WrongBody(DomainError):
    """The body is not announced as a piece of an upload (415)."""

    status: ClassVar[int] = 415


@dataclass(frozen=True, slots=True)
class Creation:
    """What a client wants to send."""

    length: int
    media: Media
    name: str


def check_version(request: HttpRequest) -> None:
    """Refuse a client that does not say `Tus-Resumable: 1.0.0`."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion("tus_version", "上传协议版本不对，应为 tus 1.0.0。请更新应用后再试。")


def creation(request: HttpRequest) -> Creation:
    """Read Upload-Length and Upload-Metadata (`filename`, and `media`: image, workbook or data)."""
    notes = _metadata(request.headers.get("Upload-Metadata", ""))
    media = notes.get("media", Media.IMAGE)
    if media not in Media.values:
        raise Invalid(
            "media_unknown", "材料类别只能是 image（照片）、workbook（表格）或 data（数据文件）。"
        )
    return Creation(
        length=_number(request, "Upload-Length"),
        media=Media(media),
        name=notes.get("filename", "")[:200],
    )


def offset(request: HttpRequest) -> int:
    """Read Upload-Offset of a PATCH, whose body type it checks too."""
    if request.headers.get("Content-Type", "").split(";")[0].strip() != BODY_TYPE:
        raise WrongBody("tus_body", f"续传内容的类型应为 {BODY_TYPE}。")
    return _number(request, "Upload-Offset")


def was_cut(request: HttpRequest) -> bool:
    """Tell whether the client hung up in the middle of this piece (said by the API's handler)."""
    return bool(getattr(request, "scope", {}).get("zhijia.cut"))


def checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    """Read Upload-Checksum: (algorithm, digest), or None when there is none."""
    text = request.headers.get("Upload-Checksum", "")
    if not text:
        return None
    algorithm, _, encoded = text.partition(" ")
    digest = _base64(encoded)
    if ALGORITHMS.get(algorithm) != len(digest):
        raise BadHeader("tus_checksum", "校验方法只支持 sha1、sha256 和 md5，请检查应用。")
    return algorithm, digest


def answer(status: int, upload: Upload | None = None, **more: str) -> HttpResponse:
    """Answer with the headers every tus reply carries."""
    response = HttpResponse(status=status)
    del response["Content-Type"]
    _mark(response)
    if upload is not None:
        response["Upload-Offset"] = str(upload.received)
        response["Upload-Expires"] = format_datetime(upload.expires_at.astimezone(UTC), usegmt=True)
    for name, value in more.items():
        response[name.replace("_", "-")] = value
    return response


def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer a failure as problem+json with the tus headers; raises what is no domain error."""
    known = problem_of(error)
    if known is None:
        raise error
    response = respond(of_error(known, instance=request.path), known.retry_after)
    _mark(response)
    return response


def options() -> HttpResponse:
    """Say what this server can do."""
    return answer(
        204,
        Tus_Version=VERSION,
        Tus_Extension=EXTENSIONS,
        Tus_Max_Size=str(max(MOST_BYTES.values())),
        Tus_Checksum_Algorithm=",".join(ALGORITHMS),
    )


def _mark(response: HttpResponse) -> None:
    response["Tus-Resumable"] = VERSION
    response["Tus-Version"] = VERSION
    response["Cache-Control"] = "no-store"


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= LAST_DIGITS):
        raise BadHeader("tus_header", f"缺少 {header} 或写得不对，应为一个整数。")
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    notes: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, encoded = pair.partition(" ")
        notes[name] = _base64(encoded).decode("utf-8", "replace")
    return notes


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise BadHeader("tus_header", "请求头里的 base64 内容读不出来，请检查应用。") from None
