"""What a transfer is, before any table: kinds, accounts and which account pays which."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum

from django.db import models


class Kind(StrEnum):
    """The five movements of money."""

    RECEIVE = "receive"  # 收入
    RESERVE = "reserve"  # 预留
    POST = "post"  # 发放
    VOID = "void"  # 释放
    REVERSE = "reverse"  # 冲正


class Account(StrEnum):
    """Where the money of a fund is."""

    AVAILABLE = "available"  # 可用
    RESERVED = "reserved"  # 已预留
    SPENT = "spent"  # 已发放
    EXTERNAL = "external"  # 外部


class FundKind(models.TextChoices):
    """Where the money of a fund comes from (domain: sources are kept apart)."""

    CENTRAL = "central", "中央专项资金"
    PROVINCIAL = "provincial", "市级财政专项资金"
    UNION = "union", "工会经费"
    DONATION = "donation", "社会捐赠"
    MUTUAL_AID = "mutual_aid", "互助会费"


KIND_LABELS = {
    Kind.RECEIVE: "收入",
    Kind.RESERVE: "预留",
    Kind.POST: "发放",
    Kind.VOID: "释放预留",
    Kind.REVERSE: "冲正",
}

# kind -> (account that gives, account that takes)
ROUTES: Mapping[Kind, tuple[Account, Account]] = {
    Kind.RECEIVE: (Account.EXTERNAL, Account.AVAILABLE),
    Kind.RESERVE: (Account.AVAILABLE, Account.RESERVED),
    Kind.POST: (Account.RESERVED, Account.SPENT),
    Kind.VOID: (Account.RESERVED, Account.AVAILABLE),
}

# a reversal depends on what it takes back
REVERSALS: Mapping[Kind, tuple[Account, Account]] = {
    Kind.RECEIVE: (Account.AVAILABLE, Account.EXTERNAL),
    Kind.POST: (Account.SPENT, Account.AVAILABLE),
}


def route(kind: Kind, source_kind: Kind | None) -> tuple[Account, Account]:
    """Give the accounts (from, to) of a transfer; `source_kind` is the kind of what it reverses.

    Raises ValueError for a reversal of what cannot be reversed.
    """
    if kind is not Kind.REVERSE:
        return ROUTES[kind]
    if source_kind is None or source_kind not in REVERSALS:
        message = f"a {source_kind or 'missing transfer'} cannot be reversed"
        raise ValueError(message)
    return REVERSALS[source_kind]


def digest_of(content: Mapping[str, str | int | None]) -> bytes:
    """SHA-256 over the canonical JSON of a transfer with its postings (32 bytes)."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
