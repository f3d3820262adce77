"""Recompute a Zhijia panel from its public file alone; Python 3.11 or later, nothing else needed.

    python zhijia_recompute_panel.py panel.json

The file is what `/api/public/v1/projects/{number}/panel` gives, saved as it is. Checked, as far
as the project has come: the seed against its commitment, the randomness, the order of the pool,
who sits, each panelist's scores against what she committed to before any were open, the totals,
the ranking, the result notice. Exit status 0: everything agrees; 1: it does not, with the first
place that is wrong. Written from the text of the format, not from the program that draws.

Format `zhijia-panel/2`, bytes in hex, every text in UTF-8 with LF after each line:
- pool text: `number kind` of each panelist, the lines sorted.
- draw text: `zhijia-draw/1`, project, sequence, seed, SHA-256 of the pool text, the receipts
  sorted. Entropy is SHA-256 of it. Draw 1 has the seed that was committed to with the call.
- fixed pools: each later draw has its own, with the commitment to its own seed, both published in
  one moment before the draw. The draw has that pool and that seed; what the pool of the union
  became meanwhile does not count.
- order: the pool sorted by SHA-256(entropy, number).
- seats: down the order, passing over who is recused; at most a third of the seats for others than
  experts.
- scores text: `zhijia-scores/1`, project, panelist, then `application place tenths`, sorted by
  application and place. Commitment: SHA-256(salt, scores text).
- total: of each application the sums of the panelists; from five panelists on without the highest
  and the lowest; their mean. Ranking: higher total, then who has a union, then the lower amount,
  then the smaller SHA-256(entropy, application).
"""

import hashlib
import json
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError)
Row = dict[str, Any]


class Wrong(Exception):
    """The file does not hold; the message says where."""


def need(holds: object, message: str) -> None:
    """Raise Wrong with the message unless it holds."""
    if not holds:
        raise Wrong(message)


def sha(*parts: bytes) -> bytes:
    """Give the SHA-256 of the parts one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def lines(*texts: str) -> bytes:
    """Write each text as a line."""
    return b"".join(text.encode() + b"\n" for text in texts)


def check_seed(file: Row, draw: Row) -> None:
    """Check a seed against what was published of it: with the call, or with the fixed pool."""
    seed, nth = bytes.fromhex(draw["seed"]), draw["sequence"]
    need(len(seed) == hashlib.sha256().digest_size, f"第 {nth} 次抽取的种子不是 32 字节")
    if nth == 1:
        need(sha(seed).hex() == file["seed_commitment"], "种子与公告时公布的承诺不一致")
        return
    fixed = next((one for one in file["fixed_pools"] if one["sequence"] == nth), None)
    if fixed is None:
        raise Wrong(f"第 {nth} 次抽取之前没有固定名单和公布承诺")
    need(sha(seed).hex() == fixed["seed_commitment"], f"第 {nth} 次抽取的种子与公布的承诺不一致")
    need(members(draw["pool"]) == members(fixed["pool"]), f"第 {nth} 次抽取用的不是固定的名单")
    before = datetime.fromisoformat(fixed["fixed_at"]) <= datetime.fromisoformat(draw["drawn_at"])
    need(before, f"第 {nth} 次抽取的名单是抽取之后才固定的")


def members(pool: list[Row]) -> bytes:
    """Write a pool as the draw reads it."""
    return lines(*sorted(f"{one['number']} {one['kind']}" for one in pool))


def check_fixed(file: Row) -> None:
    """Check that pools were fixed one for each later draw, at most one draw ahead."""
    due = [*range(2, len(file["draws"]) + 1)]
    found = [one["sequence"] for one in file["fixed_pools"]]
    need(found in (due, [*due, len(file["draws"]) + 1]), "固定名单的次序与抽取的次序不符")
    need(file["draws"] or not found, "还没有第一次抽取，却已固定重抽名单")


def check_draw(file: Row, draw: Row) -> None:
    """Check randomness and order of one draw."""
    nth = draw["sequence"]
    numbers = [one["number"] for one in draw["pool"]]
    need(len(numbers) == len(set(numbers)), f"第 {nth} 次抽取的评审人库有重复编号")
    pool = sha(members(draw["pool"])).hex()
    text = lines("zhijia-draw/1", file["project"], str(nth), draw["seed"], pool)
    entropy = sha(text, lines(*sorted(draw["receipts"])))
    need(entropy.hex() == draw["entropy"], f"第 {nth} 次抽取的随机数算出来不是公布的那个")
    order = sorted(numbers, key=lambda number: sha(entropy, number.encode()))
    need(order == draw["order"], f"第 {nth} 次抽取的顺序算出来不是公布的那个")


def check_seats(file: Row, draw: Row) -> None:
    """Check who sits: the first of the order who are not recused, two thirds experts."""
    nth, size = draw["sequence"], file["panel_size"]
    kinds = {one["number"]: one["kind"] for one in draw["pool"]}
    listed = [seat["panelist"] for seat in draw["seats"]]
    need(len(listed) == len(set(listed)), f"第 {nth} 次抽取有人占了两个席位")
    recused = {seat["panelist"] for seat in draw["seats"] if seat["recused"]}
    due: list[str] = []
    others = size // 3
    for number in draw["order"]:
        expert = kinds[number] == "expert"
        if len(due) < size and number not in recused and (expert or others > 0):
            due.append(number)
            others -= not expert
    sits = set(listed) - recused
    need(sits == set(due), f"第 {nth} 次抽取的席位算出来不是公布的那些")


def check_panel(file: Row, draw: Row) -> None:
    """Check that a panel that scored was whole: odd, full, two thirds experts."""
    kinds = {one["number"]: one["kind"] for one in draw["pool"]}
    sits = [seat["panelist"] for seat in draw["seats"] if not seat["recused"]]
    need(file["panel_size"] >= 3, "评审组少于三人")  # noqa: PLR2004 - the law's number
    need(file["panel_size"] % 2 == 1, "评审组不是单数")
    need(len(sits) == file["panel_size"], "评审组人数不足")
    experts = sum(kinds[number] == "expert" for number in sits)
    need(3 * experts >= 2 * len(sits), "专家不足三分之二")


def check_scores(file: Row, draw: Row) -> None:
    """Check each score sheet: complete, by published criteria only, as committed to."""
    weights = {one["place"]: one["weight"] for one in file["criteria"]}
    need(sum(weights.values()) == 100, "评审标准的权重合计不是 100")  # noqa: PLR2004 - in full
    commitments = {s["panelist"]: s["commitment"] for s in draw["seats"] if not s["recused"]}
    sheets = {one["panelist"]: one for one in file["scores"]}
    need(len(sheets) == len(file["scores"]), "有评审人的评分出现了两次")
    need(set(sheets) == set(commitments), "交了评分的人与评审组不一致")
    due = {(bid["number"], place) for bid in file["bids"] for place in weights}
    for panelist, sheet in sheets.items():
        given = {(one["bid"], one["place"]): one["tenths"] for one in sheet["scores"]}
        need(len(given) == len(sheet["scores"]), f"{panelist} 对一项标准评了两次")
        need(set(given) == due, f"{panelist} 的评分缺项，或用了没有公布的标准")
        for (bid, place), tenths in sorted(given.items()):
            fits = type(tenths) is int and 0 <= tenths <= weights[place] * 10
            need(fits, f"{panelist} 对 {bid} 第 {place} 项的评分超出范围")
        rows = [f"{bid} {place} {given[bid, place]}" for bid, place in sorted(given)]
        text = lines("zhijia-scores/1", file["project"], panelist, *rows)
        commitment = sha(bytes.fromhex(sheet["salt"]), text).hex()
        need(commitment == commitments[panelist], f"{panelist} 的评分与签字时的承诺不一致")


def total_of(file: Row, bid: str) -> Fraction:
    """Compute the total of one application in tenths of a point."""
    sums = sorted(
        sum(one["tenths"] for one in sheet["scores"] if one["bid"] == bid)
        for sheet in file["scores"]
    )
    kept = sums[1:-1] if len(sums) >= 5 else sums  # noqa: PLR2004 - the formula's number
    return Fraction(sum(kept), len(kept))


def check_ranking(file: Row, draw: Row) -> None:
    """Check totals, order, and what decided between equal totals."""
    need(file["formula"] == "trimmed_mean_1", f"不认识的排序公式 {file['formula']}")
    entropy = bytes.fromhex(draw["entropy"])
    bids = {one["number"]: one for one in file["bids"]}
    need(len(bids) == len(file["bids"]), "有申报出现了两次")
    for number, bid in bids.items():
        need(bid["receipt"] in draw["receipts"], f"{number} 的回执不在抽取时的回执里")
    totals = {number: total_of(file, number) for number in bids}

    def ties(number: str) -> tuple[bool, int, bytes]:
        bid = bids[number]
        return not bid["has_union"], bid["amount_fen"], sha(entropy, number.encode())

    due = sorted(bids, key=lambda number: (-totals[number], *ties(number)))
    need([line["bid"] for line in file["ranking"]] == due, "排序算出来不是公布的那个")
    for nth, line in enumerate(file["ranking"]):
        said = Fraction(line["total_numerator"], line["total_denominator"])
        need(said == totals[line["bid"]], f"{line['bid']} 的总分算出来不是公布的那个")
        need(line["place"] == nth + 1, f"{line['bid']} 的名次不对")
        beside = due[max(nth - 1, 0) : nth] + due[nth + 1 : nth + 2]
        equal = [ties(n) for n in beside if totals[n] == totals[line["bid"]]]
        own, rule = ties(line["bid"]), ""
        for place, name in ((2, "lot"), (1, "price"), (0, "union")):
            rule = name if any(one[place] != own[place] for one in equal) else rule
        need(line["tie"] == rule, f"{line['bid']} 的同分处理不是公布的那一条")


def check_notice(file: Row) -> None:
    """Check that the notice names the first who has not withdrawn, at the amount applied for."""
    notice = file["notice"]
    withdrew = {bid["number"] for bid in file["bids"] if bid["withdrew"]}
    places = [line["bid"] for line in file["ranking"]]
    need(notice["bid"] in places, "公示的申报不在排序里")
    ahead = places[: places.index(notice["bid"])]
    need(set(ahead) <= withdrew, "公示的不是排序第一的申报")
    amounts = {bid["number"]: bid["amount_fen"] for bid in file["bids"]}
    need(notice["amount_fen"] == amounts[notice["bid"]], "公示的金额与报价不一致")
    need(len(notice["panel"]) == file["panel_size"], "公示的评审人数与评审组不一致")


def recompute(file: Row) -> str:
    """Check the whole file as far as the project has come; gives what was checked."""
    need(file["format"] == "zhijia-panel/2", f"不认识的格式 {file['format']}")
    check_fixed(file)
    for nth, draw in enumerate(file["draws"], start=1):
        need(draw["sequence"] == nth, "抽取的次序不连续")
        check_seed(file, draw)
        check_draw(file, draw)
        check_seats(file, draw)
    if file["notice"] is None:
        need(not (file["scores"] or file["ranking"]), "结果还没有公示，却有评分或排序")
        return f"抽取 {len(file['draws'])} 次" if file["draws"] else "还没有抽取，只有种子的承诺"
    need(file["draws"], "没有抽取，却有结果")
    draw = file["draws"][-1]
    check_panel(file, draw)
    check_scores(file, draw)
    check_ranking(file, draw)
    check_notice(file)
    return f"抽取 {len(file['draws'])} 次，评分 {len(file['scores'])} 份，排序和公示"


def main(arguments: list[str]) -> int:
    """Check the file that is named; gives the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("用法：python zhijia_recompute_panel.py panel.json\n")
        return 2
    try:
        done = recompute(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    except Wrong as fault:
        sys.stdout.write(f"不一致：{fault}。\n")
        return 1
    except UNREADABLE as fault:
        sys.stdout.write(f"读不了这个文件：{type(fault).__name__} {fault}\n")
        return 1
    sys.stdout.write(f"一致：{done}都能重新算出来。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
