"""The console's work queue: what waits for this officer, put together from the capabilities."""

from collections.abc import Callable, Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.config.pages import corrections
from backend.config.payees import queries as payees
from backend.kernel import clock
from backend.web.parts import Figure, QueueItem
from services.commissioning import queries as commissioning
from services.disclosure import queries as disclosure
from services.hardship import queries as hardship
from services.mutual_aid import queries as mutual_aid

Items = Callable[[Actor], Iterable[QueueItem]]
ITEMS: tuple[Items, ...] = (
    commissioning.queue_items,
    corrections.queue_items,
    disclosure.queue_items,
    hardship.queue_items,
    mutual_aid.queue_items,
    payees.queue_items,
)


@page(permit=Staff(Permission.CONSOLE_QUEUE_READ))
def show(request: HttpRequest) -> HttpResponse:
    """Show the queue, the nearest last day first."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    items = sorted(
        (item for items in ITEMS for item in items(actor)),
        key=lambda item: (item.due or date.max, item.number),
    )
    wanted = request.GET.get("q", "").strip()[:40]
    if wanted:
        items = [item for item in items if wanted in _words(item)]
    today = clock.today()
    figures = [
        Figure("待办", str(len(items)), "件"),
        Figure("今天到期", str(sum(item.due == today for item in items)), "件"),
        Figure("逾期", str(sum(item.due is not None and item.due < today for item in items)), "件"),
    ]
    context = {"items": items, "figures": figures, "today": today, "actor": actor, "wanted": wanted}
    return render(request, "config/queue.html", context)


def _words(item: QueueItem) -> str:
    """Give what an item may be found by; names of people in it are masked."""
    return f"{item.number}\n{item.who}\n{item.union}\n{item.category}\n{item.state}"
