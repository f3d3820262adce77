"""The worker's home page: the answer first, put together from the capabilities."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.accounts.models import Person
from backend.web.parts import HomeCard
from services.commissioning import queries as commissioning
from services.disclosure import queries as disclosure
from services.hardship import queries as hardship
from services.mutual_aid import queries as mutual_aid

# As `HomeCard.rank` says: what answers the page's question, and what stands as plain lines below.
ANSWER, REST = 10, 50
Cards = Callable[[Person], Iterable[HomeCard]]
CARDS: tuple[Cards, ...] = (
    mutual_aid.home_cards,
    hardship.home_cards,
    commissioning.home_cards,
    disclosure.home_cards,
)


@page(permit=MemberOnly())
def show(request: HttpRequest) -> HttpResponse:
    """Show what runs for this worker, in order of weight."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    person = Person.objects.get(pk=actor.own_person_id)
    cards = sorted((card for cards in CARDS for card in cards(person)), key=lambda card: card.rank)
    context = {
        "answers": [card for card in cards if card.rank <= ANSWER],
        "running": [card for card in cards if ANSWER < card.rank < REST],
        "rest": [card for card in cards if card.rank >= REST],
        "actor": actor,
        "is_staff": bool(actor.posts),
    }
    return render(request, "config/home.html", context)
