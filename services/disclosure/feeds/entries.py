"""What a feed says, before any format: channels, entries and the links between documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LANGUAGE = "zh-CN"


class Format(StrEnum):
    """The three formats, named by their file ending."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"


CONTENT_TYPES = {
    Format.ATOM: "application/atom+xml; charset=utf-8",
    Format.RSS: "application/rss+xml; charset=utf-8",
    Format.JSON: "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One disclosure as it stood after one event; `identity` is a tag URI that never changes.

    `updated` moves on correction and withdrawal, `published` never does. A withdrawn entry stays
    as a tombstone: `html` then holds the reason and the time, and the old words are gone from it.
    """

    identity: str
    url: str
    title: str
    summary: str
    html: str
    category: str
    category_label: str
    union_name: str
    published: datetime
    updated: datetime
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """One document: the current one, or the archive of one month (RFC 5005).

    The addresses are those of this format's own documents; `newer` and `older` are archives.
    """

    identity: str
    title: str
    subtitle: str
    author: str
    site_url: str
    self_url: str
    current_url: str
    updated: datetime
    is_archive: bool = False
    older_url: str = ""
    newer_url: str = ""
    hub_url: str = ""

    def links(self) -> Sequence[tuple[str, str]]:
        """Relation and address of the other documents of this feed."""
        pairs = [("prev-archive", self.older_url), ("hub", self.hub_url)]
        if self.is_archive:
            pairs += [("current", self.current_url), ("next-archive", self.newer_url)]
        return [(relation, address) for relation, address in pairs if address]
