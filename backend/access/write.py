"""The write path: one verb, one transaction, one key, one reply.

`@verb` is the only thing that opens a durable transaction. `run` (API) and `run_once` (pages)
claim the client's key in that same transaction, so a lost reply followed by a retry has one
effect and the same answer.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Generic, ParamSpec, TypeVar, cast

import orjson
from django.apps import apps
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from backend.access import keys
from backend.access.actor import Actor
from backend.access.hop import hop
from backend.access.versions import etag_of, form_version, if_match
from backend.kernel.errors import Invalid

P = ParamSpec("P")
R = TypeVar("R")


class Verb(Generic[P, R]):
    """An act of the domain, run in its own durable transaction when called."""

    def __init__(self, body: Callable[P, R]) -> None:
        self.body = body
        self.name = f"{body.__module__.removeprefix('services.')}.{body.__qualname__}"
        self.wants_version = "version" in inspect.signature(body).parameters
        wraps(body)(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the body in a durable transaction; raises RuntimeError inside another verb."""
        with transaction.atomic(durable=True):
            _set_org(_org_of(kwargs.get("actor")))
            return self.body(*args, **kwargs)


def verb(body: Callable[P, R]) -> Verb[P, R]:
    """Make a verb: its call is one transaction; a verb inside a verb raises RuntimeError."""
    return Verb(body)


async def run(
    act: Verb[..., Any],
    *args: Any,
    request: HttpRequest,
    out: type[BaseModel] | None,
    status: int = 200,
    **kwargs: Any,
) -> HttpResponse:
    """Run a verb for an API request and give its answer, stored and replayed by the client's key.

    Passes `actor=request.auth`, and `version=` from If-Match when the verb asks for one. Raises
    400 without a key, 428 without a needed version, 422 for a key used for something else.
    `out=None` answers 204.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]
    key = keys.read_key(request.headers.get("Idempotency-Key", ""))
    if act.wants_version:
        kwargs["version"] = if_match(request)
    claim = keys.Claim(
        actor.user_id or 0,
        act.name,
        key,
        keys.fingerprint(
            f"{request.method} {request.get_full_path()}".encode(),
            request.headers.get("If-Match", "").encode(),
            _canonical(request),
        ),
    )
    kwargs["actor"] = actor

    def render(result: Any) -> keys.Reply:
        if out is None:
            return keys.Reply(HTTPStatus.NO_CONTENT, b"", etag_of(result))
        body = out.model_validate(result).model_dump_json(by_alias=True).encode()
        return keys.Reply(status, body, etag_of(result))

    reply, _ = await hop(_perform, act, args, kwargs, claim, render)
    return _answer(reply)


def run_once(act: Verb[..., R], *args: Any, request: HttpRequest, **kwargs: Any) -> R:
    """Run a verb for an HTML form; a form sent twice gives the first result again.

    Reads the hidden fields `idempotency_key` and, when the verb asks for it, `version`.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if act.wants_version and "version" not in kwargs:
        kwargs["version"] = form_version(request)
    claim = keys.Claim(
        actor.user_id or 0,
        act.name,
        keys.read_key(request.POST.get("idempotency_key", "")),
        keys.fingerprint(request.path.encode(), _canonical_form(request)),
    )
    kwargs["actor"] = actor
    reply, result = _perform(act, args, kwargs, claim, _remember)
    return cast(R, _recall(reply.body)) if reply.replayed else cast(R, result)


def _perform(
    act: Verb[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    claim: keys.Claim,
    render: Callable[[Any], keys.Reply],
) -> tuple[keys.Reply, Any]:
    """Key, effect and reply in one durable transaction."""
    with transaction.atomic(durable=True):
        found = keys.claim(claim, _org_of(kwargs["actor"]))
        if isinstance(found, keys.Reply):
            return found, None
        result = act.body(*args, **kwargs)
        reply = render(result)
        keys.store(found, reply)
    return reply, result


def _answer(reply: keys.Reply) -> HttpResponse:
    response = HttpResponse(reply.body, status=reply.status, content_type="application/json")
    if reply.status == HTTPStatus.NO_CONTENT:
        del response["Content-Type"]
    if reply.etag:
        response["ETag"] = reply.etag
    if reply.replayed:
        response["Idempotency-Replayed"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _canonical(request: HttpRequest) -> bytes:
    """Give the same bytes for the same JSON, whatever its spacing and order of keys."""
    try:
        return orjson.dumps(orjson.loads(request.body), option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return request.body


def _canonical_form(request: HttpRequest) -> bytes:
    skipped = {"idempotency_key", "csrfmiddlewaretoken"}
    fields = {name: values for name, values in request.POST.lists() if name not in skipped}
    uploads = [
        (name, file.name, _digest_of(file))
        for name, files in request.FILES.lists()
        for file in files
    ]
    return orjson.dumps([fields, sorted(uploads)], option=orjson.OPT_SORT_KEYS)


def _digest_of(file: "UploadedFile[bytes]") -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _remember(result: Any) -> keys.Reply:
    """Note what a form's verb gave: the key of a row, or a plain value."""
    if isinstance(result, Model):
        note: Any = {"model": result._meta.label, "pk": result.pk}
    elif result is None or isinstance(result, (str, int, bool, list)):
        note = {"value": result}
    else:
        message = f"a form's verb gives a row or a plain value, not {type(result).__name__}"
        raise TypeError(message)
    return keys.Reply(200, orjson.dumps(note))


def _recall(body: bytes) -> Any:
    note = orjson.loads(body)
    if "model" not in note:
        return note["value"]
    row = apps.get_model(note["model"])._meta.base_manager.filter(pk=note["pk"]).first()
    if row is None:
        raise Invalid("already_done", "这份表已经提交过了，不用再交。")
    return row


def _org_of(actor: Any) -> str:
    """Name the unions an actor acts for, for row-level rules: comma-separated keys."""
    if not isinstance(actor, Actor):
        return ""
    if actor.kind == "system":
        return "*"
    return ",".join(str(post.union_id) for post in actor.posts)


def _set_org(org: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.org', %s, true)", (org,))
