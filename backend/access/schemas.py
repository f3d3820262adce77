"""Bases for what comes in and what goes out: nothing unknown, nothing unbounded, no float."""

from typing import Annotated, Literal, Self

from ninja import Schema
from pydantic import ConfigDict, Field

from backend.kernel.money import Money

BIG = 9_223_372_036_854_775_807

Count = Annotated[int, Field(strict=True, ge=0, le=2_147_483_647)]
Fen = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Number = Annotated[
    str, Field(title="编号", min_length=1, max_length=40, pattern=r"^[A-Za-z0-9-]+$")
]


class In(Schema):
    """Base of every body that comes in: unknown fields are refused, numbers must be numbers."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Out(Schema):
    """Base of every answer: names exactly what leaves the house."""


class MoneyOut(Out):
    """An amount of money as it leaves the house."""

    amount_fen: int
    currency: Literal["CNY"] = "CNY"

    @classmethod
    def of(cls, amount: Money) -> Self:
        """Write an amount."""
        return cls(amount_fen=amount.fen)


class MoneyIn(In):
    """An amount of money as it comes in."""

    amount_fen: Fen = Field(title="金额（分）")
    currency: Literal["CNY"] = Field("CNY", title="币种")

    def money(self) -> Money:
        """Read the amount."""
        return Money(self.amount_fen)
