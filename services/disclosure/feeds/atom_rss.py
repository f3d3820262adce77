"""Atom 1.0 and RSS 2.0 over Django's generators, with language, content and archive links."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc2822_date,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

from services.disclosure.feeds.entries import LANGUAGE, Channel, Entry

ATOM_NS = "http://www.w3.org/2005/Atom"
HISTORY_NS = "http://purl.org/syndication/history/1.0"
CONTENT_NS = "http://purl.org/rss/1.0/modules/content/"


class AtomFeed(Atom1Feed):
    """The master format: content beside the summary, fixed `updated`, RFC 5005 links."""

    def root_attributes(self) -> dict[str, str]:
        """Declare the history extension beside Atom and the language."""
        return {**super().root_attributes(), "xmlns:fh": HISTORY_NS}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Everything about the document itself."""
        channel: Channel = self.feed["channel"]
        handler.addQuickElement("title", channel.title)
        handler.addQuickElement("subtitle", channel.subtitle)
        _link(handler, "link", "alternate", channel.site_url)
        _link(handler, "link", "self", channel.self_url)
        for relation, address in channel.links():
            _link(handler, "link", relation, address)
        handler.addQuickElement("id", channel.identity)
        handler.addQuickElement("updated", rfc3339_date(channel.updated))
        handler.startElement("author", AttributesImpl({}))
        handler.addQuickElement("name", channel.author)
        handler.endElement("author")
        if channel.is_archive:
            handler.addQuickElement("fh:archive", "")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """One entry, in the order of RFC 4287's own examples."""
        entry: Entry = item["entry"]
        handler.addQuickElement("title", entry.title)
        _link(handler, "link", "alternate", entry.url)
        handler.addQuickElement("id", entry.identity)
        handler.addQuickElement("published", rfc3339_date(entry.published))
        handler.addQuickElement("updated", rfc3339_date(entry.updated))
        handler.startElement("author", AttributesImpl({}))
        handler.addQuickElement("name", entry.union_name)
        handler.endElement("author")
        handler.addQuickElement(
            "category", "", {"term": entry.category, "label": entry.category_label}
        )
        if entry.is_withdrawn:
            handler.addQuickElement("category", "", {"term": "withdrawn", "label": "已撤回"})
        handler.addQuickElement("summary", entry.summary, {"type": "text"})
        handler.addQuickElement("content", entry.html, {"type": "html"})


class RssFeed(Rss201rev2Feed):
    """The same entries for readers that know RSS only; the guid is the Atom id."""

    def rss_attributes(self) -> dict[str, str]:
        """Declare Atom for the links, the history extension and full content."""
        return {
            "version": "2.0",
            "xmlns:atom": ATOM_NS,
            "xmlns:fh": HISTORY_NS,
            "xmlns:content": CONTENT_NS,
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Everything about the document itself."""
        channel: Channel = self.feed["channel"]
        handler.addQuickElement("title", channel.title)
        handler.addQuickElement("link", channel.site_url)
        handler.addQuickElement("description", channel.subtitle)
        _link(handler, "atom:link", "self", channel.self_url)
        for relation, address in channel.links():
            _link(handler, "atom:link", relation, address)
        handler.addQuickElement("language", LANGUAGE)
        handler.addQuickElement("lastBuildDate", rfc2822_date(channel.updated))
        if channel.is_archive:
            handler.addQuickElement("fh:archive", "")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """One entry; `pubDate` is the first publication, a correction says so in its words."""
        entry: Entry = item["entry"]
        handler.addQuickElement("title", entry.title)
        handler.addQuickElement("link", entry.url)
        handler.addQuickElement("description", entry.summary)
        handler.addQuickElement("content:encoded", entry.html)
        handler.addQuickElement("pubDate", rfc2822_date(entry.published))
        handler.addQuickElement("guid", entry.identity, {"isPermaLink": "false"})
        handler.addQuickElement("category", entry.category_label)
        handler.addQuickElement("atom:updated", rfc3339_date(entry.updated))


def render_atom(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """The Atom document, UTF-8."""
    return _render(AtomFeed, channel, entries)


def render_rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """The RSS document, UTF-8."""
    return _render(RssFeed, channel, entries)


def _render(kind: type[SyndicationFeed], channel: Channel, entries: Sequence[Entry]) -> bytes:
    feed = kind(
        title=channel.title,
        link=channel.site_url,
        description=channel.subtitle,
        language=LANGUAGE,
        feed_url=channel.self_url,
        feed_guid=channel.identity,
        channel=channel,
    )
    for entry in entries:
        feed.add_item(title=entry.title, link=entry.url, description=entry.summary, entry=entry)
    target = BytesIO()
    feed.write(target, "utf-8")
    return target.getvalue()


def _link(handler: SimplerXMLGenerator, name: str, relation: str, address: str) -> None:
    handler.addQuickElement(name, "", {"rel": relation, "href": address})
