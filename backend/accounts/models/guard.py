"""Counters that keep sign-in codes from being guessed or pumped."""

from django.db import models


class SignInGuard(models.Model):
    """Sign-in guard 登录防护: codes sent and wrong tries for one phone, address, user or all.

    In PostgreSQL and not in the cache, so that parallel guesses count exactly and a flushed
    cache opens nothing. The subject holds a keyed index, never a phone number.
    """

    subject = models.CharField("对象", max_length=120, primary_key=True)
    window_start = models.DateTimeField("计数起点")
    sent = models.PositiveIntegerField("已发次数", default=0)
    failed = models.PositiveIntegerField("错误次数", default=0)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)

    class Meta:
        verbose_name = "登录防护"
        verbose_name_plural = "登录防护"

    def __str__(self) -> str:
        return f"登录防护 {self.subject[:16]}"
