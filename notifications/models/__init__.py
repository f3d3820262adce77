"""Nouns of the room: what happened, what a person can read, and how it is pushed."""

from notifications.models.delivery import Delivery, ProviderBucket
from notifications.models.devices import Device, Preference, QuietHours
from notifications.models.events import Event, FeedPosition
from notifications.models.inbox import InboxException, InboxItem, InboxMark, Notice
from notifications.models.jobs import JobRun, LiveTicket

__all__ = [
    "Delivery",
    "Device",
    "Event",
    "FeedPosition",
    "InboxException",
    "InboxItem",
    "InboxMark",
    "JobRun",
    "LiveTicket",
    "Notice",
    "Preference",
    "ProviderBucket",
    "QuietHours",
]
