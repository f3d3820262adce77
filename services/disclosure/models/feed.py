"""What the feed files still owe to the table of versions."""

from django.db import models

from backend.kernel import clock
from backend.unions.models import Union


class FeedWork(models.Model):
    """Feed work 待写订阅: a union whose feeds lag behind.

    Written in the act's own transaction, deleted once the files stand. `is_deep` reaches
    the archives of past months too.
    """

    union = models.ForeignKey(
        Union, on_delete=models.CASCADE, related_name="disclosure_feed_work", verbose_name="工会"
    )
    is_deep = models.BooleanField("连同存档", default=False)
    created_at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = "待写订阅"
        verbose_name_plural = "待写订阅"

    def __str__(self) -> str:
        return f"{self.union_id}"
