"""A sheet of A4 in Chinese: the font that every reader has, places in whole points (1/72 inch)."""

from functools import cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595, 842
MARGIN = 51
HAIR = 1


def mm(length: int) -> int:
    """Give a length in millimetres as points."""
    return (length * 7200 + 1270) // 2540


@cache
def register() -> None:
    """Name the Chinese font once; it is not embedded, every reader draws it with its own."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def new_sheet(title: str) -> tuple[Canvas, BytesIO]:
    """Begin a document; `invariant` makes the same content the same bytes."""
    register()
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor("职家")
    return canvas, file


def put(canvas: Canvas, x: int, y: int, text: str, size: int = 10) -> None:
    """Write a text that begins at x."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def put_right(canvas: Canvas, x: int, y: int, text: str, size: int = 10) -> None:
    """Write a text that ends at x, as amounts do."""
    canvas.setFont(FONT, size)
    canvas.drawRightString(x, y, text)


def put_middle(canvas: Canvas, y: int, text: str, size: int = 16) -> None:
    """Write a text in the middle of the sheet."""
    canvas.setFont(FONT, size)
    canvas.drawCentredString(WIDTH // 2, y, text)


def rule(canvas: Canvas, y: int) -> None:
    """Draw a thin line across the sheet."""
    canvas.setLineWidth(HAIR)
    canvas.line(MARGIN, y, WIDTH - MARGIN, y)
