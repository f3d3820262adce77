"""Bank files 银行文件: what goes to the bank and what comes back, one module for each format.

A bank with a format of its own gets a module with the two functions of `csv_v1` and one line in
`FORMATS`. The default is described in `docs/bank-file.md`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backend.kernel.errors import Invalid
from backend.ledger.formats import csv_v1
from backend.ledger.formats.lines import BankFile, Head, Outcome, PayLine, Reply, ReplyLine

__all__ = ["BankFile", "Head", "Outcome", "PayLine", "Reply", "ReplyLine", "format_named"]


@dataclass(frozen=True, slots=True)
class BankFormat:
    """How one bank writes: `write(head, lines)` gives the file, `read(content)` the reply."""

    write: Callable[[Head, Iterable[PayLine]], bytes]
    read: Callable[[bytes], Reply]
    extension: str


FORMATS = {"zhijia-csv-1": BankFormat(csv_v1.write, csv_v1.read, "csv")}


def format_named(name: str) -> BankFormat:
    """Give a format; raises Invalid `bank_format_unknown`."""
    if name not in FORMATS:
        raise Invalid(
            "bank_format_unknown", f"没有名为“{name}”的银行文件格式，请选择已登记的格式。"
        )
    return FORMATS[name]
