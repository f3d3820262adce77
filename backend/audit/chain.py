"""The hash chain over the trail: one writer links, anyone verifies (R12.29).

A verb inserts its entry with the entry's own digest; the link follows a moment later from a
single writer, for a link made in the verb's transaction would be a lock over all writes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from backend.audit.models import Entry, Link
from backend.audit.trail import digest_of

GENESIS = bytes(32)
BATCH = 5000
# An entry whose transaction was still open while so many others were linked is found by verify.
LOOK_BACK = 100_000

_PENDING = """
SELECT e.id, e.digest FROM audit_entry e
 WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
 ORDER BY e.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification saw: entries and links checked, head of the chain, faults in words."""

    entries: int
    links: int
    head: str
    faults: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


def link_pending(*, everything: bool = False) -> int:
    """Link the entries that wait, at most one batch, and give how many.

    Only one writer at a time; a second one returns 0 at once. `everything` also looks further
    back than the usual window.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('audit.chain'))")
        if not cursor.fetchone()[0]:
            return 0
        last = Link.objects.order_by("-seq").first()
        seq, head = (last.seq, bytes(last.digest)) if last else (0, GENESIS)
        cursor.execute("SELECT coalesce(max(entry_id), 0) FROM audit_link")
        start = 0 if everything else cursor.fetchone()[0] - LOOK_BACK
        cursor.execute(_PENDING, [start, BATCH])
        links = list(_links(cursor.fetchall(), seq=seq, head=head))
        Link.objects.bulk_create(links)
        return len(links)


def _links(waiting: Iterable[tuple[int, bytes]], *, seq: int, head: bytes) -> Iterator[Link]:
    for entry_id, digest in waiting:
        seq += 1
        link = Link(seq=seq, entry_id=entry_id, previous=head)
        head = link.digest = link_digest(head, seq, entry_id, bytes(digest))
        yield link


def link_digest(previous: bytes, seq: int, entry_id: int, entry_digest: bytes) -> bytes:
    """Bind an entry to the whole chain before it."""
    content = previous + seq.to_bytes(8) + entry_id.to_bytes(8) + entry_digest
    return hashlib.sha256(content).digest()


def verify() -> Report:
    """Link what waits, then recompute every entry and every link and name each fault."""
    while link_pending(everything=True) == BATCH:
        pass
    faults = _unlinked()
    seq, head, count = 0, GENESIS, 0
    for links in _batches():
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            faults += _faults_of(link, entries.get(link.entry_id), seq=seq + 1, head=head)
            seq, head, count = link.seq, bytes(link.digest), count + 1
    return Report(Entry.objects.count(), count, head.hex(), faults)


def _batches() -> Iterator[list[Link]]:
    last = 0
    while links := list(Link.objects.filter(seq__gt=last).order_by("seq")[:BATCH]):
        yield links
        last = links[-1].seq


def _faults_of(link: Link, entry: Entry | None, *, seq: int, head: bytes) -> list[str]:
    """Check one link against its place, the link before it and the entry it holds."""
    faults = []
    if link.seq != seq:
        faults.append(f"第 {seq} 环缺失，下一环是第 {link.seq} 环")
    if bytes(link.previous) != head:
        faults.append(f"第 {link.seq} 环与前一环对不上")
    if entry is None:
        return [*faults, f"第 {link.seq} 环指向的留痕 {link.entry_id} 已不存在"]
    own = bytes(entry.digest)
    if digest_of(entry) != own:
        faults.append(f"留痕 {entry.pk} 的内容与它的摘要不符")
    if link_digest(bytes(link.previous), link.seq, entry.pk, own) != bytes(link.digest):
        faults.append(f"第 {link.seq} 环与留痕 {entry.pk} 不符")
    return faults


def _unlinked() -> list[str]:
    """Find entries that no link holds although everything was just linked."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, [0, 20])
        return [f"留痕 {row[0]} 没有链环" for row in cursor.fetchall()]
