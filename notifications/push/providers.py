"""Which push providers this installation has, and which address each can reach.

A provider's library is heavy and belongs to the worker alone, so the class is named here and
imported where it sends.
"""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.push.port import PushProvider

FCM = "fcm"
CLASSES = {FCM: "notifications.push.fcm.FcmProvider"}
ADDRESS_KINDS = {"token": FCM, "fid": FCM}


def configured() -> list[str]:
    """Names of the providers that are set up here; empty: messages stay in the inbox."""
    return [FCM] if settings.FCM_SERVICE_ACCOUNT_FILE else []


def by_address_kind() -> dict[str, str]:
    """Address kind to provider, for the providers that are set up."""
    return {kind: name for kind, name in ADDRESS_KINDS.items() if name in configured()}


@cache
def provider(name: str) -> PushProvider:
    """The provider of this process, made on first use (after the worker forked)."""
    return cast("PushProvider", import_string(CLASSES[name]).from_settings())
