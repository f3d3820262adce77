"""The default bank file: CSV with a head of four lines, described in `docs/bank-file.md`."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain

from backend.kernel.errors import Invalid
from backend.kernel.money import FEN_PER_YUAN, Money
from backend.ledger.formats.lines import Head, Outcome, PayLine, Reply, ReplyLine

ORDER_TITLE = "职家发放文件"
REPLY_TITLE = "职家回单文件"
VERSION = "1"
ORDER_COLUMNS = ["单号", "户名", "账号", "开户行", "金额（元）", "附言"]
REPLY_COLUMNS = ["单号", "账号尾号", "金额（元）", "结果", "原因", "银行流水号"]
OUTCOMES = {"成功": Outcome.PAID, "退回": Outcome.RETURNED, "处理中": Outcome.WORKING}
OUTCOME_WORDS = {outcome: word for word, outcome in OUTCOMES.items()}
MOST_REPLY_BYTES = 16 * 1024 * 1024
HEAD_ROWS = 5
LAST_COUNT_DIGITS = 6


def write(head: Head, lines: Iterable[PayLine]) -> bytes:
    """Write the file for the bank: UTF-8 with BOM, every cell quoted, amounts like `1204.30`."""
    top = [
        [ORDER_TITLE, VERSION, head.day.isoformat()],
        ["批次号", head.batch],
        ["笔数", str(head.count)],
        ["总金额（元）", plain_yuan(head.total)],
        ORDER_COLUMNS,
    ]
    rows = (
        (number, name, account, bank, plain_yuan(amount), remark)
        for number, name, account, bank, amount, remark in lines
    )
    return _bytes_of(chain(top, rows))


def write_reply(reply: Reply) -> bytes:
    """Write a reply as the bank would, for rehearsals and the demo city."""
    rows = [
        [REPLY_TITLE, VERSION],
        ["批次号", reply.batch],
        ["笔数", str(reply.count)],
        ["总金额（元）", plain_yuan(reply.total)],
        REPLY_COLUMNS,
    ]
    rows += [
        [
            line.number,
            line.last4,
            plain_yuan(line.amount),
            OUTCOME_WORDS[line.outcome],
            line.reason,
            line.bank_reference,
        ]
        for line in reply.lines
    ]
    return _bytes_of(rows)


def read(content: bytes) -> Reply:
    """Read a reply; UTF-8 or GB18030. Raises Invalid `reply_unreadable` naming the line."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(_text_of(content)))]
    rows = [row for row in rows if any(row)]
    if len(rows) < HEAD_ROWS or rows[0][0] != REPLY_TITLE:
        raise _unreadable("这不是银行回单文件：第一行应写“职家回单文件”。请选择银行发回的回单。")
    if rows[4][: len(REPLY_COLUMNS)] != REPLY_COLUMNS:
        raise _unreadable(f"第 5 行应是表头“{'、'.join(REPLY_COLUMNS)}”，请检查回单有没有被改动。")
    return Reply(
        batch=_head(rows, 1, "批次号"),
        count=_count(_head(rows, 2, "笔数")),
        total=Money.from_yuan(_head(rows, 3, "总金额（元）")),
        lines=[_line(number, row) for number, row in enumerate(rows[HEAD_ROWS:], HEAD_ROWS + 1)],
    )


def plain_yuan(amount: Money) -> str:
    """Write an amount for a machine: `1204.30`, no thousands mark."""
    whole, part = divmod(amount.fen, FEN_PER_YUAN)
    return f"{whole}.{part:02d}"


def _bytes_of(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _text_of(content: bytes) -> str:
    if len(content) > MOST_REPLY_BYTES:
        raise _unreadable("回单文件超过 16 MB，不像是本批次的回单，请重新选择。")
    if b"\0" in content:
        raise _unreadable("回单文件不是文本文件，请选择银行发回的 CSV 回单。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable("回单文件的文字编码认不出来，请用 UTF-8 或 GB18030 编码的 CSV。")


def _head(rows: list[list[str]], place: int, title: str) -> str:
    row = rows[place]
    if row[0] != title or len(row) < 2 or not row[1]:  # noqa: PLR2004 - a head row is title, value
        raise _unreadable(f"第 {place + 1} 行应写“{title}”和它的值，请检查回单有没有被改动。")
    return row[1]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LAST_COUNT_DIGITS):
        raise _unreadable(f"第 3 行的笔数应为数字，文件里写的是“{text}”。")
    return int(text)


def _line(number: int, row: list[str]) -> ReplyLine:
    if len(row) < len(REPLY_COLUMNS):
        raise _unreadable(
            f"第 {number} 行少了列，应有 {len(REPLY_COLUMNS)} 列。请检查回单是否完整。"
        )
    order, last4, amount, word, reason, reference = row[: len(REPLY_COLUMNS)]
    if word not in OUTCOMES:
        raise _unreadable(f"第 {number} 行的结果应是“成功”“退回”或“处理中”，文件里写的是“{word}”。")
    return ReplyLine(
        row=number,
        number=order,
        last4=last4,
        amount=Money.from_yuan(amount),
        outcome=OUTCOMES[word],
        reason=reason[:200],
        bank_reference=reference[:80],
    )


def _unreadable(message: str) -> Invalid:
    return Invalid("reply_unreadable", message)
