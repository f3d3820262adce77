"""What the shape alone cannot say: values of a pack that must agree with each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.mutual_aid.rules.exact import RATE_ONE, read_money, read_rate
from services.mutual_aid.rules.reading import PackError, escape

Fields = Mapping[str, Any]


def check_agreement(raw: Fields) -> None:
    """Refuse a pack of right shape whose values contradict each other; raises PackError."""
    if raw["valid_to"] is not None and raw["valid_to"] < raw["valid_from"]:
        raise PackError("/valid_to", "lies before valid_from")
    _check_entry(raw.get("entry", {}))
    _check_cover(raw.get("cover", {}))
    _check_fee(raw.get("fee"))
    seen: set[str] = set()
    for place, benefit in enumerate(raw["benefits"]):
        path = f"/benefits/{place}"
        if benefit["item"] in seen:
            raise PackError(f"{path}/item", "another benefit has this item")
        seen.add(benefit["item"])
        _check_bands(benefit.get("bands"), f"{path}/bands")
        _check_group_rates(benefit, path)


def _check_entry(entry: Fields) -> None:
    ages = {
        "age": entry.get("age"),
        **{f"age_by_sex/{s}": a for s, a in _by_sex(entry).items()},
    }
    for where, limits in ages.items():
        if limits is not None and limits[0] > limits[1]:
            raise PackError(f"/entry/{where}", "the lower age is above the upper one")
    bands = entry.get("participation", [])
    _check_ascending(
        [band["headcount_max"] for band in bands],
        "/entry/participation",
        "headcount_max",
    )


def _by_sex(entry: Fields) -> dict[str, Sequence[int]]:
    return dict(entry.get("age_by_sex", {}))


def _check_cover(cover: Fields) -> None:
    if "from" in cover and "to" in cover and cover["to"] < cover["from"]:
        raise PackError("/cover/to", "lies before from")


def _check_bands(bands: Sequence[Fields] | None, path: str) -> None:
    if bands is None:
        return
    edges = [None if band["upto"] is None else read_money(band["upto"]) for band in bands]
    _check_ascending(edges, path, "upto")


def _check_ascending(edges: Sequence[int | None], path: str, key: str) -> None:
    """Upper edges rise strictly from above 0; the last one, and only it, is null."""
    below = 0
    for place, edge in enumerate(edges):
        is_last = place == len(edges) - 1
        if (edge is None) != is_last:
            raise PackError(f"{path}/{place}/{key}", "the last one, and only the last, is null")
        if edge is not None:
            if edge <= below:
                raise PackError(f"{path}/{place}/{key}", "must rise strictly from above 0")
            below = edge


def _check_group_rates(benefit: Fields, path: str) -> None:
    for group, rates in benefit.get("rate_by_group", {}).items():
        if isinstance(rates, list) and len(rates) != len(benefit["bands"]):
            where = f"{path}/rate_by_group/{escape(group)}"
            raise PackError(where, "needs exactly one rate for each band")


def _check_fee(fee: Fields | None) -> None:
    """Refuse a split that does not give the fee, or a negative part (section 4)."""
    if fee is None or "split" not in fee:
        return
    split = fee["split"]
    marked = [place for place, part in enumerate(split) if part.get("remainder")]
    if len(marked) > 1:
        raise PackError(f"/fee/split/{marked[1]}/remainder", "only one payer takes the remainder")
    rest = marked[0] if marked else len(split) - 1
    base = read_money(fee["per_share"]) or 0
    for place, part in enumerate(split):
        if place != rest and base and "amount" not in part and "ratio" not in part:
            raise PackError(f"/fee/split/{place}", "a payer needs an amount or a ratio")
    for fen in {base, *_other_fees(fee)}:
        left = fen - sum(_stated(part, fen) for at, part in enumerate(split) if at != rest)
        if left < 0:
            raise PackError(f"/fee/split/{rest}", "the other parts are more than the fee")
        if fen == base:
            _check_rest(split[rest], fen, left, f"/fee/split/{rest}", len(split))


def _check_rest(part: Fields, fen: int, left: int, path: str, payers: int) -> None:
    """A stated amount of the remainder payer must be the remainder, a ratio must come to it."""
    if "amount" in part and _stated(part, fen) != left:
        raise PackError(path, "the parts do not sum to the fee")
    if "ratio" in part and not 0 <= left - _stated(part, fen) < payers:
        raise PackError(path, "the parts do not sum to the fee")


def _stated(part: Fields, fen: int) -> int:
    if "ratio" in part:
        return fen * (read_rate(part["ratio"]) or 0) // RATE_ONE
    return read_money(part.get("amount", 0)) or 0


def _other_fees(fee: Fields) -> list[int]:
    written = [fee["with_card"]] if "with_card" in fee else []
    written += list(fee.get("by_risk_class", {}).values())
    written += [term["fee"] for term in fee.get("term_options", [])]
    return [read_money(one) or 0 for one in written]
