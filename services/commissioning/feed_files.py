"""Serving open data and public pages without Django, for the embedded server.

In front of nginx it is not needed: nginx serves the same folders (deploy/nginx.conf). A page with
a filter or a cursor in its address, and one without a file, goes to Django.
"""

from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from django.conf import settings

from backend.web.templatetags.shell import LARGE_COOKIE
from services.commissioning.feed_documents.pages import LARGE, NORMAL
from services.disclosure.feed_files import FRESH, FeedFiles, Headers, Scope, place_below

OPEN_PREFIX, PAGE_PREFIX = "/open/", "/projects/"
OPEN_TYPES = {
    ".json": b"application/json",
    ".jsonld": b"application/ld+json",
    ".gz": b"application/gzip",
    ".zip": b"application/zip",
}
PAGE_TYPES = {".html": b"text/html; charset=utf-8"}


class OpenFiles(FeedFiles):
    """GET and HEAD of what lies under `/open/`."""

    def place(self, path: str) -> Path | None:
        """Where a path lies on disk."""
        return place_below(path, OPEN_PREFIX, "open", OPEN_TYPES)

    def headers(self, path: str, place: Path) -> Headers:
        """Open to every site: it is data."""
        return [
            (b"content-type", OPEN_TYPES[place.suffix]),
            (b"cache-control", FRESH),
            (b"access-control-allow-origin", b"*"),
            (b"x-content-type-options", b"nosniff"),
        ]


class PageFiles(FeedFiles):
    """GET and HEAD of the public pages of projects, in the form that the reader chose."""

    only_reads = False

    def wanted(self, scope: Scope) -> str:
        """The file of an address without a query, normal or large."""
        path = str(scope["path"])
        if scope.get("query_string") or not path.endswith("/"):
            return ""
        return path + (LARGE if _is_large(scope) else NORMAL)

    def place(self, path: str) -> Path | None:
        """Where a path lies on disk."""
        return place_below(path, PAGE_PREFIX, "pages/projects", PAGE_TYPES)

    def headers(self, path: str, place: Path) -> Headers:
        """What Django's own pages are sent with."""
        policy = "; ".join(
            f"{name} {' '.join(sources)}"
            for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        )
        return [
            (b"content-type", PAGE_TYPES[place.suffix]),
            (b"cache-control", FRESH),
            (b"vary", b"Cookie"),
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", settings.X_FRAME_OPTIONS.encode()),
            (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
        ]


def _is_large(scope: Scope) -> bool:
    sent = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    if LARGE_COOKIE not in sent:
        return False
    try:
        chosen = SimpleCookie(sent).get(LARGE_COOKIE)
    except CookieError:
        return False
    return chosen is not None and chosen.value == "1"
