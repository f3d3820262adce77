"""The forms of a claim: beginning it, its event, one line as its plan wants it, one photograph."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from backend.accounts.models import ConsentPurpose
from backend.kernel.errors import DomainError, Invalid
from backend.kernel.money import Money
from backend.web.forms import PageForm, YuanField, day_field
from services.mutual_aid.queries import claim_consent
from services.mutual_aid.queries.claims_mine import LineView
from services.mutual_aid.rules import filling
from services.mutual_aid.rules.entries import limit_of
from services.mutual_aid.rules.exact import plain_fen
from services.mutual_aid.rules.pack import Benefit, Kind
from services.mutual_aid.workflow.claims.lines import Answers, Invoice

Choices = Sequence[tuple[str, str]]
IMAGES = {"accept": "image/jpeg,image/png,image/webp"}
HEALTH = str(ConsentPurpose.HEALTH)
PARTS = ("cycles", "daily")
INVOICE_FIELDS = ("invoice_number", "invoice_amount", "invoice_on")


def consent_field(text: str, *, on_paper: bool = False) -> forms.BooleanField:
    """Give the tick of a separate consent with the notice that is read (RX.1)."""
    label = "本人已在纸上签署同意书：" if on_paper else "我同意："
    return forms.BooleanField(
        label=f"{label}{ConsentPurpose.HEALTH.label}",
        help_text=text,
        error_messages={"required": "不勾选这一项就不能保存申领。要申领，请勾选。"},
    )


class BeginForm(PageForm):
    """Which plan, which day, and the consent to health data."""

    plan = forms.ChoiceField(label="哪一项互助", widget=forms.RadioSelect)
    event_on = day_field("事件日期", help_text="住院填入院那天，得病填确诊那天，意外填发生那天。")
    health = consent_field(claim_consent.TEXTS[ConsentPurpose.HEALTH])

    def __init__(self, *args: Any, plans: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = list(plans)  # type: ignore[attr-defined]
        if len(plans) == 1:
            self.fields["plan"].initial = plans[0][0]

    def given(self) -> dict[str, Any]:
        """Give what the verb wants."""
        found = dict(self.cleaned_data)
        found.pop("health")
        return {**found, "purposes": [HEALTH]}


class HeirForm(BeginForm):
    """A claim after a death, by an heir."""

    name = forms.CharField(label="逝者姓名", max_length=40)
    id_number = forms.CharField(label="逝者身份证号", max_length=40)
    relation = forms.CharField(label="您是逝者的", max_length=20, help_text="例如：配偶、子女。")
    health = consent_field(claim_consent.HEIR_TEXTS[ConsentPurpose.HEALTH])
    field_order = ("name", "id_number", "relation", "plan", "event_on", "health")


class FamilyForm(BeginForm):
    """A claim for a relative who cannot."""

    name = forms.CharField(label="家人姓名", max_length=40)
    id_number = forms.CharField(label="家人身份证号", max_length=40)
    relation = forms.CharField(label="您是家人的", max_length=20, help_text="例如：配偶、子女。")
    file = forms.FileField(label="本人签名的委托和同意书照片", widget=forms.FileInput(attrs=IMAGES))
    health = consent_field(claim_consent.TEXTS[ConsentPurpose.HEALTH], on_paper=True)
    field_order = ("name", "id_number", "relation", "plan", "event_on", "file", "health")

    def given(self) -> dict[str, Any]:
        """Give what the verb wants, without the file."""
        found = super().given()
        found.pop("file")
        return found


class StewardForm(BeginForm):
    """A claim for a worker of one's union."""

    union_number = forms.CharField(label="工会编号", max_length=20)
    name = forms.CharField(label="职工姓名", max_length=40)
    id_number = forms.CharField(label="身份证号", max_length=40)
    health = consent_field(claim_consent.TEXTS[ConsentPurpose.HEALTH], on_paper=True)
    field_order = ("union_number", "name", "id_number", "plan", "event_on", "health")


class EventForm(PageForm):
    """The day and what happened; the relation where somebody else files."""

    event_on = day_field("事件日期")
    note = forms.CharField(
        label="情况说明",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以写在哪家医院、为什么住院。只有办理这份申领的工会人员能看到。",
    )
    relation = forms.CharField(label="您和本人的关系", max_length=20)

    def __init__(self, *args: Any, has_relation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_relation:
            del self.fields["relation"]


class EntryForm(PageForm):
    """The entry of one item: exactly the fields that its kind has."""

    def __init__(self, *args: Any, benefit: Benefit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.benefit = benefit
        for name in filling.asked(benefit):
            self._add(name)
        self.word_fields()

    def entry(self) -> dict[str, object]:
        """Give the entry of FORMAT.md section 10; empty fields are left out."""
        found: dict[str, object] = {}
        offsets: dict[str, str] = {}
        for name, value in self.cleaned_data.items():
            if value in (None, "", []):
                continue
            if name.startswith("offset_"):
                offsets[name.removeprefix("offset_")] = _written(value)
            elif name in PARTS:
                found[name] = value
            elif name in filling.FIELD_LABELS:
                found[name] = _written(value)
        return {**found, "offsets": offsets} if offsets else found

    def take(self, refused: DomainError) -> bool:
        """Show a refusal at the fields it names; tells whether every one was found."""
        known = [(self._field_of(one.pointer), one.message) for one in refused.fields]
        for name, message in known:
            if name:
                self.add_error(name, message)
        return bool(known) and all(name for name, _ in known)

    def clean_cycles(self) -> list[str]:
        """Read one amount for each line."""
        return _amounts(self.cleaned_data["cycles"])

    def clean_daily(self) -> list[str]:
        """Read one amount for each line."""
        return _amounts(self.cleaned_data["daily"])

    def _add(self, name: str) -> None:
        label, benefit = filling.FIELD_LABELS[name], self.benefit
        limit = limit_of(benefit)[0]
        if name == "amount":
            self.fields[name] = YuanField(label=f"{label}（元）", required=limit is None)
        elif name == "days":
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=filling.MOST_DAYS, required=limit is None
            )
        elif name in PARTS:
            self.fields[name] = forms.CharField(
                label=f"{label}（元）",
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=f"超过 {limit} 天才填，每行一个，这时不填“金额”。",
            )
        elif name == "offsets":
            for payer in filling.other_payers(benefit):
                text = f"{filling.offset_label(payer)}（元）"
                self.fields[f"offset_{payer}"] = YuanField(label=text, required=False)
        else:
            rows = [(row, filling.row_label(benefit, row)) for row in benefit.table]
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=rows,
                widget=forms.RadioSelect,
            )

    def _field_of(self, pointer: str) -> str:
        parts = pointer.strip("/").split("/")
        name = parts[-1] if parts[0] != "entry" else parts[1] if len(parts) > 1 else ""
        if parts[0] == "invoice":
            name = f"invoice_{parts[-1]}"
        if parts[:2] == ["entry", "offsets"] and len(parts) > 2:  # noqa: PLR2004
            name = f"offset_{parts[2]}"
        return name if name in self.fields else ""


class LineForm(EntryForm):
    """One line: when, what its kind asks for, and what the invoice says."""

    happened_on = day_field("发生日期", help_text="住院填入院那天。")
    ended_on = day_field("结束日期", required=False, help_text="住院填出院那天。")

    def __init__(self, *args: Any, benefit: Benefit, **kwargs: Any) -> None:
        super().__init__(*args, benefit=benefit, **kwargs)
        if benefit.kind in {Kind.CLASS_TABLE, Kind.GRADED_TABLE}:
            self.fields["happened_on"].label = "确诊或鉴定日期"
            del self.fields["ended_on"]
        self.fields["invoice_number"] = forms.CharField(
            label="发票号码", max_length=60, required=False, help_text="在发票右上角。"
        )
        self.fields["invoice_amount"] = YuanField(label="发票金额（元）", required=False)
        self.fields["invoice_on"] = day_field("开票日期", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for all of the invoice or nothing of it."""
        found = super().clean() or self.cleaned_data
        given = [name for name in INVOICE_FIELDS if found.get(name) not in (None, "")]
        if given:
            for name in set(INVOICE_FIELDS) - set(given) - set(self.errors):
                label = str(self.fields[name].label)
                self.add_error(name, f"填了发票就请填全，还差“{label}”。")
        return found

    def answers(self) -> Answers:
        """Give the line as the verb wants it."""
        found = self.cleaned_data
        number = found.get("invoice_number")
        return Answers(
            item=self.benefit.item,
            happened_on=found["happened_on"],
            ended_on=found.get("ended_on"),
            entry=self.entry(),
            invoice=Invoice(number, found["invoice_amount"], found["invoice_on"])
            if number
            else None,
        )

    @staticmethod
    def initial_of(line: LineView) -> Mapping[str, object]:
        """Give the saved answers as the fields show them."""
        found: dict[str, object] = {
            "happened_on": line.happened_on,
            "ended_on": line.ended_on,
            "invoice_number": line.invoice_number,
            "invoice_amount": line.invoice_amount_fen,
            "invoice_on": line.invoice_on,
        }
        for name, value in line.entry.items():
            if isinstance(value, list):
                found[name] = "\n".join(str(part) for part in value)
            elif isinstance(value, dict):
                found |= {f"offset_{payer}": paid for payer, paid in value.items()}
            else:
                found[name] = value
        return found


class ClaimPhotoForm(PageForm):
    """One photograph of one paper."""

    file = forms.FileField(
        label="照片",
        widget=forms.FileInput(attrs=IMAGES),
        help_text="拍清楚整张纸，每张不超过 12 MB。照片里的位置信息会自动去掉。",
    )
    document = forms.ChoiceField(label="是什么材料")

    def __init__(self, *args: Any, documents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = list(documents)  # type: ignore[attr-defined]


def _written(value: object) -> Any:
    """Write an amount as the format does; leave the rest as it is."""
    return plain_fen(value.fen) if isinstance(value, Money) else value


def _amounts(text: str) -> list[str]:
    found = []
    for place, row in enumerate(text.replace("，", "\n").splitlines(), start=1):
        if not row.strip():
            continue
        try:
            found.append(plain_fen(Money.from_yuan(row).fen))
        except Invalid as fault:
            raise forms.ValidationError(f"第 {place} 行：{fault.message}") from fault
    return found
