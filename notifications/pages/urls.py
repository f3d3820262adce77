"""Addresses of a member's messages."""

from django.urls import path

from notifications.pages import portal

urlpatterns = [
    path("me/inbox/", portal.inbox, name="me-inbox"),
    path("me/inbox/read/", portal.read_all, name="me-inbox-read-all"),
    path("me/inbox/settings/", portal.settings, name="me-inbox-settings"),
    path("me/inbox/<int:seq>/open/", portal.open_message, name="me-inbox-open"),
]
