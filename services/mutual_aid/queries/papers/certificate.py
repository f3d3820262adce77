"""The certificate of cover 保障证明: plan, masked name, dates, and a code that verifies it."""

import segno
from reportlab.pdfgen.canvas import Canvas

from backend.kernel import clock
from services.mutual_aid.queries.certificates import Certificate
from services.mutual_aid.queries.papers.paper import (
    HEIGHT,
    MARGIN,
    mm,
    new_sheet,
    put,
    put_middle,
    rule,
)

CODE_SIDE = mm(53)
QUIET = 4


def certificate_pdf(found: Certificate, address: str) -> bytes:
    """Draw the certificate on one sheet; `address` is the page where anybody may verify it."""
    canvas, file = new_sheet("职工医疗互助保障证明")
    put_middle(canvas, HEIGHT - mm(40), "职工医疗互助保障证明", 20)
    rule(canvas, HEIGHT - mm(48))
    lines = (
        ("被保障人", found.name),
        ("互助计划", found.title),
        ("参加份数", f"{found.shares} 份"),
        ("保障开始", f"{clock.day_words(found.first_day)}零时"),
        ("保障结束", f"{clock.day_words(found.last_day)} 24 时"),
    )
    y = HEIGHT - mm(62)
    for name, value in lines:
        put(canvas, MARGIN + mm(6), y, name, 12)
        put(canvas, MARGIN + mm(40), y, value, 12)
        y -= mm(11)
    _code(canvas, address, MARGIN + mm(6), y - CODE_SIDE)
    x = MARGIN + mm(66)
    put(canvas, x, y - mm(12), "用手机扫码，或打开下面的网址，核对这份证明现在是否有效：", 10)
    put(canvas, x, y - mm(20), address[:60], 8)
    put(canvas, x, y - mm(25), address[60:], 8)
    put(canvas, x, y - mm(36), f"开具日期 {clock.day_words(found.asked_on)}", 10)
    put(canvas, MARGIN, mm(24), "保障以核对页面显示的为准；离开单位等情况可能使保障提前结束。", 9)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _code(canvas: Canvas, address: str, x: int, y: int) -> None:
    """Draw the code as squares: no picture, sharp on any printer."""
    code = segno.make(address, error="m", micro=False)
    matrix = code.matrix
    side = max(2, CODE_SIDE // (len(matrix) + 2 * QUIET))
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                left = x + (column + QUIET) * side
                bottom = y + CODE_SIDE - (row + 1 + QUIET) * side
                canvas.rect(left, bottom, side, side, stroke=0, fill=1)
