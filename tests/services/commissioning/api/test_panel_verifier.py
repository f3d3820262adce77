"""The published verifier recomputes a real panel from its file, and finds what was forged."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from services.commissioning.models import Panelist
from services.commissioning.workflow import recusal, result
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.caller import Caller

PROGRAM = Path(__file__).parents[4] / "docs" / "verifier" / "zhijia_recompute_panel.py"
File = dict[str, Any]


def saved(review: Story) -> bytes:
    """Give the bytes that anybody reads without signing in."""
    answer = Caller(review.world).get(f"/api/public/v1/projects/{review.number}/panel")
    assert answer.status_code == 200
    return answer.content


def verify(content: bytes, folder: Path) -> tuple[int, str]:
    """Run the program on a saved file; gives its status and what it says."""
    file = folder / "panel.json"
    file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), str(file)],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


@pytest.mark.requirement("R9.6")
@pytest.mark.requirement("R9.9")
def test_an_outsider_recomputes_the_panel_at_every_stage(review: Story, tmp_path: Path) -> None:
    assert verify(saved(review), tmp_path) == (
        0,
        "一致：还没有抽取，只有种子的承诺都能重新算出来。\n",
    )
    build_panel.draw(review)
    leaver = review.seats()[0]
    recusal.step_back(
        review.number, actor=review.holder(leaver), version=leaver.version, reason="曾共事。"
    )
    assert verify(saved(review), tmp_path) == (0, "一致：抽取 1 次都能重新算出来。\n")
    build_panel.declare(review)
    review.pass_days(5)
    review.step(recusal.clear_recusal, "project_buyer")
    review.step(recusal.open_scoring, "project_buyer")
    for nth, seat in enumerate(review.seats()):
        build_panel.sign(review, seat, build_panel.points(review, nth))
        assert verify(saved(review), tmp_path)[0] == 0
    review.pass_days(5)
    review.step(result.open_notice, "project_buyer")
    whole = (0, "一致：抽取 1 次，评分 5 份，排序和公示都能重新算出来。\n")
    assert verify(saved(review), tmp_path) == whole
    result.decline_result(review.number, actor=review.who("second_officer"), reason="放弃。")
    assert verify(saved(review), tmp_path) == whole
    review.step(result.open_notice, "project_buyer")
    assert verify(saved(review), tmp_path) == whole
    review.pass_days(9)
    review.step(result.award, "project_approver")
    assert verify(saved(review), tmp_path) == whole
    assert saved(review) == saved(review)


def swap(rows: list[Any]) -> None:
    """Exchange the first two."""
    rows[0], rows[1] = rows[1], rows[0]


def other_seed(file: File) -> None:
    file["draws"][0]["seed"] = "00" * 32


def other_entropy(file: File) -> None:
    file["draws"][0]["entropy"] = "11" * 32


def other_order(file: File) -> None:
    swap(file["draws"][0]["order"])


def grown_pool(file: File) -> None:
    file["draws"][0]["pool"].append({"number": "PS-9999", "kind": "expert"})


def dropped_receipt(file: File) -> None:
    file["draws"][0]["receipts"].pop()


def other_seat(file: File) -> None:
    draw = file["draws"][0]
    seated = {seat["panelist"] for seat in draw["seats"]}
    outside = next(number for number in draw["order"] if number not in seated)
    draw["seats"][0]["panelist"] = outside


def hidden_recusal(file: File) -> None:
    file["draws"][0]["seats"][1]["recused"] = "declared"


def other_score(file: File) -> None:
    file["scores"][2]["scores"][4]["tenths"] -= 1


def other_salt(file: File) -> None:
    file["scores"][0]["salt"] = "22" * 32


def other_commitment(file: File) -> None:
    file["draws"][0]["seats"][0]["commitment"] = "33" * 32


def unpublished_criterion(file: File) -> None:
    file["scores"][0]["scores"].append({**file["scores"][0]["scores"][0], "place": 6})


def lost_sheet(file: File) -> None:
    file["scores"].pop()


def other_total(file: File) -> None:
    file["ranking"][0]["total_numerator"] += 1


def other_ranking(file: File) -> None:
    swap(file["ranking"])


def other_winner(file: File) -> None:
    file["notice"]["bid"] = file["ranking"][1]["bid"]


def other_amount(file: File) -> None:
    file["notice"]["amount_fen"] += 100


def false_tie(file: File) -> None:
    file["ranking"][0]["tie"] = "union"


FORGERIES: list[tuple[Callable[[File], None], str]] = [
    (other_seed, "种子与公告时公布的承诺不一致"),
    (other_entropy, "随机数算出来不是公布的那个"),
    (other_order, "顺序算出来不是公布的那个"),
    (grown_pool, "随机数算出来不是公布的那个"),
    (dropped_receipt, "随机数算出来不是公布的那个"),
    (other_seat, "席位算出来不是公布的那些"),
    (hidden_recusal, "席位算出来不是公布的那些"),
    (other_score, "评分与签字时的承诺不一致"),
    (other_salt, "评分与签字时的承诺不一致"),
    (other_commitment, "评分与签字时的承诺不一致"),
    (unpublished_criterion, "用了没有公布的标准"),
    (lost_sheet, "交了评分的人与评审组不一致"),
    (other_total, "总分算出来不是公布的那个"),
    (other_ranking, "排序算出来不是公布的那个"),
    (other_winner, "公示的不是排序第一的申报"),
    (other_amount, "公示的金额与报价不一致"),
    (false_tie, "同分处理不是公布的那一条"),
]


@pytest.mark.requirement("R9.6")
@pytest.mark.requirement("R9.9")
def test_every_forged_file_is_found_with_the_place_that_is_wrong(
    review: Story, tmp_path: Path
) -> None:
    whole = json.loads(saved(build_panel.to_award(review)))
    for forge, words in FORGERIES:
        file = deepcopy(whole)
        forge(file)
        status, said = verify(json.dumps(file).encode(), tmp_path)
        assert (status, words in said) == (1, True), (forge.__name__, said)


def test_a_second_draw_is_recomputed_too(review: Story, tmp_path: Path) -> None:
    resting = Panelist.objects.filter(number__in=["PS-0005", "PS-0006", "PS-0008"])
    resting.update(is_active=False)
    build_panel.draw(review)
    leaver = review.seats()[0]
    recusal.step_back(
        review.number, actor=review.holder(leaver), version=leaver.version, reason="同学。"
    )
    resting.update(is_active=True)
    review.step(build_panel.drawing.redraw, "project_buyer")
    assert verify(saved(review), tmp_path) == (0, "一致：抽取 1 次都能重新算出来。\n")
    build_panel.draw(review)
    assert verify(saved(review), tmp_path) == (0, "一致：抽取 2 次都能重新算出来。\n")
    for forge, words in LATER_FORGERIES:
        file = json.loads(saved(review))
        forge(file)
        status, said = verify(json.dumps(file).encode(), tmp_path)
        assert (status, words in said) == (1, True), (forge.__name__, said)


def later_seed(file: File) -> None:
    file["draws"][1]["seed"] = "44" * 32


def derived_seed(file: File) -> None:
    first = bytes.fromhex(file["draws"][0]["seed"])
    file["draws"][1]["seed"] = sha256(first + b"2").hexdigest()


def later_pool(file: File) -> None:
    file["draws"][1]["pool"].append({"number": "PS-9999", "kind": "expert"})


def unfixed_pool(file: File) -> None:
    file["fixed_pools"].clear()


def fixed_too_late(file: File) -> None:
    file["fixed_pools"][0]["fixed_at"] = "2030-01-01T10:00:00+08:00"


LATER_FORGERIES: list[tuple[Callable[[File], None], str]] = [
    (later_seed, "第 2 次抽取的种子与公布的承诺不一致"),
    (derived_seed, "第 2 次抽取的种子与公布的承诺不一致"),
    (later_pool, "第 2 次抽取用的不是固定的名单"),
    (unfixed_pool, "固定名单的次序与抽取的次序不符"),
    (fixed_too_late, "第 2 次抽取的名单是抽取之后才固定的"),
]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": "zhijia-panel/2"}', b"\xff"])
def test_what_is_no_such_file_is_said_in_one_line(content: bytes, tmp_path: Path) -> None:
    status, said = verify(content, tmp_path)
    assert (status, said.count("\n")) == (1, 1)
