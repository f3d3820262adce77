"""How the words of a disclosure are read: plain text in, headings, paragraphs and tables out.

The stored words are never touched. A blank line ends a paragraph; `一、…` on a line of its own is
a heading; lines of `|`-separated cells are a table whose first row names the columns. Old texts
wrap in the middle of a sentence: such halves are read as one paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from backend.kernel.errors import FieldError, Invalid

TITLE_LIMIT = 120
BODY_LIMIT = 60_000
SUMMARY_LENGTH = 120
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[章节条]).{1,38}"
)
_SENTENCE_END = tuple("。！？；：”’）)…》】")
_LIST_START = re.compile(
    r"(?:\d{1,3}[.．、]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)"
)
_WRAPPED_LENGTH = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words; lines that the author broke on purpose stay apart."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `head` names the columns, and every row has as many cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table


def check(title: str, body: str) -> None:
    """Refuse an empty, endless or unprintable text; raises Invalid that names each field."""
    fields = []
    if not title.strip():
        fields.append(FieldError("/title", "missing", "请填写标题。"))
    elif len(title) > TITLE_LIMIT:
        fields.append(
            FieldError(
                "/title",
                "too_long",
                f"标题最多 {TITLE_LIMIT} 字，您填了 {len(title)} 字。",
            )
        )
    if not body.strip():
        fields.append(FieldError("/body", "missing", "请填写正文。"))
    elif len(body) > BODY_LIMIT:
        fields.append(
            FieldError(
                "/body",
                "too_long",
                f"正文最多 {BODY_LIMIT} 字，您填了 {len(body)} 字。",
            )
        )
    for name, text in (("/title", title), ("/body", body)):
        if _CONTROL.search(text):
            fields.append(
                FieldError(
                    name,
                    "unprintable",
                    "文字里有无法显示的字符，请从记事本重新粘贴一次。",
                )
            )
    if "\n" in title.strip():
        fields.append(FieldError("/title", "lines", "标题只能写一行。"))
    if fields:
        raise Invalid("bad_text", "标题或正文还需要改一下，您填的内容没有丢失。", fields)


def parse(body: str) -> list[Block]:
    """Read a text into blocks; no word is lost, added or changed."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        if not lines:
            continue
        last = blocks[-1] if blocks else None
        block = _block(lines)
        if isinstance(last, Paragraph) and isinstance(block, Paragraph) and _is_cut(last, block):
            joined = last.lines[-1] + block.lines[0]
            blocks[-1] = Paragraph((*last.lines[:-1], joined, *block.lines[1:]))
        else:
            blocks.append(block)
    return blocks


def to_html(body: str) -> str:
    """The text as safe HTML: only h2, p, br and table, every character of the author escaped."""
    return "\n".join(map(_html, parse(body)))


def summary(body: str) -> str:
    """The opening words for a list or a feed, cut at `SUMMARY_LENGTH` characters."""
    lines = [line for block in parse(body) if isinstance(block, Paragraph) for line in block.lines]
    words = next((line for line in lines if len(line) > _WRAPPED_LENGTH), "".join(lines[:3]))
    return words if len(words) <= SUMMARY_LENGTH else words[: SUMMARY_LENGTH - 1] + "…"


def _block(lines: Sequence[str]) -> Block:
    if all(line.startswith("|") and line.endswith("|") and len(line) > 1 for line in lines):
        cells = [tuple(cell.strip() for cell in line[1:-1].split("|")) for line in lines]
        width = max(map(len, cells))
        head, *rows = [(*row, *[""] * (width - len(row))) for row in cells]
        return Table(head, tuple(rows))
    if len(lines) == 1 and _HEADING.fullmatch(lines[0]) and not lines[0].endswith("。"):
        return Heading(lines[0])
    return Paragraph(tuple(lines))


def _is_cut(before: Paragraph, after: Paragraph) -> bool:
    """A long paragraph that stops in mid-sentence goes on in the next one."""
    end = before.lines[-1]
    return (
        len(end) > _WRAPPED_LENGTH
        and not end.endswith(_SENTENCE_END)
        and _LIST_START.match(after.lines[0]) is None
    )


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Paragraph):
        return f"<p>{'<br>'.join(map(escape, block.lines))}</p>"
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.head)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
