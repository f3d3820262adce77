"""What the page shells need: large mode and the way to switch it."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

LARGE_COOKIE = "zhijia_large"


def is_large(request: HttpRequest | None) -> bool:
    """Tell whether the reader asked for large mode 长辈版."""
    return request is not None and request.COOKIES.get(LARGE_COOKIE) == "1"


@register.simple_tag(takes_context=True)
def large_mode(context: dict[str, Any]) -> SafeString:
    """Mark the page when it is to be drawn large."""
    return mark_safe(' data-large="1"' if is_large(context.get("request")) else "")  # noqa: S308


@register.inclusion_tag("web/parts/large_toggle.html", takes_context=True)
def large_toggle(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the switch between the normal and the large page."""
    request = context.get("request")
    return {"is_large": is_large(request), "here": request.get_full_path() if request else "/"}
