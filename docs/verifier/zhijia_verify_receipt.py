"""Recompute a Zhijia receipt from the receipt alone; Python 3.11 or later, nothing else needed.

    python zhijia_verify_receipt.py receipt.json [--pack PACK.json] [--key receipt-key.json]

The receipt is the document that is handed out, or a bare `zhijia-receipt/1` with its rules in
PACK.json. The key file is what the union publishes at `/open/receipt-key.json`; without it, or
without the package `cryptography`, the signature is not checked, and the line says so. Exit
status 0: everything agrees; 1: it does not, with the first place that is wrong.
Written from the text of the rule format (`zhijia-pack/1`), not from the program that pays.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from decimal import Context, Decimal, Inexact, localcontext
from pathlib import Path
from types import SimpleNamespace as Event
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]

FEN, ZERO, ONE = Decimal("0.01"), Decimal(0), Decimal(1)
MONEY = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?")
SAID = re.compile(r"([0-9][0-9,]*\.[0-9]{2}) 元|([0-9.]+)%")
CANONICAL: Any = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
NAMED = {"per_diem": "days", "class_table": "class", "graded_table": "grade"}
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


class Wrong(Exception):
    """The receipt does not hold; the message says where."""


def _need(holds: object, message: str) -> None:
    if not holds:
        raise Wrong(message)


def _money(written: Any) -> Decimal:
    text = str(written) if type(written) is int else written
    _need(isinstance(text, str) and MONEY.fullmatch(text), f"{written!r} 不是金额")
    return Decimal(text)


def _plain(amount: Decimal, least: int = 2) -> str:
    whole, _, part = f"{amount:f}".partition(".")
    part = part.rstrip("0").ljust(least, "0")
    return f"{whole}.{part}" if part else whole


def _round(amount: Decimal) -> Decimal:
    return (amount + FEN / 2) // FEN * FEN


def _at(pack: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        pack = pack[int(token) if isinstance(pack, list) else token]
    return pack


def _cut(line: Any, by: str, at: str, most: Decimal, *up: Decimal) -> None:
    if line["amount"] > most or by == "waiting":
        limit, used = up or (ZERO, ZERO)
        note = {"by": by, "at": at, "limit": _plain(limit), "used": _plain(used)}
        line["cuts"].append(note | {"before": _plain(line["amount"]), "after": _plain(most)})
        line["amount"] = most


def _cap(lines: list[Any], by: str, at: str, limit: Any, used: Decimal = ZERO) -> None:
    for line in lines if limit is not None else ():
        _cut(line, by, at, max(ZERO, _money(limit) - used), _money(limit), used)
        used += line["amount"]


class _Reckoning:  # steps 1 to 9 of one benefit; `lines` is what comes out
    def __init__(self, pack: Any, place: int, given: Any) -> None:
        self.pack, self.given, self.one = pack, given, pack["benefits"][place]
        self.at, self.seen, self.counted, self.days = f"/benefits/{place}", 0, 0, 0
        shares = min(given["shares"], pack.get("entry", {}).get("shares_max", 1))
        self.times = shares if self.one.get("per_share") else 1
        self.lines = [self._line(event) for event in self._read()]
        self._stack()
        self._cap("cap_period", self.lines)
        self._cap("cap_life", self.lines, _money(given["paid_life"].get(self.one["item"], 0)))

    def _cap(self, name: str, lines: list[Any], used: Decimal = ZERO) -> None:
        _cap(lines, name, f"{self.at}/{name}", self.one.get(name), used)

    def _read(self) -> list[Event]:  # sections 7 and 8.1
        field, found = NAMED.get(self.one["kind"]), []
        is_period, listed = self.one.get("per") == "period", self.one.get("offsets", ())
        for given in self.given["events"].get(self.one["item"], []):
            entry = given if isinstance(given, dict) else {field or "amount": given}
            taken = entry.get("offsets", {})
            left = sum((_money(taken[name]) for name in taken if name in listed), ZERO)
            for part in [ZERO] if field else self._parts(entry):
                used = left if is_period else min(part, left)
                found.append(Event(base=part, offset=used, entry=entry))
                left -= used
        if found and is_period:
            base, offset = (sum((getattr(e, n) for e in found), ZERO) for n in ("base", "offset"))
            return [Event(base=base, offset=min(base, offset), entry={})]
        return found

    def _parts(self, entry: Any) -> list[Decimal]:  # cycles, counted days, or the one amount
        days, split = entry.get("days", 0), self.one.get("stay_split_days")
        most = self.one.get("max_days")
        if split and days > split:
            _need(len(entry["cycles"]) == -(-days // split), "分段的次数不对")
            return [_money(part) for part in entry["cycles"]]
        if most and days > most:
            _need(len(entry["daily"]) == days, "每日金额的天数不对")
            return [sum((_money(part) for part in entry["daily"][:most]), ZERO)]
        return [_money(entry["amount"])]

    def _factor(self, day: int | None) -> tuple[Decimal, str]:  # section 8.5, and its clause
        cover, gap = self.pack.get("cover", {}), self.given["renewal_gap_days"]
        grace, reduced = cover.get("renewal_grace_days"), cover.get("reduced_days")
        is_renewed = gap is not None and grace is not None and gap <= grace
        if not is_renewed and day is not None and day <= cover.get("wait_days", 0):
            return ZERO, "/cover/wait_days"
        if not is_renewed and day is not None and reduced is not None and day <= reduced:
            return Decimal(cover["reduced_factor"]), "/cover/reduced_factor"
        return ONE, ""

    def _rates(self) -> list[Decimal]:  # section 8.3, one for each band
        own = [Decimal(one.get("rate", "0")) for one in self.one.get("bands", [self.one])]
        groups = self.one.get("rate_by_group", self.pack.get("rate_by_group", {}))
        found = groups.get(self.given["group"])
        if found is None or self.one["kind"] == "loss_ratio":
            return own
        return [Decimal(one) for one in (found if isinstance(found, list) else [found] * len(own))]

    def _amount(self, event: Event) -> tuple[Decimal, Decimal, list[tuple[Decimal, Decimal]]]:
        """Take steps 3 to 5: K before its own cap, the deductible, the slices."""
        one, kind, base = self.one, self.one["kind"], event.base - event.offset
        if kind == "excess_rate":
            first = one.get("deductible_first", 0)
            deductible = _money(one.get("deductible_next", first) if self.counted else first)
            excess, below, slices = max(ZERO, base - deductible), ZERO, []
            for band, rate in zip(one["bands"], self._rates(), strict=True):
                upto = excess if band["upto"] is None else min(excess, _money(band["upto"]))
                if upto > below:
                    slices.append((upto - below, rate))
                    below = upto
            return sum((part * rate for part, rate in slices), ZERO), deductible, slices
        if kind in {"ratio", "loss_ratio"}:
            if kind == "loss_ratio" and (base == 0 or base < _money(one.get("threshold", 0))):
                return ZERO, ZERO, []
            rate = self._rates()[0]
            return max(_money(one.get("min", 0)), base * rate), ZERO, [(base, rate)]
        if kind == "per_diem":
            paid = max(0, event.entry["days"] - one.get("free_days", 0))
            left = one.get("max_days_period", self.days + paid) - self.days
            paid = min(paid, one.get("max_days", paid), left)
            self.days += paid
            amount = paid * _money(one["rate_per_day"]) * self.times
        elif one.get("unit") == "rate":
            rate = Decimal(one["grades"][event.entry["grade"]])
            whole = _money(one["sum"]) * self.times
            return whole * rate, ZERO, [(whole, rate)]
        else:
            table = one["classes"] if kind == "class_table" else one["grades"]
            amount = _money(table[event.entry[NAMED[kind]]]) * self.times
        return amount, ZERO, [(amount, ONE)]

    def _line(self, event: Event) -> Any:  # steps 1 to 7 of one event
        factor, clause = self._factor(event.entry.get("day", self.given["day"]))
        amount, deductible, slices = self._amount(event) if factor else (ZERO, ZERO, [])
        self.seen, self.counted = self.seen + 1, self.counted + bool(factor)
        line = {"item": self.one["item"], "title": self.one.get("title", self.one["item"])}
        line |= {"at": self.at, "shares": self.times, "factor": _plain(factor, 0), "cuts": []}
        line |= {"base": _plain(event.base), "offset": _plain(event.offset), "amount": amount}
        line |= {"deductible": _plain(deductible), "event": self.seen}
        line["slices"] = [{"amount": _plain(a), "rate": _plain(rate, 0)} for a, rate in slices]
        self._cap("cap", [line])
        if factor < ONE:
            _cut(line, "waiting", clause, line["amount"] * factor)
        self._cap("cap_event", [line])
        return line

    def _stack(self) -> None:
        stacking, reached, at = self.one.get("stacking"), ZERO, f"{self.at}/stacking"
        for line in self.lines if stacking in {"highest", "once"} else ():
            wanted = line["amount"]
            if stacking == "highest":
                _cut(line, "stacking", at, max(ZERO, wanted - reached), ZERO, reached)
                reached = max(reached, wanted)
            elif line["factor"] != "0":
                _cut(line, "stacking", at, ZERO if reached else wanted)
                reached = ONE


def _lines(pack: Any, given: Any) -> list[Any]:  # steps 1 to 11 of the whole plan
    benefits = pack["benefits"]
    _need(set(given["events"]) <= {one["item"] for one in benefits}, "有规则里没有的项目")
    blocks = [_Reckoning(pack, place, given).lines for place in range(len(benefits))]
    sums = [sum((line["amount"] for line in block), ZERO) for block in blocks]
    for place, one in enumerate(benefits):
        group = one.get("exclusive_group")
        rivals = [p for p, other in enumerate(benefits) if other.get("exclusive_group") == group]
        if group and max(rivals, key=lambda p: (sums[p], -p)) != place:
            for line in blocks[place]:
                _cut(line, "exclusive_group", f"/benefits/{place}/exclusive_group", ZERO)
    lines = [line for block in blocks for line in block]
    _cap(lines, "plan_cap_period", "/cap_period", pack.get("cap_period"))
    life = sum((_money(paid) for paid in given["paid_life"].values()), ZERO)
    _cap(lines, "plan_cap_life", "/cap_life", pack.get("cap_life"), life)
    return lines


def _check_line(pack: Any, line: Any, ours: Any, where: str) -> Decimal:
    """Compare one line; its sentences may speak of nothing but its numbers and the pack's."""
    paid = _round(ours["amount"])
    ours |= {"amount": _plain(ours["amount"]), "rounded": _plain(paid)}
    for name, value in ours.items():
        _need(line[name] == value, f"{where} {name} 是 {line[name]}，应为 {value}")
    base = Decimal(ours["base"]) - Decimal(ours["offset"])
    known = {paid, base, base - Decimal(ours["deductible"])}
    known |= {Decimal(ours[name]) for name in ("base", "offset", "deductible", "factor")}
    known |= {Decimal(one[name]) for one in ours["slices"] for name in ("amount", "rate")}
    known |= {_round(Decimal(cut[n])) for cut in ours["cuts"] for n in ("limit", "used", "after")}
    for clause in line["clauses"]:
        cited = re.findall(r"^[0-9]+(?:[.][0-9]+)?$", str(_at(pack, clause["at"])))
        _check_words(clause["words"], known | set(map(Decimal, cited)))
    return paid


def _check_words(words: str, known: set[Decimal]) -> None:
    for amount, percent in SAID.findall(words):
        value = Decimal(amount.replace(",", "")) if amount else Decimal(percent).scaleb(-2)
        _need(value in known, f"“{words}”里的数字没有依据")


def recompute(receipt: Any, pack: Any) -> Decimal:
    """Recompute everything; gives the payment, raises Wrong at the first place that differs."""
    plan, given, lines = receipt["plan"], receipt["inputs"], _lines(pack, receipt["inputs"])
    _need(receipt["format"] == "zhijia-receipt/1", "不是 zhijia-receipt/1")
    digest = hashlib.sha256(json.dumps(pack, **CANONICAL).encode()).hexdigest()
    own = {name: pack[name] for name in ("code", "version", "title")} | {"digest": digest}
    _need(plan == own, "计算单上写的计划与规则不同")
    _need(len(lines) == len(receipt["lines"]), f"应有 {len(lines)} 行")
    total = sum((line["amount"] for line in lines), ZERO)
    pairs = enumerate(zip(receipt["lines"], lines, strict=True), 1)
    shown = sum((_check_line(pack, *pair, f"第 {place} 行") for place, pair in pairs), ZERO)
    due, paid = _round(total), _money(given["already_paid"])
    more, less = max(ZERO, due - paid), max(ZERO, paid - due)
    result = {"due": due, "already_paid": paid, "payment": more, "overpaid": less}
    for name, value in (result | {"total": total}).items():
        _need(receipt[name] == _plain(value), f"{name} 是 {receipt[name]}，应为 {_plain(value)}")
    gap = receipt["rounding"] or {"amount": "0.00", "words": ""}
    _need(Decimal(gap["amount"]) == due - shown, f"rounding 应为 {due - shown}")
    for words in [*receipt["words"], gap["words"]]:
        _check_words(words, {*result.values(), abs(due - shown)})
    return more


def _signature(document: Any, content: bytes, keys: Any) -> str:
    if Ed25519PublicKey is None or not keys or "signature" not in document:
        return "签名没有核对（要有签名、公钥文件和 cryptography）"
    _need(document["key"] in keys["keys"], "签名用的公钥不在公钥文件里")
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys["keys"][document["key"]]))
    try:
        key.verify(base64.b64decode(document["signature"]), content)
    except InvalidSignature:
        raise Wrong("签名不对：计算单被改动过，或不是这个工会签发的") from None
    return "签名有效"


def main(arguments: list[str]) -> int:
    """Check one file and print one line."""
    parser = argparse.ArgumentParser(description="核对职家计算单")
    for name in ("receipt", "--pack", "--key"):
        parser.add_argument(name, type=Path)
    paths = vars(parser.parse_args(arguments)).values()
    try:
        document, pack, keys = (json.loads(one.read_bytes()) if one else {} for one in paths)
        receipt, pack = document.get("receipt", document), pack or document["pack"]
        with localcontext(Context(prec=60, traps=[Inexact])):
            payment = recompute(receipt, pack)
        signature = _signature(document, json.dumps(receipt, **CANONICAL).encode(), keys)
    except (Wrong, *UNREADABLE) as fault:
        where = "" if isinstance(fault, Wrong) else f"计算单读不通（{type(fault).__name__}）"
        sys.stdout.write(f"不相符：{where}{fault}\n")
        return 1
    kind, plan = "试算" if receipt["estimate"] else "应付", receipt["plan"]["code"]
    sys.stdout.write(f"相符：{plan}，{kind} {payment} 元，{signature}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
