"""BJ-MED-2020 written out by hand: one person with her receipt, and a frame of persons.

As bare as can be: the numbers of the plan stand in the code, nothing is looked up or checked
that this one plan does not need.
"""

from typing import Any

import polars as pl

from services.mutual_aid.rules.evaluate import Circumstances

CAP = 20_065_300
GROUPS = ("model_worker", "hardship_worker")


def by_hand(events: dict[str, list[Any]], person: Circumstances, digest: str) -> dict[str, Any]:
    """Make the receipt of one person."""
    rate = 25 if person.group in GROUPS else 20
    lines, left, parts = [], CAP * 100, 0
    outpatient = events.get("outpatient", [])
    if outpatient:
        line, part = _line(
            0, 1, sum(map(_fen, outpatient)), 180_000, rate=rate, person=person, left=left
        )
        left, parts = left - part, parts + part
        lines.append(line)
    number = 0
    for entry in events.get("inpatient", []):
        bases = entry.get("cycles") or [entry["amount"]] if isinstance(entry, dict) else [entry]
        for written in bases:
            number += 1
            edge = 130_000 if number == 1 else 65_000
            line, part = _line(1, number, _fen(written), edge, rate=rate, person=person, left=left)
            left, parts = left - part, parts + part
            lines.append(line)
    due, paid = (parts + 50) // 100, person.already_paid.fen
    gap = due - sum(line.pop("fen") for line in lines)
    return {
        "format": "zhijia-receipt/1",
        "estimate": False,
        "about": "",
        "plan": {
            "code": "BJ-MED-2020",
            "version": 1,
            "title": "在职职工医疗互助保障计划",
            "digest": digest,
        },
        "inputs": {
            "events": {item: list(entries) for item, entries in events.items()},
            "group": person.group,
            "shares": 1,
            "day": None,
            "renewal_gap_days": None,
            "already_paid": _plain(paid),
            "paid_life": {},
        },
        "lines": lines,
        "rounding": _rounding(gap) if gap else None,
        "total": _exact(parts),
        "due": _plain(due),
        "already_paid": _plain(paid),
        "payment": _plain(max(0, due - paid)),
        "overpaid": _plain(max(0, paid - due)),
        "words": _words(due, paid),
    }


def _line(
    place: int, number: int, base: int, edge: int, *, rate: int, person: Circumstances, left: int
) -> tuple[dict[str, Any], int]:
    """Write one event; parts are hundredths of a fen."""
    at, title = f"/benefits/{place}", "住院" if place else "门诊"
    excess = max(0, base - edge)
    whole = excess * rate
    part = min(whole, left)
    fen = (part + 50) // 100
    which = "本期累计" if place == 0 else f"第 {number} 次，"
    is_next = place == 1 and number > 1
    end = f"，超过的部分是 {_said(excess)} 元" if excess else "，没有超过，所以不付"
    clauses = [
        {"at": f"{at}/base", "words": f"{title}{which}计入费用 {_said(base)} 元"},
        {
            "at": f"{at}/deductible_next" if is_next else f"{at}/deductible_first",
            "words": f"起付线 {_said(edge)} 元{end}",
        },
    ]
    slices, cuts = [], []
    if excess:
        slices.append({"amount": _plain(excess), "rate": "0.25" if rate == 25 else "0.2"})
        if rate == 25:
            where, whose = f"/rate_by_group/{person.group}", "按您所属人群的比例，"
        else:
            where, whose = f"{at}/bands/0/rate", ""
        clauses.append({"at": where, "words": f"{whose}{_said(excess)} 元按 {rate}% 计算"})
    if part < whole:
        cut, clause = _cut(whole, part, fen, CAP * 100 - left)
        cuts.append(cut)
        clauses.append(clause)
    clauses.append({"at": at, "words": f"{title}这一笔计 {_said(fen)} 元"})
    line = {
        "item": "inpatient" if place else "outpatient",
        "title": title,
        "event": number,
        "at": at,
        "base": _plain(base),
        "offset": "0.00",
        "deductible": _plain(edge),
        "slices": slices,
        "shares": 1,
        "factor": "1",
        "cuts": cuts,
        "amount": _exact(part),
        "rounded": _plain(fen),
        "clauses": clauses,
        "fen": fen,
    }
    return line, part


def _cut(whole: int, part: int, fen: int, used: int) -> tuple[dict[str, str], dict[str, str]]:
    cut = {
        "by": "plan_cap_period",
        "at": "/cap_period",
        "limit": "200653.00",
        "used": _exact(used),
        "before": _exact(whole),
        "after": _exact(part),
    }
    spent = f"，已用 {_said((used + 50) // 100)} 元" if used else ""
    words = f"本期最高 200,653.00 元{spent}，所以只付 {_said(fen)} 元"
    return cut, {"at": "/cap_period", "words": words}


def _words(due: int, paid: int) -> list[str]:
    words = [f"到现在应付合计 {_said(due)} 元"]
    if paid:
        words.append(f"本期以前已付 {_said(paid)} 元")
    if due < paid:
        words.append(f"多付了 {_said(paid - due)} 元，这次不再付；怎样退回另行通知")
    else:
        words.append(f"这次付 {_said(due - paid)} 元")
    return words


def columns_by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    """Evaluate a frame of persons."""
    rate = pl.when(pl.col("group").is_in(GROUPS)).then(25).otherwise(20).cast(pl.Int64)
    stays = pl.col("inpatient_fen")
    first = stays.list.first()
    inpatient = stays.list.eval((pl.element() - 65_000).clip(0)).list.sum() + (
        (first - 130_000).clip(0) - (first - 65_000).clip(0)
    ).fill_null(0)
    outpatient = (pl.col("outpatient_fen") - 180_000).clip(0)
    parts = ((outpatient + inpatient) * rate).clip(upper_bound=CAP * 100)
    gap = pl.col("due_fen") - pl.col("already_paid_fen")
    return frame.with_columns(due_fen=(parts + 50) // 100).with_columns(
        payment_fen=gap.clip(0), overpaid_fen=(-gap).clip(0)
    )


def _fen(written: Any) -> int:
    whole, _, part = str(written).partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _plain(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _exact(parts: int) -> str:
    fen, more = divmod(parts, 100)
    return f"{_plain(fen)}{more:02d}".rstrip("0") if more else _plain(fen)


def _said(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"


def _rounding(gap: int) -> dict[str, str]:
    more, sign = ("多", "") if gap > 0 else ("少", "-")
    size = abs(gap)
    words = f"各项先相加、最后只四舍五入一次，合计比各项所示{more} {_said(size)} 元"
    return {"amount": f"{sign}{_plain(size)}", "words": words}
