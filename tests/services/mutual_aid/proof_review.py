"""Proof of a refusal: the code is right, nothing changed, nothing was sent."""

from functools import partial

from backend.accounts.models import Consent
from backend.audit.models import Entry
from backend.ledger.models import Balance, Transfer
from notifications.models import Event
from services.mutual_aid import models
from tests.support import unmoved

TABLES = (
    models.Adjustment, models.Benefit, models.Claim, models.ClaimLine, models.ClaimPhoto,
    models.ClaimStep, models.Cover, models.Mandate, models.Rejection,
    models.ReturnList, models.Shortfall, Balance, Consent, Entry, Event, Transfer,
)  # fmt: skip
"""Every table that a verb of a review could touch."""

snapshot = partial(unmoved.snapshot, TABLES)
refused = partial(unmoved.refused, TABLES)
