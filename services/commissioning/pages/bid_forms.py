"""The form of an application: usable on a phone, in one screen."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from backend.kernel.errors import FieldError
from backend.web.forms import PageForm, YuanField
from services.commissioning.rules.bid import Content, Line

ROWS = 10
MOST_ROWS = 30
AREA = forms.Textarea(attrs={"rows": 6})


class BidForm(PageForm):
    """An application with ten budget lines or as many as it has; empty rows are left out."""

    amount = YuanField(label="报价（元）", required=False, help_text="不能超过项目预算。")
    persons = forms.IntegerField(
        label="承诺服务人数", required=False, min_value=0, max_value=10_000_000
    )
    sessions = forms.IntegerField(
        label="承诺服务场次", required=False, min_value=0, max_value=10_000_000
    )
    plan = forms.CharField(label="服务方案", required=False, max_length=6000, widget=AREA)
    team = forms.CharField(label="团队与资质", required=False, max_length=6000, widget=AREA)
    track_record = forms.CharField(label="过往业绩", required=False, max_length=6000, widget=AREA)

    drafted = ("amount", "persons", "sessions", "plan", "team", "track_record")

    def __init__(self, given: Any = None, *, lines: int = 0, **kwargs: Any) -> None:
        super().__init__(given, **kwargs)
        sent = sum(name.startswith("line_") for name in given or ())
        self.count = min(MOST_ROWS, max(ROWS, lines, sent))
        for place in range(1, self.count + 1):
            self.fields[f"line_{place}"] = forms.CharField(
                label=f"第 {place} 行科目", max_length=40, required=False
            )
            self.fields[f"fen_{place}"] = YuanField(label=f"第 {place} 行金额", required=False)
        self.word_fields()

    def plain_fields(self) -> Iterator[BoundField]:
        """Give the fields above the budget."""
        for name in ("amount", "persons", "sessions", "plan", "team", "track_record"):
            yield self[name]

    def rows(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        """Give the rows of the budget."""
        for place in range(1, self.count + 1):
            yield place, self[f"line_{place}"], self[f"fen_{place}"]

    def given(self) -> dict[str, Any]:
        """Give what the verb takes."""
        words = self.cleaned_data
        lines = tuple(
            Line(
                words[f"line_{place}"].strip(),
                words[f"fen_{place}"].fen if words[f"fen_{place}"] else 0,
            )
            for place in self._filled()
        )
        return {
            "content": Content(
                amount_fen=words["amount"].fen if words["amount"] else 0,
                persons=words["persons"] or 0,
                sessions=words["sessions"] or 0,
                plan=words["plan"],
                team=words["team"],
                track_record=words["track_record"],
                lines=lines,
            )
        }

    def field_of(self, fault: FieldError) -> str:
        """Name the field meant; a budget line by its place among the rows that were filled in."""
        where, _, place = fault.pointer.strip("/").partition("/")
        if where == "amount_fen":
            return "amount"
        if where != "lines":
            return super().field_of(fault)
        return f"fen_{self._filled()[int(place)]}" if place else "fen_1"

    def _filled(self) -> list[int]:
        """Give the budget rows in which anything was typed."""
        names = ("line", "fen")
        return [
            place
            for place in range(1, self.count + 1)
            if any(self.cleaned_data.get(f"{name}_{place}") for name in names)
        ]


def start_of(content: Content) -> dict[str, Any]:
    """Give an application as the form begins with it."""
    start: dict[str, Any] = {
        "amount": content.amount_fen or None,
        "persons": content.persons or None,
        "sessions": content.sessions or None,
        "plan": content.plan,
        "team": content.team,
        "track_record": content.track_record,
    }
    for place, one in enumerate(content.lines, start=1):
        start |= {f"line_{place}": one.title, f"fen_{place}": one.amount_fen}
    return start
