"""The three column types. In migrations they are plain Django columns, so history needs no code."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.expressions import Combinable

S = TypeVar("S", bound=StrEnum)

Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]
_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:

    class _EnumColumn(models.CharField[S, S], Generic[S]):
        pass

    class _FenColumn(models.BigIntegerField[_ST, _GT], Generic[_ST, _GT]):
        _pyi_private_set_type: int | Combinable

    _EnvelopeColumn = models.BinaryField[bytes, bytes]
else:

    class _EnumColumn(models.CharField, Generic[S]):
        pass

    class _FenColumn(models.BigIntegerField, Generic[_ST, _GT]):
        pass

    _EnvelopeColumn = models.BinaryField


class MoneyField(_FenColumn[_ST, _GT]):
    """Whole fen 分 in a bigint; name the column `*_fen`; pair it with `money_check`."""

    def __init__(self, verbose_name: str, **options: Any) -> None:
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Deconstructed:
        """Stand in migrations as a plain bigint."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, options

    def get_prep_value(self, value: Any) -> Any:
        """Refuse a float before it reaches the database; raises TypeError."""
        if isinstance(value, float):
            message = f"{self.name} takes whole fen, not a float"
            raise TypeError(message)
        return super().get_prep_value(value)


def money_check(*columns: str) -> CheckConstraint:
    """Give the constraint that these fen columns are never negative (a null passes)."""
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__gte": 0})
    name = f"%(app_label)s_%(class)s_{columns[0]}_not_negative"
    return CheckConstraint(condition=condition, name=name)


class StateField(_EnumColumn[S]):
    """A state 状态 that comes back as the member of its enum; only `workflow` writes it."""

    def __init__(self, states: type[S], verbose_name: str = "状态", **options: Any) -> None:
        self.states = states
        options.setdefault("max_length", 32)
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Deconstructed:
        """Stand in migrations as a plain text column."""
        name, _, args, options = super().deconstruct()
        if isinstance(options.get("default"), StrEnum):
            options["default"] = str(options["default"])
        return name, "django.db.models.CharField", args, options

    def clone(self) -> "StateField[S]":
        """Make an unbound copy; the plain deconstruction does not carry the enum."""
        _, _, args, options = self.deconstruct()
        return type(self)(self.states, *args, **options)

    def from_db_value(self, value: str | None, *_: object) -> S | None:
        """Turn the stored text into the enum member."""
        return None if value is None else self.states(value)

    def to_python(self, value: Any) -> S | None:
        """Turn any text into the enum member."""
        return None if value is None else self.states(value)

    def get_prep_value(self, value: Any) -> Any:
        """Store the plain text of the member; an unknown word raises ValueError."""
        return None if value is None else str(self.states(value))


class SealedField(_EnvelopeColumn):
    """A personal value as an envelope (safety.md D7): sealed under the owner's data key.

    Read and write it through `SealedRow.seal` and `SealedRow.unseal`, never directly.
    """

    def __init__(self, verbose_name: str, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Deconstructed:
        """Stand in migrations as a plain bytea."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", args, options
