"""What has to stand before a file goes one step on: signatures, consents, a fitting category."""

from backend.accounts import consents
from backend.accounts.models import ConsentPurpose
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid
from services.hardship.models import Application, HouseholdMember
from services.hardship.models.application import Cause
from services.hardship.queries import standards
from services.hardship.rules import category, completeness

ALWAYS = (ConsentPurpose.HOUSEHOLD, ConsentPurpose.MEANS_CHECK, ConsentPurpose.NOTICE)
HEALTH_CAUSES = frozenset({Cause.ILLNESS, Cause.DISABILITY})


def must_be_complete(application: Application) -> None:
    """Refuse an application with gaps; raises Invalid `incomplete` naming each."""
    completeness.check_complete(
        completeness.Completeness(
            has_cause=bool(application.cause) and application.situation_sealed is not None,
            has_income=application.annual_income_fen is not None
            and application.rigid_expense_fen is not None,
            has_address=application.address_sealed is not None,
            members=application.members.count(),
            photos=application.evidence.filter(removed_at__isnull=True).count(),
            has_consent=not missing_consents(application),
        )
    )


def must_be_authorised(application: Application) -> None:
    """Refuse to go on without every adult's signature and every consent (R8.35, RX.1)."""
    missing = missing_consents(application)
    if missing:
        names = "、".join(ConsentPurpose(purpose).label for purpose in missing)
        raise Invalid(
            "consent_missing",
            f"申请人没有同意或已经撤回同意：{names}。重新同意之前不能继续办理。",
            fields=[FieldError("/consents", "missing", "请申请人重新同意。")],
        )
    completeness.check_authorised(len(unsigned_adults(application)))


def unsigned_adults(application: Application) -> list[HouseholdMember]:
    """List the adults of the household whose authorisation does not stand."""
    signed = application.members.filter(
        authorisations__isnull=False, authorisations__withdrawn_at__isnull=True
    )
    adults = application.members.filter(adult_from__lte=clock.today())
    return list(adults.exclude(pk__in=signed.values("pk")).order_by("id"))


def missing_consents(application: Application) -> list[str]:
    """List the purposes that this application needs and nobody agreed to."""
    wanted = [*ALWAYS]
    if application.cause in HEALTH_CAUSES:
        wanted.append(ConsentPurpose.HEALTH)
    return [str(purpose) for purpose in wanted if not consents.stands(application.person, purpose)]


def assess(application: Application) -> list[str]:
    """Compute the category by this year's line and note it; gives the changed columns.

    Raises Conflict `standard_missing` when the year's line is not loaded (R8.37).
    """
    line = standards.line(application.union, clock.today())
    verdict = category.assess(application.household(application.members.count()), line)
    application.category = verdict.category
    application.net_per_head_fen = verdict.net_per_head.fen
    application.line_fen = line.monthly.fen
    application.line_year = line.year
    application.needs_look = verdict.needs_look
    application.assessment_reason = verdict.reason
    return [
        "category", "net_per_head_fen", "line_fen", "line_year", "needs_look", "assessment_reason",
    ]  # fmt: skip


def must_fit(application: Application) -> None:
    """Refuse to recommend or show a household that is in no category."""
    if not application.fits_standard:
        raise Conflict(
            "not_in_hardship",
            f"{application.assessment_reason}不能继续办理帮扶，请按“不予帮扶”写明原因答复申请人。",
        )
