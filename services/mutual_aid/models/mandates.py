"""A relative's mandate for a claim: the signed paper, and who looked at it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.fields import StateField, triggers
from services.mutual_aid.models.claims import Claim
from services.mutual_aid.states import MANDATE, MANDATE_LABELS, MandateState


class Mandate(models.Model):
    """Mandate 委托和同意书: what a relative says she was asked to do, and agreed to (RX.1).

    The paper itself is a photograph of the claim. Until an officer has looked at it, the claim may
    be filled in and submitted; it passes the first review level only when confirmed. `filer` is who
    handed the paper in and never who confirms it.
    """

    claim = models.OneToOneField(Claim, models.CASCADE, related_name="mandate", verbose_name="申领")
    state = StateField(MandateState, "状态", default=MandateState.WAITING)
    filer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="代办人"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="confirmed_mandates",
        verbose_name="核对人",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField("核对时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "委托和同意书"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=str(MandateState.CONFIRMED))
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="mutual_aid_confirmed_mandate_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("filer")),
                name="mutual_aid_who_filed_does_not_confirm",
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = triggers(MANDATE)

    def __str__(self) -> str:
        return f"{self.claim_id} {self.state_label}"

    @property
    def state_label(self) -> str:
        """The state in Chinese."""
        return MANDATE_LABELS[self.state]
