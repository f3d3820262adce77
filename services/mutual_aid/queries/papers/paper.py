"""A sheet of A4 in Chinese: the font that every reader has, lines from top to bottom."""

from functools import cache
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
MARGIN: float = 18 * mm


@cache
def register() -> None:
    """Name the Chinese font once; it is not embedded, every reader draws it with its own."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def new_sheet(title: str) -> tuple[Canvas, BytesIO]:
    """Begin a document; `invariant` makes the same content the same bytes."""
    register()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor("职家")
    return canvas, file


def put(canvas: Canvas, x: float, y: float, text: str, size: int = 10) -> None:
    """Write a text that begins at x."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def put_right(canvas: Canvas, x: float, y: float, text: str, size: int = 10) -> None:
    """Write a text that ends at x, as amounts do."""
    canvas.setFont(FONT, size)
    canvas.drawRightString(x, y, text)


def put_middle(canvas: Canvas, y: float, text: str, size: int = 16) -> None:
    """Write a text in the middle of the sheet."""
    canvas.setFont(FONT, size)
    canvas.drawCentredString(WIDTH / 2, y, text)


def rule(canvas: Canvas, y: float) -> None:
    """Draw a thin line across the sheet."""
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, y, WIDTH - MARGIN, y)
