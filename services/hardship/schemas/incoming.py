"""Bodies that come in: strict, bounded, nothing unknown."""

from datetime import date
from typing import Annotated, Literal

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

    purposes: Purposes = Field(title="同意事项")


class StartForIn(In):
    """Begin an application for a worker who cannot."""

    union_number: Number = Field(title="工会编号")
    id_number: Annotated[str, Field(title="身份证号", min_length=1, max_length=40)]
    name: Annotated[str, Field(title="姓名", min_length=1, max_length=40)]
    phone: Annotated[str, Field(title="手机号", max_length=20)] = ""
    purposes: Purposes = Field(title="同意事项")


class AnswersIn(In):
    """Answers of a stage; what is left out stays as it is."""

    cause: Cause | None = Field(None, title="主要原因")
    situation: Annotated[str, Field(max_length=2000)] | None = Field(None, title="困难情况")
    address: Annotated[str, Field(max_length=120)] | None = Field(None, title="现住址")
    annual_income_fen: Fen | None = Field(None, title="全家一年的收入（分）")
    rigid_expense_fen: Fen | None = Field(None, title="一年不得不花的钱（分）")
    self_paid_fen: Fen | None = Field(None, title="其中看病自己付的（分）")
    event_on: date | None = Field(None, title="意外发生的日期")
    event_cost_fen: Fen | None = Field(None, title="损失（分）")
    event_is_disaster: bool | None = Field(None, title="是否属于公布的灾害、重大事故或疫情")

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

    relation: Relation = Field(title="关系")
    name: Annotated[str, Field(title="姓名", min_length=1, max_length=40)]
    id_number: Annotated[str, Field(title="身份证号", min_length=1, max_length=40)]


class HouseholdIn(In):
    """The whole household, the applicant included."""

    members: Annotated[list[MemberIn], Field(title="家庭成员", min_length=1, max_length=20)]

    def people(self) -> list[Person]:
        """Give the list as the verb takes it."""
        return [Person(str(one.relation), one.name, one.id_number) for one in self.members]


class CasePhotoIn(In):
    """An upload to put into the file."""

    upload: Uuid = Field(title="上传编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"])
    kind: EvidenceKind = Field(EvidenceKind.PROOF, title="材料类别")


class AuthorisationIn(In):
    """A signed letter: whose, on which photograph, signed when."""

    member: Uuid = Field(title="家庭成员编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"])
    letter: Uuid = Field(
        title="授权书的材料编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"]
    )
    signed_on: date = Field(title="签署日期")


class MemberNumberIn(In):
    """One household member."""

    member: Uuid = Field(title="家庭成员编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"])


class CasePurposeIn(In):
    """One purpose of consent."""

    purpose: Purpose = Field(title="同意事项", examples=["means_check"])


class CaseReasonIn(In):
    """A reason that may be left out."""

    reason: Annotated[str, Field(title="原因", max_length=1000)] = ""


class ReceiptIn(In):
    """A receipt, with its photograph where there is one."""

    evidence: Uuid | None = Field(
        None, title="收条的材料编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"]
    )


class MissingIn(In):
    """The full list of what is missing."""

    missing: Opinion = Field(title="缺少的材料")


class VisitIn(In):
    """A home visit."""

    visited_on: date = Field(title="走访日期")
    finding: Opinion = Field(title="核查情况")


class RecommendIn(In):
    """A recommendation: kind, amount, opinion."""

    kind: AidKind = Field(title="帮扶类别")
    amount: MoneyIn = Field(title="建议金额")
    opinion: Opinion = Field(title="意见")


class EconomicCheckIn(In):
    """The result of the economic check; verified figures where they differ."""

    agrees: bool = Field(title="与申报是否一致")
    finding: Opinion = Field(title="核查情况")
    annual_income_fen: Fen | None = Field(None, title="核定的家庭年收入（分）")
    rigid_expense_fen: Fen | None = Field(None, title="核定的刚性支出（分）")

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

    amount: MoneyIn = Field(title="核准金额")
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

    field: Literal["name", "id_number", "phone"] = Field(title="查看项目")
    purpose: Annotated[str, Field(title="查看用途", min_length=1, max_length=200)]
    member: Uuid | None = Field(
        None, title="家庭成员编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"]
    )


class GrantOrderIn(In):
    """The grants to pay in one batch."""

    grants: Annotated[list[Number], Field(title="帮扶金", min_length=1, max_length=500)]


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)
