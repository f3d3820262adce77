"""Uploads by tus and downloads by link, alike for members and staff.

Uploads carry no Idempotency-Key: the offset of tus already makes a repeated piece harmless.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Permit, Staff
from backend.access.hop import hop
from backend.access.permissions import Permission
from backend.access.routers import GuardedRouter
from backend.access.schemas import Out
from backend.files import attachments, links, reception, tus, workflow
from backend.files.models import Upload
from backend.files.queries import advice_on
from backend.files.schemas import AdviceOut
from backend.kernel.errors import DomainError

Endpoint = Callable[..., Awaitable[HttpResponse]]


class UploadOut(Out):
    """An upload as its owner sees it; `state` is receiving, released or refused.

    `advice` says, once it is released, what is poor about a photograph that was accepted.
    """

    number: str
    media: str
    name: str
    length: int
    received: int
    state: str
    refusal_code: str
    refusal: str
    expires_at: datetime
    advice: list[AdviceOut]


def tus_endpoint(endpoint: Endpoint) -> Endpoint:
    """Check the version and put the tus headers on failures too."""

    @wraps(endpoint)
    async def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            tus.check_version(request)
            return await endpoint(request, *args, **kwargs)
        except DomainError as error:
            return tus.fault(request, error)

    return guarded


async def describe(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 ninja passes it
    """Say which parts of tus are spoken here."""
    return tus.options()


@tus_endpoint
async def create(request: HttpRequest) -> HttpResponse:
    """Open an upload; Location tells where to send the bytes."""
    wanted = tus.creation(request)
    upload = await hop(
        workflow.begin,
        wanted.media,
        wanted.length,
        wanted.name,
        actor=request.auth,  # type: ignore[attr-defined]
    )
    where = f"{request.path.rstrip('/')}/{upload.number}"
    return tus.answer(201, upload, Location=where)


@tus_endpoint
async def measure(request: HttpRequest, number: str) -> HttpResponse:
    """Tell how many bytes are here."""
    upload = await hop(reception.find, number, actor=request.auth)  # type: ignore[attr-defined]
    return tus.answer(200, upload, Upload_Length=str(upload.length))


@tus_endpoint
async def send(request: HttpRequest, number: str) -> HttpResponse:
    """Take the next piece; after the last one the file is checked, and refused with 415 or 413.

    Of a piece that was cut in the middle, what came is kept, unless a checksum stood for the whole.
    `Photo-Advice` names, after the last piece, what is poor about a photograph: codes of `advice`.
    """
    offset, checksum = tus.offset(request), tus.checksum(request)
    if checksum and tus.was_cut(request):
        return tus.answer(204)
    upload, advice = await hop(_take, request, number, offset, checksum)
    return tus.answer(204, upload, **{"Photo-Advice": ",".join(advice)} if advice else {})


@tus_endpoint
async def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Give an upload up."""
    await hop(workflow.withdraw, number, actor=request.auth)  # type: ignore[attr-defined]
    return tus.answer(204)


async def show(request: HttpRequest, number: str) -> UploadOut:
    """Tell how an upload stands, why it was refused, and what to do better."""
    return await hop(_show, request, number)


async def download(request: HttpRequest, token: str) -> HttpResponse:
    """Send the variant that a link of the last 60 seconds names."""
    return await hop(_download, request, token)


def _show(request: HttpRequest, number: str) -> UploadOut:
    upload = reception.find(number, actor=request.auth)  # type: ignore[attr-defined]
    advice = [AdviceOut(code=one.code, sentence=one.sentence) for one in advice_on(number)]
    plain = {name: getattr(upload, name) for name in UploadOut.model_fields if name != "advice"}
    return UploadOut(**plain, advice=advice)


def _take(
    request: HttpRequest, number: str, offset: int, checksum: tuple[str, bytes] | None
) -> tuple[Upload, list[str]]:
    actor = request.auth  # type: ignore[attr-defined]
    upload = reception.append(number, offset, request, actor=actor, checksum=checksum)
    attachment = reception.finish(upload, actor=actor)
    return upload, attachment.advice if attachment else []


def _download(request: HttpRequest, token: str) -> HttpResponse:
    actor = request.auth  # type: ignore[attr-defined]
    attachment, variant, purpose = links.open_link(token, actor=actor)
    return attachments.send(attachment, variant, actor=actor, purpose=purpose)


def _routes(permit: Permit, reads: Permit) -> GuardedRouter:
    router = GuardedRouter(tags=["上传"])
    one = "/uploads/{number}"
    tus_reply: dict[str, Any] = {"permit": permit, "response": None, "status": 204}
    router.options(
        "/uploads", operation_id="uploads_describe", summary="上传能力说明", **tus_reply
    )(describe)
    router.post(
        "/uploads",
        operation_id="uploads_create",
        summary="开始上传",
        **{**tus_reply, "status": 201},
    )(create)
    router.head(
        one, operation_id="uploads_measure", summary="已传多少", **{**tus_reply, "status": 200}
    )(measure)
    router.patch(one, operation_id="uploads_send", summary="续传", **tus_reply)(send)
    router.delete(one, operation_id="uploads_withdraw", summary="撤回上传", **tus_reply)(withdraw)
    router.get(
        one, operation_id="uploads_show", summary="上传情况", permit=permit, response=UploadOut
    )(show)
    router.get(
        "/files/{token}",
        operation_id="files_download",
        summary="下载材料",
        permit=reads,
        response=None,
    )(download)
    return router


member = _routes(MemberOnly(), MemberOnly())
# Who reviews reads papers and hands in none, so that the two are separate rights.
staff = _routes(Staff(Permission.FILES_UPLOAD_WRITE), reads=Staff(Permission.FILES_ATTACHMENT_READ))
