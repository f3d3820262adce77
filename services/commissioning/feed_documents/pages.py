"""The public pages as files: each in its normal and its large form (R9.23)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from backend.web.templatetags.shell import LARGE_COOKIE
from services.commissioning.models import Project
from services.commissioning.queries import calls
from services.commissioning.queries.panel_part import panel_part
from services.commissioning.queries.public import lists
from services.commissioning.queries.public.lists import Wanted
from services.commissioning.queries.public.sheet import sheet_of

PAGE = "commissioning/portal/project.html"
LIST = "commissioning/portal/projects.html"
NORMAL, LARGE = "index.html", "large.html"
FOLDER = "pages/projects"


def page_documents(project: Project) -> Iterator[tuple[str, bytes]]:
    """One project's page."""
    address = f"/projects/{project.number}/"
    yield from _both(f"{FOLDER}/{project.number}", address, PAGE, page_context(project))


def page_path(number: str) -> str:
    """The last file that `page_documents` gives of a project."""
    return f"{FOLDER}/{number}/{LARGE}"


def list_documents() -> Iterator[tuple[str, bytes]]:
    """The first page of the unfiltered list."""
    yield from _both(FOLDER, "/projects/", LIST, list_context(Wanted(), None))


def page_context(project: Project) -> dict[str, Any]:
    """What a project's template shows."""
    return {
        "it": sheet_of(project),
        "call": calls.public_call(project.number).call,
        "panel": panel_part(project),
    }


def list_context(wanted: Wanted, cursor: str | None) -> dict[str, Any]:
    """What the list's template shows."""
    return {
        "page": lists.public_projects(wanted, cursor),
        "wanted": wanted,
        "kinds": lists.kinds(),
        "stages": lists.stages(),
    }


def _both(
    folder: str, address: str, template: str, context: dict[str, Any]
) -> Iterator[tuple[str, bytes]]:
    for name in (NORMAL, LARGE):
        request = HttpRequest()
        request.method = "GET"
        request.path = request.path_info = address
        if name == LARGE:
            request.COOKIES[LARGE_COOKIE] = "1"
        words = render_to_string(template, context, request)
        yield f"{folder}/{name}", words.encode()
