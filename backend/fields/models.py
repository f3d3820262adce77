"""Data keys and rows with sealed values (safety.md D7)."""

from typing import Self

from django.db import models

from backend.fields.keys import keyring
from backend.kernel import clock, seal
from backend.kernel.errors import Conflict


class DataKey(models.Model):
    """Data key 数据密钥 of one person or case, wrapped by a key that is not in the database.

    Destroying it makes every value sealed under it unreadable for good (crypto-shredding,
    PIPL 47), in backups too where this table is kept apart.
    """

    wrapped = models.BinaryField("已加密的密钥", null=True)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = "数据密钥"
        verbose_name_plural = "数据密钥"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="fields_datakey_wrapped_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return f"数据密钥 {self.pk}"

    @classmethod
    def make(cls) -> Self:
        """Create and store a fresh key."""
        return cls.objects.create(wrapped=keyring().wrap(seal.new_data_key()))

    def plain(self) -> bytes:
        """Unwrap the key; raises Conflict `erased` when it has been destroyed."""
        if self.wrapped is None:
            raise Conflict("erased", "这份个人信息已按规定删除，无法再查看。")
        return keyring().unwrap(bytes(self.wrapped))

    def destroy(self) -> None:
        """Forget the key for good; what it sealed can never be read again."""
        self.wrapped = None
        self.destroyed_at = clock.now()
        self.save(update_fields=["wrapped", "destroyed_at"])


class SealedRow(models.Model):
    """A row with sealed values: a public `number` of its own and the owner's data key.

    A subclass has a `number` (set before the first sealing) and `SealedField` columns; select
    `key` together with the row.
    """

    number: models.CharField[str, str]

    key = models.ForeignKey(
        DataKey,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)s",
        verbose_name="数据密钥",
    )

    class Meta:
        abstract = True

    def seal(self, column: str, text: str) -> None:
        """Seal a text into a column; an empty text empties the column."""
        envelope = seal.seal(self.key.plain(), text.encode(), self.aad(column)) if text else None
        setattr(self, column, envelope)

    def unseal(self, column: str) -> str:
        """Open a column; empty when nothing is there.

        Raises Conflict `erased` after crypto-shredding, SealBrokenError when altered or moved.
        """
        envelope = getattr(self, column)
        if envelope is None:
            return ""
        return seal.unseal(self.key.plain(), bytes(envelope), self.aad(column)).decode()

    def aad(self, column: str) -> bytes:
        """Name table, column and row, so that an envelope opens only in its place."""
        return place_of(type(self), column, self.number)


def place_of(model: type[models.Model], column: str, number: str) -> bytes:
    """Give the associated data of an envelope: `table.column.row`."""
    return f"{model._meta.db_table}.{column}.{number}".encode()
