"""The forms of bank accounts: each asks for one thing."""

from typing import Any

from django import forms

from backend.accounts import payees
from backend.config.payees import notice
from backend.kernel.errors import Invalid
from backend.web.forms import PageForm

LONGEST_TYPED = 40
_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


class AgreeForm(PageForm):
    """The separate consent; the version says which notice was on the page."""

    agreed = forms.BooleanField(label="我已阅读，同意工会保存和使用我的银行账户信息")
    notice_version = forms.CharField(
        initial=notice.VERSION, max_length=40, widget=forms.HiddenInput
    )


class AccountForm(PageForm):
    """A bank and a number that is typed twice."""

    bank = forms.CharField(
        label="开户银行",
        max_length=payees.LONGEST_BANK,
        help_text="写到支行，例如：示范银行槐树支行。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    account = forms.CharField(
        label="银行账号",
        max_length=LONGEST_TYPED,
        help_text="本人名下的银行卡号，10 到 25 位数字。",
        widget=forms.TextInput(attrs=_DIGITS),
    )
    account_again = forms.CharField(
        label="再填一次银行账号",
        max_length=LONGEST_TYPED,
        help_text="请对照银行卡重新输入，不要复制。",
        widget=forms.TextInput(attrs=_DIGITS),
    )

    def clean_account(self) -> str:
        """Tidy the number; say what is wrong with it."""
        try:
            return payees.check_account(self.cleaned_data["account"])
        except Invalid as fault:
            raise forms.ValidationError(fault.message) from fault

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        given = super().clean() or self.cleaned_data
        again = given.pop("account_again", None)
        if again is not None and "account" in given:
            try:
                same = payees.check_account(again) == given["account"]
            except Invalid:
                same = False
            if not same:
                self.add_error("account_again", "两次填写的账号不一样，请对照银行卡重新填写。")
        return given


class ForSomebodyForm(AccountForm):
    """The account of a worker who cannot enter it."""

    name = forms.CharField(label="职工姓名", max_length=40)
    id_number = forms.CharField(
        label="身份证号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    signed_on = forms.DateField(
        label="纸质同意书签署日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应写成 2026-11-23 这样。"},
    )
    field_order = ("name", "id_number", "bank", "account", "account_again", "signed_on")


class PurposeForm(PageForm):
    """Why the full number is read."""

    purpose = forms.CharField(label="用途", max_length=200)


class RefuseForm(PageForm):
    """Why the account is turned down."""

    reason = forms.CharField(
        label="没有通过的原因",
        max_length=payees.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本人会看到这段话。",
    )
