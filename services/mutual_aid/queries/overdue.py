"""Claims that passed the plan's service level (R8.26): one walk along one partial index."""

from datetime import date

from django.db.models import Q, QuerySet

from services.mutual_aid.models import Claim


def overdue(today: date) -> Q:
    """Give the condition "somebody's desk, and its last day is over"."""
    return Q(desk__gt="", due_on__lt=today)


def to_tell(today: date) -> QuerySet[Claim]:
    """Give the overdue claims whose alert of today is still to come, the oldest first."""
    untold = Q(overdue_told_on__isnull=True) | Q(overdue_told_on__lt=today)
    return Claim.objects.filter(overdue(today), untold).order_by("due_on", "pk")
