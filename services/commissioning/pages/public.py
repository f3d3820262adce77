"""The public pages of projects, and their data, for an address that has no file yet."""

from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from backend.access.guards import Public
from backend.access.pages import page
from services.commissioning.feed_documents import atom, open_data, pages
from services.commissioning.queries.public.lists import Wanted
from services.commissioning.queries.public.sheet import public_project

EVERYBODY = Public(reason="委托服务的数量、质量和资金使用向职工公开，不需要登录（R9.23）")
ATOM = "application/atom+xml; charset=utf-8"
TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "zip": "application/zip",
    "gz": "application/gzip",
}
LONGEST = 60


@page(permit=EVERYBODY)
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects, filtered by kind, stage, union and words of the title."""
    wanted = Wanted(
        kind=request.GET.get("kind", "")[:16],
        stage=request.GET.get("stage", "")[:16],
        words=request.GET.get("q", "").strip()[:LONGEST],
        union=request.GET.get("union", "")[:20],
    )
    context = pages.list_context(wanted, request.GET.get("cursor") or None)
    return render(request, pages.LIST, context)


@page(permit=EVERYBODY)
def project(request: HttpRequest, number: str) -> HttpResponse:
    """Show one project."""
    return render(request, pages.PAGE, pages.page_context(public_project(number)))


@page(permit=EVERYBODY)
def about_data(request: HttpRequest) -> HttpResponse:
    """Say what is published as open data, how it may be used and checked."""
    context = {"prefix": settings.OCDS_PREFIX, "address": settings.PUBLIC_ADDRESS}
    return render(request, "commissioning/portal/open_data.html", context)


@page(permit=EVERYBODY)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the feed of projects that has no file yet."""
    return _public(request, atom.current_document(), ATOM)


@page(permit=EVERYBODY)
def document(request: HttpRequest, path: str, year: int | None = None) -> HttpResponse:
    """Give a shared document of open data that has no file yet."""
    path = path if year is None else f"ocds/bulk/{year}.jsonl.gz"
    found = open_data.one_document(f"open/{path}")
    if found is None:
        raise Http404
    return _public(request, found, TYPES.get(path.rpartition(".")[2], "application/octet-stream"))


@page(permit=EVERYBODY)
def project_data(request: HttpRequest, kind: str, ocid: str) -> HttpResponse:
    """Give the releases or the record of one project that has no file yet."""
    one = public_project(ocid.removeprefix(f"{settings.OCDS_PREFIX}-"))
    path = f"{open_data.OCDS}/{kind}/{open_data.ocid_of(one)}.json"
    found = dict(open_data.project_documents(one)).get(path)
    if found is None or ocid != open_data.ocid_of(one):
        raise Http404
    return _public(request, found, TYPES["json"])


def _public(request: HttpRequest, body: bytes, media: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media)
    response["Cache-Control"] = "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    response["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    same = get_conditional_response(request, etag=response["ETag"], response=response)
    return same or response
