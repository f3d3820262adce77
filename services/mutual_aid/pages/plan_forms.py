"""The forms of a plan version: load, propose, sign, decline, withdraw, try."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from backend.web.forms import PageForm
from services.mutual_aid.queries.dry_runs import last_year
from services.mutual_aid.rules.reading import MAX_PACK_BYTES

AREA = forms.Textarea(attrs={"rows": 3})
LONGEST = 1000


class PackForm(PageForm):
    """A rule file and whose plan it is."""

    sponsor = forms.ChoiceField(label="主办工会")
    pack = forms.FileField(
        label="规则文件", help_text=f".json，{MAX_PACK_BYTES // 1_000_000} MB 以内。"
    )

    def __init__(self, *args: Any, unions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].choices = list(unions)  # type: ignore[attr-defined]

    def clean_pack(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["pack"]
        if file.size > MAX_PACK_BYTES:
            raise forms.ValidationError("文件太大，规则文件应在 2 MB 以内。")
        return file


class ProposeForm(PageForm):
    """Why the version should be put in force."""

    reason = forms.CharField(label="提请的原因", max_length=LONGEST, widget=AREA)


class OpinionForm(PageForm):
    """What the second person says."""

    opinion = forms.CharField(label="意见", max_length=LONGEST, widget=AREA, required=False)


class DeclineForm(PageForm):
    """Why it is declined."""

    reason = forms.CharField(label="不予批准的原因", max_length=LONGEST, widget=AREA)


class WithdrawForm(PageForm):
    """Why it is withdrawn."""

    reason = forms.CharField(label="撤回的原因", max_length=LONGEST, widget=AREA)


class DaysForm(PageForm):
    """The days of the decisions to go through."""

    first_day = forms.DateField(
        label="从哪天核定的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label="到哪天核定的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


FORMS: dict[str, type[PageForm]] = {
    "propose": ProposeForm,
    "approve": OpinionForm,
    "decline": DeclineForm,
    "ask_withdrawal": WithdrawForm,
    "withdraw": WithdrawForm,
    "try": DaysForm,
}


def form_for(act: str, data: Mapping[str, Any] | None = None) -> PageForm:
    """Give the form of one act, blank or filled in; several stand on one page, so ids differ."""
    first, last = last_year()
    initial = {"first_day": first, "last_day": last}
    return FORMS[act](data, auto_id=f"{act}-%s", initial=initial)
