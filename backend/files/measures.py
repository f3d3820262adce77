"""What a photograph is like, measured cheaply: sharpness, glare, light, cut edges.

Runs inside the sandbox: Pillow and the standard library only. Every figure is a whole number; what
it means for the person with the phone is said in `advice.py`, outside. The cost is about 40 ms for
a photograph of any size, because all is measured on the reduced preview and smaller.
"""

from PIL import Image, ImageChops, ImageFilter, ImageStat

PER_MILLE = 1000
LONGEST_SIDE = 800
FRAME_LONGEST_SIDE = 400
FRAME_PIXELS = 6
TILES = 8
# Grey variance above which a tile holds writing or lines and not bare paper or table.
CONTENT_VARIANCE = 60
QUIET_SHARE = 20
WHITE = 250
GLARE_CELLS = (48, 36)
# Glare is what is white where the rest of the paper is not: a scan is white all over.
GREY_PAPER = 235
PAPER_SHARE = 0.3
BRIGHT_SHARE = 0.1
EDGE_CONTRAST = 40
LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def measures(preview: Image.Image) -> dict[str, int | None]:
    """Measure a picture: `sharpness`, `glare`, `brightness`, `cut_edge`, as told below."""
    grey = _reduced(preview.convert("L"), LONGEST_SIDE)
    return {
        "sharpness": sharpness(grey),
        "glare": glare(grey),
        "brightness": _level(grey, BRIGHT_SHARE),
        "cut_edge": cut_edge(grey),
    }


def sharpness(grey: Image.Image) -> int | None:
    """Tell how fine the content is: variance of the Laplacian over variance of grey, per mille.

    The median over the tiles that hold content; what the quietest tiles show is noise and is taken
    off. Writing in focus has 400 and more whatever its contrast, out of focus below 100. None where
    nothing is to be seen.
    """
    edges = grey.filter(LAPLACIAN)
    pairs = [(_variance(grey.crop(box)), _variance(edges.crop(box))) for box in _tiles(grey)]
    noise = sorted(fine for _, fine in pairs)[len(pairs) // QUIET_SHARE]
    ratios = sorted(
        PER_MILLE * (fine - noise) / coarse for coarse, fine in pairs if coarse > CONTENT_VARIANCE
    )
    return max(0, round(ratios[len(ratios) // 2])) if ratios else None


def glare(grey: Image.Image) -> int:
    """Tell the share of the picture that is burnt out in a blob, per mille; 0 on white paper."""
    if _level(grey, PAPER_SHARE) >= GREY_PAPER:
        return 0
    white = grey.point(lambda value: 255 if value >= WHITE else 0)
    cells = white.resize(GLARE_CELLS, Image.Resampling.BOX).tobytes()
    return PER_MILLE * sum(value >= WHITE for value in cells) // len(cells)


def cut_edge(grey: Image.Image) -> int:
    """Tell how much of the frame's busiest side shows edges, per mille: lines that run out."""
    small = _reduced(grey, FRAME_LONGEST_SIDE)
    spread = ImageChops.difference(
        small.filter(ImageFilter.MaxFilter(3)), small.filter(ImageFilter.MinFilter(3))
    )
    edges = spread.point(lambda value: 255 if value > EDGE_CONTRAST else 0)
    width, height = edges.size
    deep, wide = min(FRAME_PIXELS, height), min(FRAME_PIXELS, width)
    sides = (
        (0, 0, width, deep),
        (0, height - deep, width, height),
        (0, 0, wide, height),
        (width - wide, 0, width, height),
    )
    return max(round(PER_MILLE * ImageStat.Stat(edges.crop(box)).mean[0] / 255) for box in sides)


def _level(grey: Image.Image, share: float) -> int:
    """Give the grey level that this share of the pixels reaches or passes: 0 black, 255 white."""
    histogram = grey.histogram()
    left = share * grey.width * grey.height
    for level in range(255, 0, -1):
        left -= histogram[level]
        if left <= 0:
            return level
    return 0


def _tiles(grey: Image.Image) -> list[tuple[int, int, int, int]]:
    across, down = min(TILES, grey.width), min(TILES, grey.height)
    columns = [grey.width * place // across for place in range(across + 1)]
    rows = [grey.height * place // down for place in range(down + 1)]
    return [
        (columns[x], rows[y], columns[x + 1], rows[y + 1])
        for y in range(down)
        for x in range(across)
    ]


def _variance(part: Image.Image) -> float:
    return ImageStat.Stat(part).var[0]


def _reduced(grey: Image.Image, longest: int) -> Image.Image:
    side = max(grey.size)
    if side <= longest:
        return grey
    width, height = (max(1, length * longest // side) for length in grey.size)
    return grey.resize((width, height), Image.Resampling.BOX)
