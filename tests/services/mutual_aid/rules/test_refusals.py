"""Every reason why a pack is refused has a Chinese sentence that names the place."""

import ast
from pathlib import Path

import pytest

from services.mutual_aid import rules
from services.mutual_aid.rules.reading import PackError
from services.mutual_aid.rules.refusals import in_chinese, place_words, reason_words

ROOM = Path(rules.__file__).parent


def reasons() -> list[str]:
    """Give every reason written down in the rules, with 1 where a value goes."""
    found = []
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_raise = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PackError"
            if is_raise and isinstance(node, ast.Call):
                found += _texts(node.args[1])
    return found


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return [
            "".join(
                part.value
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
                else "1"
                for part in node.values
            )
        ]
    return []


def test_every_reason_in_the_rules_is_said_in_chinese() -> None:
    found = [one.replace("(1)", "(line 1 column 1)") for one in reasons()]
    assert len(found) > 40
    silent = [one for one in found if reason_words(one) == one]
    assert silent == []


@pytest.mark.parametrize(
    ("path", "reason", "words"),
    [
        ("/fee/charge", "unknown field", "/fee/charge（会费）：没有这个字段，请删去或改正名称"),
        (
            "/benefits/1/rate",
            "number 0.5 has a fraction or exponent; write a decimal string",
            "/benefits/1/rate（给付项目第 2 项）：数字 0.5 带小数或指数，请加引号写成文字",
        ),
        (
            "/vectors/0",
            "expected 1.00, got 2.00",
            "/vectors/0（算例第 1 项）：算例应得 1.00，算出 2.00",
        ),
        (
            "/entry/mode",
            'must be "automatic" or "unit"',
            '/entry/mode（参加条件）：应为 "automatic" 或 "unit"',
        ),
        ("", "must be one JSON object", "整个文件：应为一个 JSON 对象"),
        ("/title", "must be non-empty text", "/title：应为文字，不能为空"),
    ],
)
def test_a_refusal_names_place_and_reason(path: str, reason: str, words: str) -> None:
    assert in_chinese(PackError(path, reason)) == words


def test_a_path_as_long_as_a_file_is_cut() -> None:
    assert len(place_words("/" + "x" * 100_000)) < 300
