"""Reads of the files room."""

from typing import Any

from backend.accounts.models import Person
from backend.files.advice import Advice, spoken
from backend.files.models import Attachment


def advice_on(number: str) -> list[Advice]:
    """Give the advice on a released upload; none for a workbook or while it is under way."""
    codes = Attachment.objects.filter(number=number).values_list("advice", flat=True).first()
    return spoken(codes or [])


def personal_data(person: Person) -> dict[str, Any]:
    """What this room holds about a person: the attachments that concern her (RX.3)."""
    rows = person.attachments.prefetch_related("variants").order_by("id")
    return {
        "附件": [
            {
                "编号": row.number,
                "材料种类": row.kind,
                "文件名（已遮盖）": row.name,
                "拍照提示": [one.sentence for one in spoken(row.advice)],
                "上传时间": row.created_at.isoformat(timespec="seconds"),
                "版本": [f"{one.get_name_display()} {one.size} 字节" for one in row.variants.all()],
            }
            for row in rows
        ]
    }
