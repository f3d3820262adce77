"""JSON Feed 1.1: the same entries, `next_url` leading to the older archives."""

from collections.abc import Sequence
from typing import Any

import orjson

from services.disclosure.feeds.entries import LANGUAGE, Channel, Entry

VERSION = "https://jsonfeed.org/version/1.1"


def render_json(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """The JSON Feed document, UTF-8, indented so that a person can read it."""
    document: dict[str, Any] = {
        "version": VERSION,
        "title": channel.title,
        "description": channel.subtitle,
        "home_page_url": channel.site_url,
        "feed_url": channel.self_url,
        "language": LANGUAGE,
        "authors": [{"name": channel.author}],
    }
    if channel.older_url:
        document["next_url"] = channel.older_url
    if channel.hub_url:
        document["hubs"] = [{"type": "WebSub", "url": channel.hub_url}]
    document["items"] = [_entry(entry) for entry in entries]
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _entry(entry: Entry) -> dict[str, Any]:
    tags = [entry.category_label, *(["已撤回"] if entry.is_withdrawn else [])]
    return {
        "id": entry.identity,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [{"name": entry.union_name}],
        "tags": tags,
        "language": LANGUAGE,
    }
