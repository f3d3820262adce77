"""A rule pack read out in plain Chinese; every sentence comes from the pack, none is added."""

from collections.abc import Mapping
from typing import Any

from backend.kernel import clock
from backend.kernel.money import Money
from services.mutual_aid.rules.exact import plain_rate
from services.mutual_aid.rules.pack import Benefit, Kind, Mode, Pack, Stacking

Lines = list[tuple[str, str]]
_MODES = {
    Mode.AUTOMATIC: "自动参加，不用申请",
    Mode.UNIT: "由单位统一报名",
    Mode.INDIVIDUAL: "由职工本人报名",
}
_SEXES = {"F": "女", "M": "男"}
_PAYERS = {"member": "职工本人", "unit": "单位", "district": "区总工会", "city": "市总工会"}
_STATUSES = {
    "in_post": "在职",
    "dispatched": "劳务派遣",
    "flexible": "灵活就业",
    "sick_leave": "病休",
    "retired": "退休",
    "internal_retirement": "内退",
}
_CONDITIONS = {
    "membership_active": "会籍在册",
    "unit_remits": "单位按规定缴纳工会经费",
    "card": "持有会员服务卡",
    "basic_insurance": "参加本市基本医疗保险",
}
_REFUNDS = {
    "none": "会费收齐后不退",
    "before_start": "保障开始前可以退",
    "at_end": "保障期满退还",
}
RISK_LABELS = {"normal": "一般行业", "high": "高风险行业"}
GROUP_LABELS = {"model_worker": "劳动模范", "hardship_worker": "困难职工"}
_PLACES = {
    "/valid_from": "有效期的第一天",
    "/entry": "谁能参加",
    "/fee": "会费",
    "/cover/start": "保障从哪天开始",
    "/cover": "保障时间",
    "/benefits": "付什么、付多少",
    "/rate_by_group": "照顾比例",
    "/claim/deadline": "申领期限",
    "/claim": "怎样申领",
}
_STACKING = {
    Stacking.SUM: "每次都付",
    Stacking.HIGHEST: "同一期内按最高一档补足差额",
    Stacking.ONCE: "同一期内只付第一次",
}
_LEVELS = {
    "unit": "单位工会核实",
    "district": "区级审核",
    "city": "市级审核",
    "city_medical": "市级医疗审核",
}
_FROM = {"discharge": "出院", "event": "事发", "diagnosis": "确诊", "period_end": "保障期满"}


def entry_words(pack: Pack) -> Lines:
    """Read out section 3: who may join, when and how many must."""
    entry = pack.entry
    lines = [("参加方式", _MODES[entry.mode])]
    if entry.requires:
        lines.append(("条件", "、".join(_CONDITIONS.get(one, one) for one in entry.requires)))
    if entry.window:
        (month, day), (last_month, last_day) = entry.window.first, entry.window.last
        lines.append(("报名时间", f"每年 {month}月{day}日至{last_month}月{last_day}日"))
    if entry.sex:
        lines.append(("参加对象", f"{_SEXES[entry.sex]}职工"))
    for sex, (youngest, oldest) in dict.fromkeys(entry.ages.items()):
        lines.append((f"年龄（{_SEXES[sex]}）", f"保障开始日满 {youngest} 至 {oldest} 周岁"))
    if entry.statuses is not None:
        named = [name for code, name in _STATUSES.items() if code in entry.statuses]
        named += sorted(entry.statuses - _STATUSES.keys())
        lines.append(("用工状态", "、".join(named)))
    for headcount_max, ratio in entry.participation:
        band = "其他单位" if headcount_max is None else f"{headcount_max} 人及以下的单位"
        lines.append((f"最低参加比例（{band}）", plain_rate(ratio)))
    if entry.mode is not Mode.AUTOMATIC:
        same = "，同一单位每人份数相同" if entry.equal_shares else ""
        lines.append(("份数", f"每人最多 {entry.shares_max} 份{same}"))
    return lines


def condition_label(code: str) -> str:
    """Say a condition of entry in plain words."""
    return _CONDITIONS.get(code, code)


def fee_words(pack: Pack) -> Lines:
    """Read out section 4: what joining costs and who pays."""
    fee = pack.fee
    lines = [("会费", f"每份 {Money(fee.per_share_fen)} 元" if fee.per_share_fen else "不收费")]
    if fee.with_card_fen is not None:
        lines.append(("持会员服务卡的", f"每份 {Money(fee.with_card_fen)} 元"))
    for name, fen in fee.by_risk_class.items():
        lines.append((RISK_LABELS.get(name, name), f"每份 {Money(fen)} 元"))
    for months, fen in fee.by_months.items():
        lines.append((f"参加 {months} 个月", f"每份 {Money(fen)} 元"))
    lines.append(("退费", _REFUNDS[fee.refund]))
    for payer in fee.split:
        who = _PAYERS.get(payer.name, payer.name)
        if payer.amount_fen is not None:
            lines.append((f"{who}负担", f"每份 {Money(payer.amount_fen)} 元"))
        elif payer.ratio is not None:
            lines.append((f"{who}负担", plain_rate(payer.ratio)))
        elif fee.per_share_fen:
            lines.append((f"{who}负担", "其余部分"))
    return lines


def cover_words(pack: Pack) -> Lines:
    """Read out section 5: when cover runs, and waiting."""
    cover = pack.cover
    if cover.start == "fixed" and cover.first:
        begin = f"{clock.day_words(cover.first)}零时"
    elif cover.start == "calendar_year":
        begin = "每年 1月1日零时"
    else:
        begin = "会费和材料办齐的次日零时"
    lines = [("保障开始", begin)]
    if cover.last:
        lines.append(("保障结束", f"{clock.day_words(cover.last)} 24 时"))
    elif cover.months:
        lines.append(("保障时间", f"{cover.months} 个月"))
    lines.append(("等待期", f"前 {cover.wait_days} 天不付" if cover.wait_days else "没有"))
    if cover.reduced_days is not None:
        days = f"第 {cover.wait_days + 1} 至 {cover.reduced_days} 天"
        lines.append(("减付期", f"{days}按 {plain_rate(cover.reduced_factor)}"))
    if cover.renewal_grace_days is not None:
        lines.append(("续保", f"到期后 {cover.renewal_grace_days} 天内续保的，不再等待"))
    lines.append(("调离单位", "保障继续" if cover.portable else "离开当日 24 时终止"))
    return lines


def benefit_words(pack: Pack) -> Lines:
    """Read out section 7: what each benefit pays, and the caps of the plan."""
    lines = [(benefit.title, _benefit(benefit)) for benefit in pack.benefits]
    if pack.rate_by_group:
        parts = [
            f"{GROUP_LABELS.get(name, name)} {plain_rate(rate)}"
            for name, rate in pack.rate_by_group.items()
        ]
        lines.append(("照顾比例", "、".join(parts)))
    if pack.cap_period_fen is not None:
        lines.append(("每期最高", f"{Money(pack.cap_period_fen)} 元"))
    if pack.cap_life_fen is not None:
        lines.append(("终身最高", f"{Money(pack.cap_life_fen)} 元"))
    return lines


def claim_words(pack: Pack) -> Lines:
    """Read out section 6: until when and how to claim."""
    claim: Mapping[str, Any] = pack.raw.get("claim", {})  # type: ignore[assignment]
    lines = []
    if claim.get("auto_source"):
        lines.append(("申领", "不用申请，按医保结算数据自动计算"))
    deadline = claim.get("deadline")
    if deadline and deadline["kind"] == "days_after":
        lines.append(("申领期限", f"{_FROM[deadline['from']]}后 {deadline['days']} 天内"))
    elif deadline:
        lines.append(("申领期限", f"次年 {deadline['month_day']} 前"))
    if claim.get("levels"):
        lines.append(("审核", "、".join(_LEVELS[level] for level in claim["levels"])))
    lines.append(("办理时限", f"材料齐全后 {claim.get('sla_days', 10)} 个工作日"))
    return lines


def hole_words(pack: Pack) -> list[str]:
    """Name the places of a pack that nobody has verified, nearest name first, each once."""
    names = []
    for pointer, _ in pack.holes:
        place = pointer
        while place and place not in _PLACES:
            place = place.rpartition("/")[0]
        names.append(_PLACES.get(place, "其他规定"))
    return list(dict.fromkeys(names))


def _benefit(one: Benefit) -> str:
    words = [_KINDS[one.kind](one)]
    if one.offsets:
        words.append("先减去其他保障已付的部分")
    caps = (("每次", one.cap_event_fen), ("每期", one.cap_period_fen), ("终身", one.cap_life_fen))
    words += [f"{name}最高 {Money(cap)} 元" for name, cap in caps if cap is not None]
    return "；".join(words)


def _excess(one: Benefit) -> str:
    first, following = Money(one.deductible_first_fen), Money(one.deductible_next_fen)
    start = f"超过 {first} 元的部分"
    if first != following:
        start = f"首次超过 {first} 元、以后每次超过 {following} 元的部分"
    if first == following == Money.zero():
        start = ""
    if len(one.bands) == 1:
        return f"{start}付 {plain_rate(one.bands[0].rate)}"
    bands = [
        (f"{Money(band.upto_fen)} 元以内" if band.upto_fen is not None else "再以上")
        + plain_rate(band.rate)
        for band in one.bands
    ]
    return f"{start}分段付：" + "，".join(bands)


def _ratio(one: Benefit) -> str:
    limit = f"，只计前 {one.max_days} 天" if one.max_days is not None else ""
    return f"自付部分付 {plain_rate(one.rate)}{limit}"


def _per_diem(one: Benefit) -> str:
    free = f"，前 {one.free_days} 天不计" if one.free_days else ""
    most = f"，每次最多 {one.max_days} 天" if one.max_days is not None else ""
    return f"每天 {Money(one.day_rate_fen)} 元{free}{most}"


def _table(one: Benefit) -> str:
    if one.table_sum_fen is not None:
        rows = [f"{name} 级 {plain_rate(rate)}" for name, rate in one.table.items()]
        return f"{Money(one.table_sum_fen)} 元乘以比例：" + "，".join(rows)
    rows = [f"{name} 类 {Money(fen)} 元" for name, fen in one.table.items()]
    return "，".join(rows) + f"；{_STACKING[one.stacking]}"


def _loss(one: Benefit) -> str:
    least = f"，不少于 {Money(one.least_fen)} 元" if one.least_fen else ""
    most = f"，不超过 {Money(one.most_fen)} 元" if one.most_fen is not None else ""
    start = f"达到 {Money(one.threshold_fen)} 元时，" if one.threshold_fen else ""
    return f"{start}按损失的 {plain_rate(one.rate)}{least}{most}"


_KINDS = {
    Kind.EXCESS_RATE: _excess,
    Kind.RATIO: _ratio,
    Kind.PER_DIEM: _per_diem,
    Kind.CLASS_TABLE: _table,
    Kind.GRADED_TABLE: _table,
    Kind.LOSS_RATIO: _loss,
}
