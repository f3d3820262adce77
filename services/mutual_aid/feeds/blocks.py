"""A data file as frames of text, one block of rows after another, whatever its kind.

A CSV is cut at line ends as its bytes arrive, so that a sealed file is never laid open on a disk
and a broken reading continues at a byte. A Parquet is read by slices of rows.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from backend.kernel.errors import Invalid
from services.mutual_aid.feeds.layout import Column, check_types, read_titles
from services.mutual_aid.feeds.totals import Totals, read_trailer

BLOCK_BYTES = 4 * 1024 * 1024
PARQUET_ROWS = 100_000
HELD_BACK_BYTES = 4096
MORE = "more"
GB18030 = "gb18030"
ENDLESS = "文件里有一行长得没有尽头，请检查是否是规定的 CSV。"
Bytes = Callable[[], Iterable[bytes]]
"""Gives the content from its beginning, in pieces of any size, each time it is called."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows as text columns, the number of the first, and where in the file the next one begins."""

    frame: pl.DataFrame
    first_row: int
    end: int


class CsvFeed:
    """A CSV in UTF-8 or GB18030: a header line, rows, and at the end perhaps the totals."""

    def __init__(self, content: Bytes) -> None:
        self._content = content
        self._encoding = "utf-8"
        self.columns: list[Column] = []
        self.totals: Totals | None = None
        self.digest = b""

    def survey(self) -> Iterator[Block]:
        """Read the whole file once, so that header, totals and digest are known afterwards."""
        digest = sha256()

        def noted() -> Iterator[bytes]:
            for piece in self._content():
                digest.update(piece)
                yield piece

        yield from self._blocks(noted(), 0, 1)
        self.digest = digest.digest()

    def rows(self, position: int, first_row: int) -> Iterator[Block]:
        """Read rows from a position on, after `survey` was read to its end."""
        yield from self._blocks(self._content(), position, first_row)

    def _blocks(self, pieces: Iterable[bytes], position: int, row: int) -> Iterator[Block]:
        place, rest = 0, b""
        for piece in pieces:
            rest += piece
            while len(rest) >= BLOCK_BYTES:
                # The end stays behind: its last line may be the totals.
                cut = rest.rfind(b"\n", 0, BLOCK_BYTES - HELD_BACK_BYTES) + 1
                if not cut:
                    raise Invalid("data_broken", ENDLESS)
                for block in self._block(rest[:cut], place, position, row):
                    yield block
                    row += block.frame.height
                place, rest = place + cut, rest[cut:]
        yield from self._block(self._without_totals(rest), place, position, row)

    def _without_totals(self, rest: bytes) -> bytes:
        kept = rest.rstrip(b"\r\n \t")
        cut = kept.rfind(b"\n") + 1
        said = read_trailer(self._text(kept[cut:]))
        if said is None:
            return rest
        self.totals = said
        return rest[:cut]

    def _block(self, block: bytes, place: int, position: int, row: int) -> Iterator[Block]:
        """Give the rows of a block that lie at or after the position."""
        if not place:
            head = block.find(b"\n") + 1 or len(block)
            if not self.columns:
                self.columns = read_titles(self._text(block[:head]).strip("\r\n").split(","))
            position = max(position, head)
        lines = block[max(0, position - place) :]
        if lines.strip():
            yield Block(self._frame(lines), row, place + len(block))

    def _text(self, content: bytes) -> str:
        """Decode by the encoding of the file: UTF-8 until a byte shows that it is GB18030."""
        try:
            return content.decode(self._encoding)
        except UnicodeDecodeError:
            if self._encoding != GB18030:
                self._encoding = GB18030
                return self._text(content)
            raise Invalid(
                "data_encoding", "文件的文字编码应为 UTF-8 或 GB18030，请另存后再上传。"
            ) from None

    def _frame(self, lines: bytes) -> pl.DataFrame:
        names = [*map(str, self.columns), MORE]
        try:
            return pl.read_csv(
                self._text(lines).encode(),
                has_header=False,
                schema=dict.fromkeys(names, pl.String),
                truncate_ragged_lines=True,
            )
        except PolarsError as fault:
            raise Invalid("data_broken", "文件内容读不出来，请检查是否是规定的 CSV。") from fault


class ParquetFeed:
    """A Parquet file; its totals are said beside it."""

    totals: Totals | None = None

    def __init__(self, path: Path) -> None:
        self._path = path
        self.columns: list[Column] = []
        self.digest = b""

    def survey(self) -> Iterator[Block]:
        """Read the whole file once."""
        with self._path.open("rb") as file:
            digest = sha256()
            while piece := file.read(BLOCK_BYTES):
                digest.update(piece)
        self.digest = digest.digest()
        try:
            schema = pl.read_parquet_schema(self._path)
        except (PolarsError, OSError) as fault:
            raise Invalid(
                "data_broken", "文件内容读不出来，请检查是否是完整的 Parquet。"
            ) from fault
        check_types(schema)
        self.columns = read_titles(list(schema))
        yield from self.rows(0, 1)

    def rows(self, position: int, first_row: int) -> Iterator[Block]:
        """Read rows from a position on."""
        while True:
            frame = pl.scan_parquet(self._path).slice(position, PARQUET_ROWS).collect()
            if not frame.height:
                return
            text = frame.select(pl.all().cast(pl.String)).rename(
                dict(zip(frame.columns, map(str, self.columns), strict=True))
            )
            yield Block(text, first_row, position + frame.height)
            position, first_row = position + frame.height, first_row + frame.height


Feed = CsvFeed | ParquetFeed
