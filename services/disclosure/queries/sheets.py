"""A draft as its readers see it: the words, the scan, what was decided, what they may do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.kernel.errors import NotFound
from backend.unions.models import Union
from services.disclosure.access import Standing, disclosure_standing, draft_standing
from services.disclosure.models import CatalogueItem, Disclosure, Draft, Review
from services.disclosure.models.draft import OPEN_STATES
from services.disclosure.rules import privacy, text
from services.disclosure.rules.privacy import Finding
from services.disclosure.states import DraftAct, State

ACT_LABELS = {"pass_check": "隐私审查通过", "return": "退回修改", "sign_off": "签发"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One draft with everything its page or its answer needs."""

    draft: Draft
    html: str
    findings: list[Finding]
    reviews: list[Review]
    standing: dict[str, Standing]

    def __getattr__(self, name: str) -> Any:
        """Give the draft's own columns, so that a schema can read them here."""
        return getattr(self.draft, name)


def sheet_of(number: str, actor: Actor) -> Sheet:
    """Read one draft that the actor may see; raises NotFound."""
    rows = Draft.objects.visible_to(actor).select_related(
        "union", "disclosure__current", "catalogue_item"
    )
    draft = rows.filter(number=number).first()
    if draft is None:
        raise NotFound
    return sheet(draft, actor)


def sheet(draft: Draft, actor: Actor) -> Sheet:
    """Put a draft together with its scan, its reviews and what this actor may do."""
    return Sheet(
        draft=draft,
        html=text.to_html(draft.body),
        findings=privacy.scan(f"{draft.title}\n{draft.body}\n{draft.reason}"),
        reviews=list(draft.reviews.order_by("id")),
        standing={act.value: draft_standing(actor, draft, act) for act in DraftAct},
    )


def draft_page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """One page of the open drafts in the actor's part of the tree, newest first."""
    return page_of(open_drafts(actor), cursor, limit)


def open_drafts(actor: Actor) -> QuerySet[Draft]:
    """The drafts that are not done yet, in the actor's part of the tree."""
    rows = Draft.objects.visible_to(actor).select_related("union", "disclosure")
    return rows.filter(state__in=OPEN_STATES)


def desk_list(actor: Actor, limit: int = 30) -> list[Disclosure]:
    """What was published in the actor's part of the tree, newest first, to correct or withdraw."""
    rows = Disclosure.objects.visible_to(actor).select_related("union", "current")
    own = rows.filter(visible(actor, Permission.DISCLOSURE_VERSION_READ), state=State.PUBLISHED)
    return list(own.order_by("-changed_at", "-id")[:limit])


def published(number: str, actor: Actor) -> tuple[Disclosure, Standing, Standing]:
    """A published disclosure, and whether the actor may correct or withdraw it."""
    rows = Disclosure.objects.public().select_related("union", "current")
    own = visible(actor, Permission.DISCLOSURE_VERSION_READ)
    found = rows.filter(own, number=number).first()
    if found is None:
        raise NotFound
    return (
        found,
        disclosure_standing(actor, found, Permission.DISCLOSURE_DRAFT_WRITE),
        disclosure_standing(actor, found, Permission.DISCLOSURE_VERSION_WITHDRAW),
    )


def drafting_unions(actor: Actor) -> list[Union]:
    """The unions whose posts let the actor draft."""
    keys = actor.unions_for(Permission.DISCLOSURE_DRAFT_WRITE)
    return list(Union.objects.filter(pk__in=keys).order_by("level", "number"))


def catalogue() -> list[CatalogueItem]:
    """The whole catalogue in its own order."""
    return list(CatalogueItem.objects.order_by("id"))


def act_label(act: str) -> str:
    """What a review did, in Chinese."""
    return ACT_LABELS.get(act, act)
