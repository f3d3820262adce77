"""Forms of rate-group standings: one person, a list, a last day."""

from datetime import date

from django import forms

from backend.web.forms import PageForm
from services.mutual_aid.workflow.groups.recording import LONGEST_BASIS, MOST_LISTED, Entry

PARTS = (3, 4)
WRONG_DAY = {"invalid": "日期应写成 2026-01-31 这样。"}


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Ask for a day."""
    return forms.DateField(
        label=label,
        error_messages=WRONG_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=required,
        help_text=help_text,
    )


class GroupForm(PageForm):
    """Which group, and on what paper."""

    group = forms.ChoiceField(label="人群")
    basis = forms.CharField(
        label="依据", max_length=LONGEST_BASIS, help_text="例如：证书名称和文号。"
    )

    def __init__(self, *args: object, groups: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = list(groups.items())  # type: ignore[attr-defined]


class RecordForm(GroupForm):
    """One person."""

    name = forms.CharField(label="姓名", max_length=40)
    id_number = forms.CharField(
        label="身份证号", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    first_day = day_field("第一天")
    last_day = day_field("最后一天", required=False, help_text="没有期限的不填。")


class ListForm(GroupForm):
    """Many persons, a line each."""

    people = forms.CharField(
        label="名单",
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text="每行一人：身份证号,姓名,第一天,最后一天（没有期限的不写最后一天）。"
        f"最多 {MOST_LISTED} 人。",
    )

    def clean_people(self) -> list[Entry]:
        """Read the lines; names the first that is none."""
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        entries = []
        for place, line in enumerate(lines, 1):
            entry = _entry(line)
            if entry is None:
                raise forms.ValidationError(
                    f"第 {place} 行应写成“身份证号,姓名,2026-01-01”，请改好再提交。"
                )
            entries.append(entry)
        return entries


class EndForm(PageForm):
    """The last day."""

    last_day = day_field("最后一天")


def _entry(line: str) -> Entry | None:
    parts = [part.strip() for part in line.replace("，", ",").rstrip(",").split(",")]
    if len(parts) not in PARTS:
        return None
    try:
        days = [date.fromisoformat(part) for part in parts[2:]]
    except ValueError:
        return None
    return Entry(parts[0], parts[1], days[0], days[1] if len(days) > 1 else None)
