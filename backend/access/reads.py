"""Ordinary reads: one hop, rendered where the rows are, with ETag and 304."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from backend.access.hop import hop
from backend.access.versions import etag_of


async def fetch(
    read: Callable[..., Any],
    *args: Any,
    request: HttpRequest,
    out: type[BaseModel],
    **kwargs: Any,
) -> HttpResponse:
    """Run a synchronous read in one hop and answer with the schema `out`.

    The schema is filled inside the hop, so a relation may still load there. A result with a
    `version` gets a strong ETag; a matching If-None-Match is answered 304.
    """
    body, etag = await hop(_read, read, args, kwargs, out)
    if etag and etag in {
        tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")
    }:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = written(body)
    if etag:
        response["ETag"] = etag
    return response


async def fetch_text(read: Callable[..., str], *args: Any, **kwargs: Any) -> HttpResponse:
    """Run a synchronous read whose JSON PostgreSQL wrote, in one hop, and answer with it."""
    return written(await hop(read, *args, **kwargs))


def written(body: str | bytes) -> HttpResponse:
    """Answer with a body that is written already."""
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    return response


def _read(
    read: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], out: type[BaseModel]
) -> tuple[bytes, str]:
    result = read(*args, **kwargs)
    return out.model_validate(result).model_dump_json(by_alias=True).encode(), etag_of(result)
