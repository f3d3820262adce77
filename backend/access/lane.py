"""The hot-read lane: a few reads answered before Django, in one SQL round trip.

The statement joins the session lookup of `accounts.tokens` with the capability's own query, so
that sign-in and rows are one trip. Guard, rate limit and failure shape are the ones of the API;
the same operation is declared in ninja for schema and tests and may be served there as well.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.http import HttpRequest, HttpResponse

from backend.access import problem, session, wire
from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Public, Staff
from backend.access.hop import hop
from backend.access.pool import POOL
from backend.accounts import tokens
from backend.kernel.errors import DomainError

_FRESH: Final = (b"cache-control", b"private, no-cache")


@dataclass(frozen=True, slots=True)
class HotRoute:
    """One hot read: `sql` gives one row with one text column, the JSON body.

    Inside `sql` the one-row relation `holder` names who asks: `user_id`, `person_id`,
    `membership_union_id`, `d1`..`d5`. A public route has no `holder`. The path is exact.
    `complete` adds to the body what business time decides, which the database does not know.
    """

    path: str
    permit: MemberOnly | Staff | Public
    sql: str
    complete: Callable[[str], str] = str

    def statement(self) -> str:
        """Write the one statement that checks the token ($1) and reads the body."""
        if isinstance(self.permit, Public):
            return self.sql
        holder = f"WITH holder AS MATERIALIZED ({tokens.SQL})"
        return f"{holder} SELECT holder.*, ({self.sql}) AS body FROM holder"  # noqa: S608


class Lane:
    """The written list of hot routes, called by the ASGI entry before Django."""

    def __init__(self, routes: Iterable[HotRoute]) -> None:
        self._routes = {route.path: (route, route.statement()) for route in routes}

    def find(self, scope: wire.Scope) -> Callable[[wire.Scope, wire.Send], Awaitable[None]] | None:
        """Give the handler of a hot route, or None: then the ordinary lane serves it."""
        if scope["method"] == "GET" and not scope["query_string"] and scope["path"] in self._routes:
            return self.serve if POOL.is_open else None
        return None

    async def read_ahead(self, request: HttpRequest) -> None:
        """Read sign-in and body in one trip for a hot path that ninja is about to answer."""
        found = self._routes.get(request.path_info)
        token = session.token_of(request.headers)
        if found is None or not token or request.method != "GET" or not POOL.is_open:
            return
        row = await POOL.fetchrow(found[1], tokens.digest(token))
        request.hot_row = row  # type: ignore[attr-defined]

    async def serve(self, scope: wire.Scope, send: wire.Send) -> None:
        """Answer one hot read."""
        path = scope["path"]
        route, statement = self._routes[path]
        token = wire.token_in(scope["headers"])
        verdict = wire.count(token, scope)
        limits = verdict.headers()
        if not verdict.allowed:
            document = problem.of_status(429, instance=path)
            await wire.answer_problem(send, document, more=limits, retry_after=verdict.reset)
            return
        try:
            body = await _read(route, statement, token)
        except DomainError as error:
            document = problem.of_error(error, instance=path)
            await wire.answer_problem(send, document, more=limits, retry_after=error.retry_after)
            return
        if body is None:
            await wire.answer_problem(send, problem.of_status(401, instance=path), more=limits)
            return
        await wire.answer(send, 200, [wire.JSON, _FRESH, *limits], body.encode())


async def _read(route: HotRoute, statement: str, token: str) -> str | None:
    """Give the body, or None without a good token; raises what the guard refuses."""
    public = isinstance(route.permit, Public)
    if not public and not token:
        return None
    row = await POOL.fetchrow(statement, *(() if public else (tokens.digest(token),)))
    if public:
        return route.complete(row[0])
    actor = session.actor_from(tokens.holder_from(row), token)
    if actor is None:
        return None
    route.permit.check(actor)
    return route.complete(row["body"])


async def answer(route: HotRoute, request: HttpRequest) -> HttpResponse:
    """Answer the same read inside ninja.

    The lean handler has read the row already (`Lane.read_ahead`) and the guard has taken the
    actor from it; under a stock handler the statement runs on Django's connection.
    """
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = getattr(request, "hot_row", None)
    body = await hop(_read_here, route, actor) if row is None else route.complete(row["body"])
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    return response


def _read_here(route: HotRoute, actor: Actor) -> str:
    """Run the same statement on Django's connection."""
    parameters = [] if isinstance(route.permit, Public) else [actor.session]
    with connection.cursor() as cursor:
        cursor.execute(_for_psycopg(route.statement()), parameters)
        row: Any = cursor.fetchone()
    return route.complete(row[-1])


def _for_psycopg(sql: str) -> str:
    return sql.replace("%", "%%").replace("$1", "%s")
