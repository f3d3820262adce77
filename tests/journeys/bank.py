"""The bank at the other end of the file: it reads the orders and writes its reply."""

import csv
import io
from collections.abc import Callable
from typing import Any

from tests.journeys.people import STAFF, Person

Verdict = Callable[[str], str]


def order(keeper: Person, grants: list[str]) -> dict[str, Any]:
    """Order payments in a new batch."""
    return dict(keeper.do("POST", f"{STAFF}/hardship/batches", {"grants": grants}))


def file_of(keeper: Person, batch: str) -> list[list[str]]:
    """Download the file for the bank and read it as the bank does."""
    answer = keeper.post(f"{STAFF}/hardship/batches/{batch}/file")
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def reply_to(file: list[list[str]], verdict: Verdict) -> str:
    """Write the reply: `verdict` says of a payee's name whether the line was 成功 or 退回."""
    lines = file[5:]
    total = file[3][1]
    rows = [
        ["职家回单文件", "1"],
        ["批次号", file[1][1]],
        ["笔数", str(len(lines))],
        ["总金额（元）", total],
        ["单号", "账号尾号", "金额（元）", "结果", "原因", "银行流水号"],
    ]
    for place, (number, name, account, _bank, amount, _remark) in enumerate(lines):
        said = verdict(name)
        reason = "账号与户名不符" if said == "退回" else ""
        rows.append([number, account[-4:], amount, said, reason, f"YL{place:06d}"])
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def send_reply(confirmer: Person, batch: str, content: str, key: str = "") -> dict[str, Any]:
    """Take the reply in: never who ordered."""
    where = f"{STAFF}/hardship/batches/{batch}/reply"
    return dict(confirmer.do("POST", where, {"content": content}, key=key))
