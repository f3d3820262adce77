"""The list for the seal 盖章名单: two copies, paged, with totals and places for the seals."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from backend.kernel import clock
from services.mutual_aid.queries.papers.paper import (
    HEIGHT,
    MARGIN,
    WIDTH,
    mm,
    new_sheet,
    put,
    put_middle,
    put_right,
    rule,
)
from services.mutual_aid.queries.people import VOLUME, ListPart

COPIES = ("单位留存", "上级工会留存")
LINES_ON_A_PAGE = 30
ROW = 18
_COLUMNS = (("序号", 0), ("姓名", 16), ("身份证号", 50), ("性别", 98), ("份数", 112))
_NOTE_AT, _FEE_AT = 146, 140


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One person on paper: the name in full, the ID number masked."""

    name: str
    id_number: str
    sex: str
    shares: int
    fee: str
    note: str


def seal_list_pdf(part: ListPart, lines: Sequence[PaperLine]) -> bytes:
    """Draw one volume of the list, in as many copies as are kept."""
    canvas, file = new_sheet(f"医疗互助参加名单 {part.batch.number}")
    pages = max(1, -(-len(lines) // LINES_ON_A_PAGE))
    for copy in COPIES:
        for page in range(pages):
            start = page * LINES_ON_A_PAGE
            shown = lines[start : start + LINES_ON_A_PAGE]
            _head(canvas, part, copy)
            y = _table(canvas, shown, (part.volume - 1) * VOLUME + start)
            if page == pages - 1:
                _foot(canvas, part, len(lines), y)
            put_middle(canvas, mm(12), f"第 {page + 1} 页，共 {pages} 页", 9)
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def _head(canvas: Canvas, part: ListPart, copy: str) -> None:
    batch = part.batch
    put_middle(canvas, HEIGHT - mm(20), "职工医疗互助参加名单")
    volume = f"　第 {part.volume} 册，共 {part.volumes} 册" if part.volumes > 1 else ""
    put(canvas, MARGIN, HEIGHT - mm(29), f"单位：{batch.union.name}")
    put_right(canvas, WIDTH - MARGIN, HEIGHT - mm(29), f"编号：{batch.number}{volume}")
    put(canvas, MARGIN, HEIGHT - mm(35), f"计划：{batch.plan_version.title}")
    kept = f"一式两份（{copy}）"
    put_right(canvas, WIDTH - MARGIN, HEIGHT - mm(35), kept)


def _table(canvas: Canvas, lines: Sequence[PaperLine], before: int) -> int:
    """Draw the rows of one page; gives where the next line would stand."""
    y = HEIGHT - mm(43)
    for title, x in _COLUMNS:
        put(canvas, MARGIN + mm(x), y, title, 9)
    put_right(canvas, MARGIN + mm(_FEE_AT), y, "会费（元）", 9)
    put(canvas, MARGIN + mm(_NOTE_AT), y, "备注", 9)
    rule(canvas, y - mm(2))
    for place, line in enumerate(lines, before + 1):
        y -= ROW
        cells = (str(place), line.name, line.id_number, line.sex, str(line.shares))
        for (_, x), cell in zip(_COLUMNS, cells, strict=True):
            put(canvas, MARGIN + mm(x), y, cell, 9)
        put_right(canvas, MARGIN + mm(_FEE_AT), y, line.fee, 9)
        put(canvas, MARGIN + mm(_NOTE_AT), y, line.note, 9)
    rule(canvas, y - mm(2))
    return y - ROW


def _foot(canvas: Canvas, part: ListPart, here: int, y: int) -> None:
    """Write the totals and the places for seals and signatures."""
    of_volume = f"本册 {here} 人；" if part.volumes > 1 else ""
    total = f"合计：{of_volume}{part.people} 人，{part.shares} 份，会费 {part.fee} 元"
    put(canvas, MARGIN, y - mm(1), total, 10)
    y -= mm(11)
    put(canvas, MARGIN, y, "单位工会（盖章）", 10)
    put(canvas, MARGIN + mm(62), y, "经办人（签字）", 10)
    put(canvas, MARGIN + mm(120), y, "上级工会（盖章）", 10)
    y -= mm(14)
    for x in (0, 62, 120):
        put(canvas, MARGIN + mm(x), y, "　　　年　　月　　日", 10)
    put(canvas, MARGIN, mm(18), f"打印日期 {clock.day_words(clock.today())}", 8)
