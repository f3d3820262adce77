"""A text is read as its author meant it, and not one character is lost or becomes markup."""

from pathlib import Path

import pytest

from backend.kernel.errors import Invalid
from services import disclosure
from services.disclosure.rules import text
from services.disclosure.rules.text import Heading, Paragraph, Table

OPINION = Path(disclosure.__file__).parent / "demo" / "opinion-2014.txt"


def words_of(blocks: list[text.Block]) -> str:
    parts = [
        one.text if isinstance(one, Heading) else "".join(one.lines)
        for one in blocks
        if not isinstance(one, Table)
    ]
    return "".join("".join(parts).split())


def test_the_opinion_keeps_every_word_and_reads_in_whole_paragraphs() -> None:
    opinion = OPINION.read_text(encoding="utf-8")
    blocks = text.parse(opinion)
    assert words_of(blocks) == "".join(opinion.split())
    headings = [one.text for one in blocks if isinstance(one, Heading)]
    assert headings[0] == "一、充分发挥全市工人阶级主力军作用"
    assert len(headings) == 5
    numbered = [
        one.lines[0] for one in blocks if isinstance(one, Paragraph) and one.lines[0][0].isdigit()
    ]
    assert [int(line.split(".")[0]) for line in numbered] == list(range(1, 17))
    assert "各类媒体要加强舆论监督" in numbered[5]
    assert "进一步完善和强化基层工会" in numbered[11]


def test_a_blank_line_ends_a_paragraph_and_a_single_break_stays() -> None:
    assert text.parse("甲\n乙\n\n丙") == [Paragraph(("甲", "乙")), Paragraph(("丙",))]
    assert text.to_html("甲\n乙\n\n丙") == "<p>甲<br>乙</p>\n<p>丙</p>"


def test_rows_of_cells_are_a_table() -> None:
    assert text.parse("|项目|金额|\n|慰问|1,000.00|\n|培训|") == [
        Table(("项目", "金额"), (("慰问", "1,000.00"), ("培训", "")))
    ]
    assert '<th scope="col">项目</th>' in text.to_html("|项目|金额|\n|慰问|1|")


def test_every_character_of_the_author_is_escaped() -> None:
    html = text.to_html("<b>甲</b>\n\n|<i>|&|\n\n一、<u>题</u>")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html
    assert "&lt;b&gt;甲&lt;/b&gt;" in html
    assert "<h2>一、&lt;u&gt;题&lt;/u&gt;</h2>" in html


def test_a_long_text_is_summed_up_by_its_opening_words() -> None:
    summary = text.summary("通知\n\n" + "本" * 300)
    assert summary == "本" * 119 + "…"
    assert text.summary("短。") == "短。"


@pytest.mark.parametrize(
    ("title", "body", "pointer"),
    [
        (" ", "正文", "/title"),
        ("标" * 121, "正文", "/title"),
        ("标\n题", "正文", "/title"),
        ("标题", " \n", "/body"),
        ("标题", "字" * 60_001, "/body"),
        ("标题", "坏\x00字", "/body"),
    ],
)
def test_it_refuses_what_cannot_be_published(title: str, body: str, pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        text.check(title, body)
    assert [field.pointer for field in refusal.value.fields] == [pointer]
