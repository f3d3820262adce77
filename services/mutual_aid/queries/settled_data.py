"""What insurance data and settlements hold about a person, for her own copy (RX.3)."""

from typing import Any

from backend.accounts.models import Person
from backend.kernel.money import Money
from services.mutual_aid.models import InsuranceRow, SettlementLine
from services.mutual_aid.rules.filling import benefit_of
from services.mutual_aid.rules.groups import group_label
from services.mutual_aid.rules.pack import Pack


def personal_data(person: Person) -> dict[str, Any]:
    """Give every row of insurance data and every line of a settlement about a person.

    A line's inputs are its facts: events by item, group, days and sums as they were frozen.
    """
    rows = InsuranceRow.objects.filter(person=person).select_related("data_file__plan_version")
    lines = SettlementLine.objects.filter(person=person).select_related(
        "settlement__plan_version", "settlement__plan"
    )
    return {
        "医保数据": [_row(one) for one in rows.order_by("data_file_id", "row_number")],
        "季度结算": [_line(one) for one in lines.order_by("settlement_id", "serial")],
    }


def _row(row: InsuranceRow) -> dict[str, Any]:
    version = row.data_file.plan_version
    return {
        "数据文件": row.data_file.number,
        "计划": version.title,
        "截至": row.data_file.upto,
        "项目": _title(version.rules, row.item),
        "次序": row.event,
        "日期": f"{row.happened_on or ''}",
        "累计金额（元）": Money(row.base_fen).yuan(),
        "其他保障已付（元）": Money(row.offset_fen).yuan(),
        "人群": group_label(row.person_group),
    }


def _line(line: SettlementLine) -> dict[str, Any]:
    settlement = line.settlement
    return {
        "结算编号": settlement.number,
        "计划": settlement.plan_version.title,
        "截至": settlement.upto,
        "状态": settlement.state_label,
        "累计应付（元）": Money(line.due_fen).yuan(),
        "此前已付（元）": Money(line.already_paid_fen).yuan(),
        "本次给付（元）": Money(line.amount_fen).yuan(),
        "多付（元）": Money(line.overpaid_fen).yuan(),
        "结算依据": {
            _title(settlement.plan_version.rules, item): [_said(one) for one in entries]
            for item, entries in line.facts["events"].items()
        },
        "按人群": group_label(line.facts.get("group", "")),
    }


def _said(entry: Any) -> str:
    """Write one frozen entry in words."""
    if not isinstance(entry, dict):
        return f"{entry} 元"
    parts = [f"{entry['amount']} 元"]
    if "day" in entry:
        parts.append(f"保障第 {entry['day']} 天")
    parts += [f"其他保障已付 {paid} 元" for paid in entry.get("offsets", {}).values()]
    return "，".join(parts)


def _title(pack: Pack, item: str) -> str:
    benefit = benefit_of(pack, item)
    return benefit.title if benefit else item
