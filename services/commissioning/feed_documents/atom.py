"""The feed of commissioned projects: Atom, with an archive for each past month (RFC 5005)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max

from backend.kernel import clock
from services.commissioning.feeds.ocds.agreement import CORRECTION
from services.commissioning.feeds.ocds.numbers import decode
from services.commissioning.models import Release
from services.commissioning.rules.tags import Tag
from services.disclosure.feeds.atom_rss import render_atom
from services.disclosure.feeds.entries import Channel, Entry
from services.disclosure.queries.events import Month, tag

CURRENT = "projects.atom"
NEWEST = 50
TITLE = "委托服务项目"
WORDS = {
    Tag.TENDER_AMENDMENT: "征集公告有更正",
    Tag.TENDER_CANCELLATION: "项目取消",
    Tag.CONTRACT_TERMINATION: "服务结束",
    Tag.CONTRACT_AMENDMENT: "协议有变更",
    Tag.CONTRACT: "已签协议",
    Tag.AWARD_UPDATE: "评审结果有更新",
    Tag.AWARD: "评审结果公示",
    Tag.IMPLEMENTATION: "服务进展",
    Tag.IMPLEMENTATION_UPDATE: "服务进展",
    Tag.TENDER: "开始征集",
    Tag.TENDER_UPDATE: "征集截止",
}
"""What an entry says first, in this order."""


_WITH_RELEASE = f"""
SELECT month.begin FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS month (begin, until)
WHERE EXISTS (
  SELECT FROM {Release._meta.db_table} AS one
  WHERE one.at >= month.begin AND one.at < month.until
)
"""  # noqa: S608 only the name of the table is put in


def feed_documents(stands: Callable[[str, str], bool]) -> Iterator[tuple[str, bytes]]:
    """The archives of past months, then the current document.

    An archive changes once, when its successor appears and it links to it. Those that `stands`
    knows, by their path and the successor that they name (empty for the youngest), are left out.
    """
    months = _months()
    for place, month in enumerate(months):
        path = f"feeds/{archive_path(month)}"
        older = archive_path(months[place - 1]) if place else ""
        newer = archive_path(months[place + 1]) if place + 1 < len(months) else ""
        if stands(path, newer):
            continue
        yield path, _render(_entries(_of_month(month)), month, older, newer)
    yield f"feeds/{CURRENT}", current_document(months)


def current_document(months: Sequence[Month] | None = None) -> bytes:
    """Each project as it stands, newest first; at least the whole running month."""
    known = _months() if months is None else months
    older = archive_path(known[-1]) if known else ""
    return _render(_entries(_newest()), None, older, "")


def archive_path(month: Month) -> str:
    """Path of a month's archive under `/feeds/`."""
    return f"archive/projects-{month}.atom"


def _months() -> list[Month]:
    """Past months with a release: one probe of the index for each month since the first."""
    first = Release.objects.order_by("at", "pk").values_list("at", flat=True).first()
    months = list(_until_now(first)) if first is not None else []
    with connection.cursor() as cursor:
        begins, ends = [one.bounds()[0] for one in months], [one.bounds()[1] for one in months]
        cursor.execute(_WITH_RELEASE, [begins, ends])
        kept = {Month.of(begin) for (begin,) in cursor.fetchall()}
    return [month for month in months if month in kept]


def _until_now(first: datetime) -> Iterator[Month]:
    month, running = Month.of(first), Month.of(clock.now())
    while month < running:
        yield month
        month = Month.of(month.bounds()[1])


def _newest() -> list[Release]:
    """The newest release of each project: of the running month, or of as many as fill the feed."""
    begin, _ = Month.of(clock.now()).bounds()
    found: dict[int, Release] = {}
    rows = Release.objects.select_related("project__union").order_by("-at", "-pk")
    for row in rows.iterator(chunk_size=NEWEST):
        if row.at < begin and len(found) >= NEWEST:
            break
        found.setdefault(row.project_id, row)
    return list(found.values())


def _of_month(month: Month) -> list[Release]:
    """The last release of each project in a month, newest first."""
    begin, end = month.bounds()
    rows = Release.objects.filter(at__gte=begin, at__lt=end)
    last = rows.values("project").annotate(last=Max("pk")).values("last")
    found = Release.objects.filter(pk__in=last).select_related("project__union")
    return list(found.order_by("-at", "-pk"))


def _entries(rows: Sequence[Release]) -> list[Entry]:
    firsts = dict(
        Release.objects.filter(project__in=[row.project_id for row in rows], sequence=1)
        .values_list("project_id", "at")
    )  # fmt: skip
    return [_entry(row, firsts[row.project_id]) for row in rows]


def _entry(row: Release, published: Any) -> Entry:
    document = decode(bytes(row.content))
    words = _words(document)
    lines = [words, *_figures(document)]
    title = document["planning"]["budget"]["project"]
    return Entry(
        identity=tag(f"project/{row.project.number}"),
        url=f"{settings.PUBLIC_ADDRESS}/projects/{row.project.number}/",
        title=f"{title}：{words}",
        summary="；".join(lines),
        html="".join(f"<p>{escape(line)}</p>" for line in lines),
        category="commission",
        category_label="委托",
        union_name=document["buyer"]["name"],
        published=clock.to_local(published),
        updated=clock.to_local(row.at),
    )


def _words(document: Any) -> str:
    """Say what a release tells first; once the service is over, payments do not begin it anew."""
    tags = set(document["tag"])
    if any(one["status"] == "terminated" for one in document.get("contracts", [])):
        return WORDS[Tag.CONTRACT_TERMINATION]
    return next((said for one, said in WORDS.items() if one in tags), "立项")


def _figures(document: Any) -> list[str]:
    budget = document["planning"]["budget"]["amount"]["amount"]
    lines = [f"预算 {budget:,} 元"]
    for contract in document.get("contracts", []):
        done = contract["implementation"]
        paid = done["financialProgress"]["totalSpend"]["amount"]
        lines.append(f"协议 {contract['value']['amount']:,} 元，已支付 {paid:,} 元")
        lines += [
            f"{one['title']} {seen['measure']} {seen['unit']['name']}"
            for one in done.get("metrics", [])
            for seen in one["observations"]
            if "measure" in seen
        ]
        lines += [
            one["description"]
            for one in done.get("documents", [])
            if one["documentType"] == CORRECTION
        ]
    return lines


def _render(entries: Sequence[Entry], month: Month | None, older: str, newer: str) -> bytes:
    base = f"{settings.PUBLIC_ADDRESS}/feeds/"
    own = archive_path(month) if month else CURRENT
    otherwise = month.bounds()[0] if month else clock.start_of(clock.today())
    channel = Channel(
        identity=tag("feeds/projects"),
        title=TITLE + (f"（{month.year}年{month.month}月存档）" if month else ""),
        subtitle="委托服务项目的征集、评审结果、协议、支付、服务数量和绩效，含更正。",
        author="职家",
        site_url=f"{settings.PUBLIC_ADDRESS}/projects/",
        self_url=base + own,
        current_url=base + CURRENT,
        updated=max((one.updated for one in entries), default=otherwise),
        is_archive=month is not None,
        older_url=base + older if older else "",
        newer_url=base + newer if newer else "",
    )
    return render_atom(channel, entries)
