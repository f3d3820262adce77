"""Bodies that come in: strict, bounded, nothing unknown."""

from datetime import date
from typing import Annotated

from pydantic import Field

from backend.access.schemas import Fen, In, MoneyIn, Number
from backend.kernel.money import Money
from services.hardship.models.application import Cause
from services.hardship.models.household import EvidenceKind, Relation
from services.hardship.rules.grant import AidKind
from services.hardship.workflow.draft import Answers
from services.hardship.workflow.household import Person

Purpose = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[a-z_]+$")]
Purposes = Annotated[list[Purpose], Field(max_length=10)]
Opinion = Annotated[str, Field(min_length=1, max_length=1000)]
Uuid = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9a-f-]+$")]


class StartIn(In):
    """Begin an application; the purposes agreed to, each for itself."""

    purposes: Purposes


class StartForIn(In):
    """Begin an application for a worker who cannot."""

    union_number: Number
    id_number: Annotated[str, Field(title="身份证号", min_length=1, max_length=40)]
    name: Annotated[str, Field(title="姓名", min_length=1, max_length=40)]
    phone: Annotated[str, Field(max_length=20)] = ""
    purposes: Purposes


class AnswersIn(In):
    """Answers of a stage; what is left out stays as it is."""

    cause: Cause | None = None
    situation: Annotated[str, Field(max_length=2000)] | None = None
    address: Annotated[str, Field(max_length=120)] | None = None
    annual_income_fen: Fen | None = None
    rigid_expense_fen: Fen | None = None
    self_paid_fen: Fen | None = None
    event_on: date | None = None
    event_cost_fen: Fen | None = None
    event_is_disaster: bool | None = None

    def answers(self) -> Answers:
        """Give the answers as the verb takes them."""
        return Answers(
            cause=None if self.cause is None else str(self.cause),
            situation=self.situation,
            address=self.address,
            annual_income=_money(self.annual_income_fen),
            rigid_expense=_money(self.rigid_expense_fen),
            self_paid=_money(self.self_paid_fen),
            event_on=self.event_on,
            event_cost=_money(self.event_cost_fen),
            event_is_disaster=self.event_is_disaster,
        )


class MemberIn(In):
    """One person of the household."""

    relation: Relation
    name: Annotated[str, Field(title="姓名", min_length=1, max_length=40)]
    id_number: Annotated[str, Field(title="身份证号", min_length=1, max_length=40)]


class HouseholdIn(In):
    """The whole household, the applicant included."""

    members: Annotated[list[MemberIn], Field(min_length=1, max_length=20)]

    def people(self) -> list[Person]:
        """Give the list as the verb takes it."""
        return [Person(str(one.relation), one.name, one.id_number) for one in self.members]


class CasePhotoIn(In):
    """An upload to put into the file."""

    upload: Uuid
    kind: EvidenceKind = EvidenceKind.PROOF


class AuthorisationIn(In):
    """A signed letter: whose, on which photograph, signed when."""

    member: Uuid
    letter: Uuid
    signed_on: date


class MemberNumberIn(In):
    """One household member."""

    member: Uuid


class CasePurposeIn(In):
    """One purpose of consent."""

    purpose: Purpose = Field(title="查看用途")


class CaseReasonIn(In):
    """A reason that may be left out."""

    reason: Annotated[str, Field(max_length=1000)] = ""


class ReceiptIn(In):
    """A receipt, with its photograph where there is one."""

    evidence: Uuid | None = None


class MissingIn(In):
    """The full list of what is missing."""

    missing: Opinion = Field(title="缺少的材料")


class VisitIn(In):
    """A home visit."""

    visited_on: date
    finding: Opinion = Field(title="核查情况")


class RecommendIn(In):
    """A recommendation: kind, amount, opinion."""

    kind: AidKind
    amount: MoneyIn
    opinion: Opinion = Field(title="意见")


class EconomicCheckIn(In):
    """The result of the economic check; verified figures where they differ."""

    agrees: bool
    finding: Opinion = Field(title="核查情况")
    annual_income_fen: Fen | None = None
    rigid_expense_fen: Fen | None = None

    def income(self) -> Money | None:
        """Give the verified income where it differs."""
        return _money(self.annual_income_fen)

    def expense(self) -> Money | None:
        """Give the verified rigid expense where it differs."""
        return _money(self.rigid_expense_fen)


class ObjectionIn(In):
    """An objection to a notice."""

    text: Opinion = Field(title="异议内容")


class ResolveIn(In):
    """What the inquiry into an objection found."""

    reason: Opinion = Field(title="理由")


class ApproveIn(In):
    """An approval: amount, fund by its code, opinion."""

    amount: MoneyIn
    fund: Annotated[str, Field(title="经费", min_length=1, max_length=40)]
    opinion: Opinion = Field(title="意见")


class CaseOpinionIn(In):
    """An opinion."""

    opinion: Opinion = Field(title="意见")


class CaseRefusalIn(In):
    """A refusal: reason and clause."""

    reason: Opinion = Field(title="理由")
    clause: Annotated[str, Field(title="依据条款", min_length=1, max_length=200)]


class CaseRevealIn(In):
    """Which masked value to open, and what for."""

    field: Annotated[str, Field(pattern=r"^(name|id_number|phone)$")]
    purpose: Annotated[str, Field(title="查看用途", min_length=1, max_length=200)]
    member: Uuid | None = None


class GrantOrderIn(In):
    """The grants to pay in one batch."""

    grants: Annotated[list[Number], Field(min_length=1, max_length=500)]


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
