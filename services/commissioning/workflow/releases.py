"""Releases of open data: one for what was publicly done, never changed afterwards (R9.22, R9.23).

A release is made from word left by each act in its own transaction (`advance.owe`), by a task
within seconds, and not by the act itself: so no act can forget it, an error in open data holds up
no officer, and acts that follow each other at once share one release.
"""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Max

from backend.audit import trail
from backend.kernel import clock
from services.commissioning.feeds.ocds import release as ocds
from services.commissioning.feeds.ocds.numbers import encode
from services.commissioning.models import Project, Release
from services.commissioning.queries.public.open_contract import facts_of
from services.commissioning.queries.public.values import Told
from services.commissioning.rules.tags import Tag, tags_of
from services.commissioning.workflow.clockwork import CLOCK

TAG_SEPARATOR = ","
SECOND = timedelta(seconds=1)


def make_release(project: Project, acts: Iterable[str], figures: Told) -> Release | None:
    """Write the next release of a locked project; None where nothing public was done.

    `figures` are read in the same transaction.
    """
    earlier = Release.objects.filter(project=project)
    known = [
        tag for tags in earlier.values_list("tag", flat=True) for tag in tags.split(TAG_SEPARATOR)
    ]
    tags = tags_of(acts, known)
    if not tags:
        return None
    return _write(project, tags, figures)


def _write(project: Project, tags: Iterable[Tag], figures: Told) -> Release:
    earlier = Release.objects.filter(project=project)
    last = earlier.aggregate(sequence=Max("sequence"), at=Max("at"))
    sequence, now = (last["sequence"] or 0) + 1, clock.now().replace(microsecond=0)
    if last["at"] is not None:
        # Who merges releases orders them by their moment, so no two of a project share one.
        now = max(now, last["at"] + SECOND)
    document = ocds.build(
        facts_of(project, figures),
        prefix=settings.OCDS_PREFIX,
        sequence=sequence,
        at=now,
        tags=list(tags),
    )
    content = encode(document)
    digest = sha256(content).digest()
    made = Release.objects.create(
        project=project,
        sequence=sequence,
        tag=TAG_SEPARATOR.join(tags),
        content=content,
        digest=digest,
        at=now,
    )
    trail.record(CLOCK, "commissioning.release", made, union_id=project.union_id, digest=digest)
    return made
