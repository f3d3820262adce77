"""What an application must hold before it may be submitted, told field by field."""

from dataclasses import dataclass

from backend.kernel.errors import FieldError, Invalid

MOST_MEMBERS = 20
MOST_PHOTOS = 12


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is there: one yes or number for each task of the application."""

    has_cause: bool
    has_income: bool
    has_address: bool
    members: int
    photos: int
    has_consent: bool


def check_complete(facts: Completeness) -> None:
    """Refuse an application with gaps; one field error for each gap, with its remedy."""
    gaps = [gap for gap in _gaps(facts) if gap is not None]
    if gaps:
        raise Invalid(
            "incomplete",
            f"还有 {len(gaps)} 项没有填好，补齐后就可以提交。",
            fields=gaps,
        )


def _gaps(facts: Completeness) -> list[FieldError | None]:
    return [
        _gap(
            facts.has_consent,
            "/consent",
            "请先同意为办理帮扶使用家庭、健康和银行信息。",
        ),
        _gap(facts.has_cause, "/cause", "请选择主要困难原因并写明情况。"),
        _gap(facts.has_income, "/annual_income_fen", "请填写家庭年收入和刚性支出。"),
        _gap(facts.has_address, "/address", "请填写现住址，工会走访要用。"),
        _gap(facts.members > 0, "/members", "请填写家庭成员，包括申请人本人。"),
        _gap(facts.photos > 0, "/photos", "请至少上传一张证明材料的照片。"),
    ]


def _gap(present: object, pointer: str, message: str) -> FieldError | None:
    return None if present else FieldError(pointer, "missing", message)


def check_authorised(members_without: int) -> None:
    """Refuse to go on while an adult of the household has not signed the authorisation (R8.35)."""
    if members_without:
        raise Invalid(
            "authorisation_missing",
            f"还有 {members_without} 位成年家庭成员没有签署经济状况核对授权书，"
            "签齐并上传照片后才能继续办理。",
            fields=[FieldError("/authorisations", "missing", "请补齐每位成年家庭成员的授权书。")],
        )
