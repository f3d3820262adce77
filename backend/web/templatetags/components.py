"""Components: how money, days, states and steps look everywhere.

Load with `{% load components %}`; the page at `/style/` shows each in each state.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backend.access.pages import new_key
from backend.access.roles import post_words
from backend.kernel import clock
from backend.kernel.errors import FieldError
from backend.kernel.money import Money
from backend.web.parts import Fact, Figure, Step, Task

register = template.Library()


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(clock.TZ) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as people say it: 2026年12月5日（周六）; empty for None."""
    if value is None:
        return ""
    return clock.day_words(_local(value))


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Write a day in a narrow place: 12月5日, with the year when it is another one."""
    if value is None:
        return ""
    local = _local(value)
    text = f"{local.month}月{local.day}日"
    return text if local.year == clock.today().year else f"{local.year}年{text}"


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment: 2026年12月5日 14:05."""
    if value is None:
        return ""
    local = value.astimezone(clock.TZ)
    return f"{local.year}年{local.month}月{local.day}日 {local.hour:02d}:{local.minute:02d}"


@register.filter
def post(label: str) -> str:
    """Write the post that the trail names by code: 区总工会审核人."""
    return post_words(label)


@register.filter
def yuan(fen: int | Money | None) -> str:
    """Write whole fen as yuan: 1,204.30; empty for None."""
    if fen is None:
        return ""
    return (fen if isinstance(fen, Money) else Money(fen)).yuan()


@register.simple_tag
def money(fen: int | Money | None, unit: str = "元") -> SafeString:
    """Draw an amount with its unit, digits aligned."""
    if fen is None:
        return format_html('<span class="money money-none">{}</span>', "未定")
    return format_html(
        '<span class="money">{}<span class="unit">{}</span></span>', yuan(fen), f"\u2009{unit}"
    )


@register.simple_tag
def state(words: str, tone: str = "plain") -> SafeString:
    """Draw a state: words first, then a shape, then colour (`good`, `wait`, `stop`, `plain`)."""
    return format_html('<span class="state state-{}">{}</span>', tone, words)


@register.simple_tag
def once_key() -> SafeString:
    """Draw the hidden key that makes a form count once however often it is sent."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', new_key())


@register.simple_tag
def version_field(row: Any) -> SafeString:
    """Draw the hidden version that a decision was made on."""
    return format_html('<input type="hidden" name="version" value="{}">', row.version)


@register.inclusion_tag("web/parts/timeline.html")
def timeline(steps: Sequence[Step], label: str = "办理进度") -> dict[str, Any]:
    """Draw the steps of a case."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("web/parts/tasks.html")
def tasks(items: Sequence[Task]) -> dict[str, Any]:
    """Draw a task list."""
    return {"tasks": items}


@register.inclusion_tag("web/parts/facts.html")
def facts(items: Sequence[Fact]) -> dict[str, Any]:
    """Draw a definition list."""
    return {"facts": items}


@register.inclusion_tag("web/parts/figures.html")
def figures(items: Sequence[Figure]) -> dict[str, Any]:
    """Draw the numbers that answer the question of a page."""
    return {"figures": items}


@register.inclusion_tag("web/parts/empty.html")
def nothing_yet(words: str, url: str = "", label: str = "") -> dict[str, Any]:
    """Draw what stands where nothing stands yet, with the way to begin."""
    return {"words": words, "url": url, "label": label}


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(source: BaseForm | Sequence[FieldError] | None) -> dict[str, Any]:
    """Draw all errors of a form, or a list of field errors, each linked to its field."""
    if source is None:
        return {"errors": []}
    if isinstance(source, BaseForm):
        told = [(name, _named(source, name, text)) for name, text in _form_errors(source)]
        return {"errors": [(_anchor(source, name), text) for name, text in told]}
    return {"errors": [(f"id_{one.pointer.strip('/')}", one.message) for one in source]}


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, hint: str = "", why: str = "") -> dict[str, Any]:
    """Draw a field with label, hint, reason for asking and error, tied together for readers."""
    described = [bound.auto_id + "-hint"] if hint or bound.help_text else []
    described += [bound.auto_id + "-why"] if why else []
    described += [bound.auto_id + "-error"] if bound.errors else []
    attributes: dict[str, str | bool] = (
        {"aria-describedby": " ".join(described)} if described else {}
    )
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound,
        "is_optional": _is_optional(bound),
        "widget": bound.as_widget(attrs=attributes),
        "hint": hint or bound.help_text,
        "why": why,
        "is_group": bound.field.widget.__class__.__name__
        in {"RadioSelect", "CheckboxSelectMultiple"},
        "is_tick": bound.field.widget.__class__.__name__ == "CheckboxInput",
    }


@register.inclusion_tag("web/parts/pager.html")
def pager(page: Mapping[str, Any], request: HttpRequest | None = None) -> dict[str, Any]:
    """Draw the way to the next page of a cursor-paged list and back to the first."""
    query = request.GET.copy() if request is not None else None
    if query is not None:
        query.pop("cursor", None)
    rest = query.urlencode() if query else ""
    after = urlencode({"cursor": page["next_cursor"]}) if page.get("next_cursor") else ""
    return {
        "next": "?" + "&".join(part for part in (rest, after) if part) if after else "",
        "first": f"?{rest}" if request is not None and "cursor" in request.GET else "",
    }


def _is_optional(bound: BoundField) -> bool:
    """Tell whether a field may stay empty in the end, not only in a draft."""
    return not bound.field.required and bound.name not in getattr(bound.form, "drafted", ())


def _form_errors(form: BaseForm) -> list[tuple[str, str]]:
    return [(name, str(text)) for name, texts in form.errors.items() for text in texts]


def _named(form: BaseForm, name: str, text: str) -> str:
    """Say which field a fault is about, where its words do not."""
    label = str(form[name].label) if name in form.fields else ""
    bare = label.partition("（")[0]
    return text if bare in text else f"{label}：{text}"


def _anchor(form: BaseForm, name: str) -> str:
    return form[name].auto_id if name in form.fields else ""
