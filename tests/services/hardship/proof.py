"""Proof of a refusal: the code is right, nothing changed, nothing was sent."""

from functools import partial

from backend.accounts.models import Consent
from backend.audit.models import Entry
from backend.ledger.models import Balance, PaymentBatch, PaymentOrder, Transfer
from notifications.models import Event
from services.hardship import models
from tests.support import unmoved

TABLES = (
    models.Application, models.Authorisation, models.Decision, models.EconomicCheck,
    models.Evidence, models.Grant, models.HomeVisit, models.HouseholdMember, models.Objection,
    models.OpenFile, models.PublicNotice, models.Refusal, Balance, Consent, Entry, Event,
    PaymentBatch, PaymentOrder, Transfer,
)  # fmt: skip
"""Every table that a verb could touch."""

snapshot = partial(unmoved.snapshot, TABLES)
refused = partial(unmoved.refused, TABLES)
