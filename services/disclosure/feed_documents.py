"""Every feed document of a union or of all of them: its path under `/feeds/` and its bytes."""

from collections.abc import Callable, Iterator, Sequence

from django.conf import settings

from backend.kernel import clock
from backend.unions.models import Union
from services.disclosure.feeds.atom_rss import render_atom, render_rss
from services.disclosure.feeds.entries import Channel, Entry, Format
from services.disclosure.feeds.json_feed import render_json
from services.disclosure.queries.events import (
    Month,
    latest,
    month_entries,
    months_of,
    newest_entries,
    tag,
)

RENDERERS: dict[Format, Callable[[Channel, Sequence[Entry]], bytes]] = {
    Format.ATOM: render_atom,
    Format.RSS: render_rss,
    Format.JSON: render_json,
}
PLATFORM = "职家"
FEEDS = "/feeds/"


def current_path(union: Union | None, kind: Format) -> str:
    """Path of the current document under `/feeds/` (contract.md)."""
    return f"unions/{union.number}/disclosures.{kind}" if union else f"disclosures.{kind}"


def archive_path(union: Union | None, month: Month, kind: Format) -> str:
    """Path of a month's archive under `/feeds/`."""
    place = f"unions/{union.number}/" if union else ""
    return f"archive/{place}disclosures-{month}.{kind}"


def current_documents(union: Union | None, months: Sequence[Month]) -> Iterator[tuple[str, bytes]]:
    """The current document in all three formats; `months` are those with an archive."""
    entries = newest_entries(union)
    for kind in Format:
        older = archive_path(union, months[-1], kind) if months else ""
        yield current_path(union, kind), _render(union, kind, entries, older=older)


def archive_documents(
    union: Union | None, months: Sequence[Month], wanted: Sequence[Month]
) -> Iterator[tuple[str, bytes]]:
    """The archives of the `wanted` months, each linked to its neighbours in `months`."""
    for month in wanted:
        place = months.index(month)
        entries = month_entries(union, month)
        for kind in Format:
            older = archive_path(union, months[place - 1], kind) if place else ""
            newer = archive_path(union, months[place + 1], kind) if month != months[-1] else ""
            document = _render(union, kind, entries, month=month, older=older, newer=newer)
            yield archive_path(union, month, kind), document


def all_months(union: Union | None) -> list[Month]:
    """The past months that have an archive."""
    return months_of(union)


def _render(
    union: Union | None,
    kind: Format,
    entries: Sequence[Entry],
    *,
    month: Month | None = None,
    older: str = "",
    newer: str = "",
) -> bytes:
    base = f"{settings.PUBLIC_ADDRESS}{FEEDS}"
    scope = union.name if union else "各级工会"
    own = archive_path(union, month, kind) if month else current_path(union, kind)
    founded = clock.to_local(union.created_at) if union else Month(2026, 1).bounds()[0]
    channel = Channel(
        identity=tag(f"feeds/{union.number}/disclosures" if union else "feeds/disclosures"),
        title=f"{scope}会务公开" + (f"（{month.year}年{month.month}月存档）" if month else ""),
        subtitle=f"{scope}公开的经费、帮扶、委托服务和其他会务，含更正和撤回。",
        author=union.name if union else PLATFORM,
        site_url=f"{settings.PUBLIC_ADDRESS}/unions/{union.number}/"
        if union
        else f"{settings.PUBLIC_ADDRESS}/",
        self_url=base + own,
        current_url=base + current_path(union, kind),
        updated=latest(entries, founded),
        is_archive=month is not None,
        older_url=base + older if older else "",
        newer_url=base + newer if newer else "",
    )
    return RENDERERS[kind](channel, entries)


def one_document(union: Union | None, kind: Format) -> bytes:
    """The current document of one format, for an address that has no file yet."""
    months = months_of(union)
    older = archive_path(union, months[-1], kind) if months else ""
    return _render(union, kind, newest_entries(union), older=older)
