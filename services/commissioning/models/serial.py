"""The running numbers that people say aloud."""

import secrets

from django.db import connection, models

from backend.kernel import clock
from backend.kernel.identifiers import public_number

ORG_PREFIX = "ZZ"
PROJECT_PREFIX = "WT"
BID_PREFIX = "SB"
CONTRACT_PREFIX = "XY"
SESSION_PREFIX = "CC"
REPORT_PREFIX = "JZ"
PANELIST_PREFIX = "PS"


class CommissionSerial(models.Model):
    """Running number 委托服务流水号 of one prefix in one year; gaps allowed, repeats not."""

    prefix = models.CharField("字头", max_length=4)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后一个号")

    class Meta:
        verbose_name = verbose_name_plural = "委托服务流水号"
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="commissioning_serial_one_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"


def next_number(prefix: str) -> str:
    """Take the next number of this year, `WT-2026-000007`; one statement, safe between racers."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO commissioning_commissionserial (prefix, year, "last") VALUES (%s, %s, 1) '
            "ON CONFLICT (prefix, year) DO UPDATE "
            'SET "last" = commissioning_commissionserial."last" + 1 RETURNING "last"',
            [prefix, year],
        )
        return public_number(prefix, year, int(cursor.fetchone()[0]))


def unguessable_number(prefix: str) -> str:
    """Make a number that does not tell how many came before it, `SB-2026-481516042`.

    For applications: a running number would tell applicants and officers how many there are
    before the deadline. The unique column refuses the one chance in many of a repeat.
    """
    return public_number(prefix, clock.today().year, secrets.randbelow(10**9))
