"""The public board: no sign-in, plain documents that print and quote well."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from backend.access.guards import Public
from backend.access.pages import page
from backend.kernel import clock
from backend.unions.models import Union
from services.disclosure import feed_documents, queries
from services.disclosure.feeds.entries import CONTENT_TYPES, Format
from services.disclosure.queries import Wanted
from services.disclosure.states import CATEGORY_LABELS

OPEN = Public(reason="会务公开不需要登录（R12.8）")
BOARD_LINES = 12


@page(permit=OPEN)
def home(request: HttpRequest) -> HttpResponse:
    """Show the board of the union at the top of the tree."""
    union = queries.root()
    if union is None:
        return render(request, "disclosure/portal/nothing.html")
    return _board(request, union, Wanted())


@page(permit=OPEN)
def of_union(request: HttpRequest, number: str) -> HttpResponse:
    """Show the board of one union."""
    union = queries.find_union(number)
    return _board(request, union, Wanted(union=union))


@page(permit=OPEN)
def archive(request: HttpRequest) -> HttpResponse:
    """Show everything ever published, by category, month and words of the title."""
    wanted, number = _wanted(request)
    found = queries.public_page(wanted, request.GET.get("cursor") or None)
    context = {
        "page": found,
        "wanted": wanted,
        "union_number": number,
        "categories": [(one.value, label) for one, label in CATEGORY_LABELS.items()],
        "is_filtered": bool(number or wanted.category or wanted.words or wanted.month),
    }
    return render(request, "disclosure/portal/archive.html", context)


@page(permit=OPEN)
def show(request: HttpRequest, number: str, sequence: int | None = None) -> HttpResponse:
    """Show one disclosure at its newest version, or at the one asked for."""
    found = queries.read_public(number, sequence)
    context = {
        "it": found,
        "newest": found.versions[-1],
        "feeds": _feeds(queries.find_union(found.union_number)),
    }
    return render(request, "disclosure/portal/show.html", context)


@page(permit=OPEN)
def duties(request: HttpRequest, number: str) -> HttpResponse:
    """Show what a union owes the public this year, item by item."""
    union = queries.find_union(number)
    context = {"union": union, "board": queries.board_of(union), "year": clock.today().year}
    return render(request, "disclosure/portal/duties.html", context)


@page(permit=OPEN)
def subscribe(request: HttpRequest) -> HttpResponse:
    """Tell how to subscribe, and to which addresses."""
    number = request.GET.get("union", "")
    union = queries.find_union(number) if number else None
    context = {"union": union, "feeds": _feeds(union)}
    return render(request, "disclosure/portal/subscribe.html", context)


@page(permit=OPEN)
def feed(request: HttpRequest, kind: str, number: str = "") -> HttpResponse:
    """Give a feed that has no file: no publications yet, or a folder not written yet."""
    if kind not in {one.value for one in Format}:
        raise Http404
    union = queries.find_union(number) if number else None
    wanted = Format(kind)
    body = feed_documents.one_document(union, wanted)
    response = HttpResponse(body, content_type=CONTENT_TYPES[wanted])
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    same = get_conditional_response(request, etag=response["ETag"], response=response)
    return same or response


def _board(request: HttpRequest, union: Union, wanted: Wanted) -> HttpResponse:
    board = queries.board_of(union)
    context: dict[str, Any] = {
        "union": union,
        "board": board,
        "page": queries.public_page(wanted, None, BOARD_LINES),
        "is_root": wanted.union is None,
        "feeds": _feeds(wanted.union),
        "below": queries.sub_unions(union),
        "year": clock.today().year,
    }
    return render(request, "disclosure/portal/board.html", context)


def _feeds(union: Union | None) -> list[tuple[str, str, str]]:
    """Name, address and media type of each format."""
    names = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON"}
    return [
        (
            name,
            f"/feeds/{feed_documents.current_path(union, kind)}",
            CONTENT_TYPES[kind].partition(";")[0],
        )
        for kind, name in names.items()
    ]


def _wanted(request: HttpRequest) -> tuple[Wanted, str]:
    number = request.GET.get("union", "")[:20]
    union = queries.find_union(number) if number else None
    return (
        Wanted(
            union=union,
            category=request.GET.get("category", "")[:16],
            words=request.GET.get("q", "").strip()[:60],
            month=request.GET.get("month", "")[:7],
        ),
        number,
    )
