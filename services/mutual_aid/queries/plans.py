"""Plans in plain Chinese: what a rule pack says, as a member or an officer reads it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from backend.kernel import clock
from backend.web.parts import Fact
from services.mutual_aid.models import Batch, PlanVersion
from services.mutual_aid.rules import words
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import PlanState


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan version as a page: facts by section, and whether it may pay."""

    version: PlanVersion
    entry: list[Fact]
    cost: list[Fact]
    benefits: list[Fact]
    claim: list[Fact]
    exclusions: list[str]
    holes: list[str]


def signed_versions() -> QuerySet[PlanVersion]:
    """Give the versions that are signed and not over."""
    rows = PlanVersion.objects.filter(state=PlanState.IN_FORCE).select_related("plan__sponsor")
    return rows.exclude(valid_to__lt=clock.today()).order_by("number")


def all_versions() -> QuerySet[PlanVersion]:
    """Give every version, the signed and the others."""
    return PlanVersion.objects.select_related("plan__sponsor").order_by("number")


def signed_list() -> dict[str, list[PlanVersion]]:
    """Give the signed versions as a list that goes out."""
    return {"items": list(signed_versions())}


def full_list() -> dict[str, list[PlanVersion]]:
    """Give all versions as a list that goes out."""
    return {"items": list(all_versions())}


def open_for_units() -> list[PlanVersion]:
    """Give the signed unit-wise versions."""
    return list(signed_versions().filter(mode=Mode.UNIT))


def versions_after(batch: Batch) -> list[PlanVersion]:
    """Give the signed versions of the plan of a batch, among which it is renewed, newest first."""
    rows = signed_versions().filter(plan=batch.plan_version.plan_id, mode=Mode.UNIT)
    return list(rows.order_by("-valid_from"))


def read_plan(number: str) -> PlanReading:
    """Read one version out by its number; raises NotFound."""
    return reading_of(PlanVersion.objects.by_number(number))


def reading_of(version: PlanVersion) -> PlanReading:
    """Read a pack out in plain words."""
    pack = version.rules

    def facts(lines: list[tuple[str, str]]) -> list[Fact]:
        return [Fact(name, value) for name, value in lines]

    return PlanReading(
        version=version,
        entry=facts(words.entry_words(pack)),
        cost=facts([*words.fee_words(pack), *words.cover_words(pack)]),
        benefits=facts(words.benefit_words(pack)),
        claim=facts(words.claim_words(pack)),
        exclusions=[one.text for one in pack.exclusions],
        holes=words.hole_words(pack),
    )
