"""The hot-read lane: a few reads answered before Django, in one SQL round trip.

The statement joins the session lookup of `accounts.tokens` with the capability's own query, so
that sign-in and rows are one trip. Guard, rate limit and failure shape are the ones of the API;
the same operation is declared in ninja for schema and tests and may be served there as well.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from backend.access import problem, reach, session, wire
from backend.access.actor import Actor
from backend.access.asked import Asked, Parameter, read, texts
from backend.access.guards import MemberOnly, Public, Staff
from backend.access.hop import hop
from backend.access.pool import POOL
from backend.access.reads import written
from backend.accounts import tokens
from backend.kernel.errors import DomainError

_FRESH: Final = (b"cache-control", b"private, no-cache")
Answer = Callable[[wire.Scope, wire.Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class HotRoute:
    """One hot read: `sql` gives one row with one text column, the JSON body.

    Inside `sql` the one-row relation `holder` names who asks: `user_id`, `person_id`,
    `membership_union_id`, `d1`..`d5`; for an officer the relation `reach` says in which subtrees
    the guard's permission counts (`backend.access.reach`). A public route has neither. The path
    is exact. `complete` adds to the body what business time decides, which the database does not
    know.
    """

    path: str
    permit: MemberOnly | Staff | Public
    sql: str
    complete: Callable[[str], str] = str

    def statement(self) -> str:
        """Write the one statement that checks the token ($1) and reads the body."""
        return self.around(self.sql)

    def around(self, sql: str) -> str:
        """Put the session lookup and the reach before the SQL of the body."""
        if isinstance(self.permit, Public):
            return sql
        relations = f"holder AS MATERIALIZED ({tokens.SQL})"
        if isinstance(self.permit, Staff):
            relations += f", reach AS MATERIALIZED ({reach.of_holder(self.permit.permission)})"
        return f"WITH {relations} SELECT holder.*, ({sql}) AS body FROM holder"  # noqa: S608

    def statements(self) -> Mapping[tuple[str, ...], str]:
        """Give the statement for every combination of words that the query may hold."""
        return {(): self.statement()}

    def asked(self, query: bytes) -> Asked | None:
        """Read the query; None: it is not for this lane."""
        return None if query else Asked()

    def arguments(self, found: Asked) -> tuple[Any, ...]:
        """Give what the statement takes after the token."""
        return found.numbers


@dataclass(frozen=True, slots=True)
class HotList(HotRoute):
    """A hot read with a query of declared parameters (`backend.access.asked`).

    Words stand in `sql` by their names, numbers are $2, $3 and so on in their order. After them
    come `told`: what only the program knows, as the business day. An unlisted parameter, a value
    that is not plainly one of the declared ones and a missing one without default go to the
    ordinary lane. A filter that may pass many rows by is no parameter of a hot list: every hot
    list costs the same whatever the tables hold. Ninja runs the same SQL by `reach.read_text`.
    """

    parameters: tuple[Parameter, ...] = ()
    told: tuple[Callable[[], Any], ...] = ()

    def statements(self) -> Mapping[tuple[str, ...], str]:
        """Give a statement for every combination of words."""
        return {words: self.around(text) for words, text in texts(self.parameters, self.sql)}

    def asked(self, query: bytes) -> Asked | None:
        """Read the query by the parameters."""
        return read(self.parameters, query)

    def arguments(self, found: Asked) -> tuple[Any, ...]:
        """Give the numbers and what the program tells."""
        return (*found.numbers, *(tell() for tell in self.told))


class Lane:
    """The written list of hot routes, called by the ASGI entry before Django."""

    def __init__(self, routes: Iterable[HotRoute]) -> None:
        self._routes = {route.path: (route, route.statements()) for route in routes}

    def find(self, scope: wire.Scope) -> Answer | None:
        """Give the handler of a hot read, or None: then the ordinary lane serves it."""
        known = self._routes.get(scope["path"])
        if known is None or scope["method"] != "GET" or not POOL.is_open:
            return None
        route, statements = known
        found = route.asked(scope["query_string"])
        if found is None:
            return None
        return partial(_serve, route, statements[found.words], route.arguments(found))

    async def read_ahead(self, request: HttpRequest) -> None:
        """Read sign-in and body in one trip for a hot path that ninja is about to answer.

        A list that comes to ninja asks for what the hot one does not have.
        """
        known = self._routes.get(request.path_info)
        token = session.token_of(request.headers)
        if known is None or not token or request.method != "GET" or not POOL.is_open:
            return
        route, statements = known
        if not isinstance(route, HotList):
            row = await POOL.fetchrow(statements[()], tokens.digest(token))
            request.hot_row = row  # type: ignore[attr-defined]


async def _serve(
    route: HotRoute,
    statement: str,
    arguments: tuple[Any, ...],
    scope: wire.Scope,
    send: wire.Send,
) -> None:
    """Answer one hot read."""
    path = scope["path"]
    token = wire.token_in(scope["headers"])
    verdict = wire.count(token, scope)
    limits = verdict.headers()
    if not verdict.allowed:
        document = problem.of_status(429, instance=path)
        await wire.answer_problem(send, document, more=limits, retry_after=verdict.reset)
        return
    try:
        body = await _read(route, statement, arguments, token)
    except DomainError as error:
        document = problem.of_error(error, instance=path)
        await wire.answer_problem(send, document, more=limits, retry_after=error.retry_after)
        return
    if body is None:
        await wire.answer_problem(send, problem.of_status(401, instance=path), more=limits)
        return
    await wire.answer(send, 200, [wire.JSON, _FRESH, *limits], body.encode())


async def _read(
    route: HotRoute, statement: str, arguments: tuple[Any, ...], token: str
) -> str | None:
    """Give the body, or None without a good token; raises what the guard refuses."""
    if isinstance(route.permit, Public):
        return route.complete((await POOL.fetchrow(statement, *arguments))[0])
    if not token:
        return None
    row = await POOL.fetchrow(statement, tokens.digest(token), *arguments)
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
    if row is not None:
        return written(route.complete(row["body"]))
    return written(await hop(_read_here, route, actor))


def _read_here(route: HotRoute, actor: Actor) -> str:
    """Run the same statement on Django's connection."""
    known = () if isinstance(route.permit, Public) else (actor.session,)
    return route.complete(reach.run_here(route.statement(), *known))
