"""Open union affairs of the demo federation, through author, privacy check and sign-off."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from backend.config.demo import notices
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.config.demo.notices import FEDERATION, Notice
from backend.kernel import clock
from services import disclosure
from services.disclosure import board, workflow
from services.disclosure.forms import (
    AID_QUARTERLY,
    FINANCE_QUARTERLY,
    MUTUAL_AID_QUARTERLY,
    PROJECT_FINAL,
    PROJECT_LATE,
    PROJECT_PROGRESS,
    shipped,
)
from services.disclosure.rules.calendar import quarter_bounds, quarter_of
from services.disclosure.workflow.words import findings_of

OPINION = Path(disclosure.__file__).parent / "demo" / "opinion-2014.txt"
OPINION_TITLE = "中共北京市委关于进一步做好工会工作的意见（2014年4月11日）"
FORMS = (
    AID_QUARTERLY, FINANCE_QUARTERLY, MUTUAL_AID_QUARTERLY, PROJECT_FINAL, PROJECT_LATE,
    PROJECT_PROGRESS,
)  # fmt: skip


def last_quarter() -> str:
    """The quarter that ended last: `2026Q3`."""
    this = quarter_bounds(quarter_of(clock.today()))[0]
    return quarter_of(this - timedelta(days=1))


def owed_since() -> date:
    """From when the demo federation owes its public what the catalogue lists."""
    return quarter_bounds(last_quarter())[0]


def publish_opinion(cast: Cast) -> str:
    """Publish the 2014 opinion as the federation's first disclosure; gives its number."""
    words = OPINION.read_text(encoding="utf-8")
    return _publish(cast, Notice(FEDERATION, OPINION_TITLE, words, item="rules"))


def publish_notices(cast: Cast) -> list[str]:
    """Publish what a board holds, and leave two drafts on the desks of checker and signatory."""
    numbers = [_publish(cast, notice) for notice in notices.PUBLISHED]
    _hand_in(cast, _open(cast, notices.IN_CHECK))
    _check(cast, _hand_in(cast, _open(cast, notices.IN_SIGN_OFF)))
    return numbers


def sign_forms(cast: Cast) -> None:
    """Bring the standing forms of the quarter through the three people, once each."""
    author = actor_of(cast.users["wu_tong"])
    for code in FORMS:
        form = workflow.open_form(FEDERATION, actor=author, **shipped(code))
        _sign(cast, _check(cast, _hand_in(cast, form)))


def publish_quarter(cast: Cast) -> None:
    """Fill the forms with the figures of the quarter that ended last."""
    with transaction.atomic():
        for union, persons in notices.AID_PERSONS.items():
            _fill(cast, AID_QUARTERLY, union, _aid_figures(persons))
        _fill(cast, FINANCE_QUARTERLY, "federation", notices.FINANCE_FIGURES)


def _aid_figures(persons: Sequence[int]) -> dict[str, int]:
    fen = [count * each for count, each in zip(persons, notices.AID_FEN_EACH, strict=True)]
    figures = {"persons": sum(persons), "amount_fen": sum(fen)}
    for kind, count, amount in zip(notices.AID_KINDS, persons, fen, strict=True):
        figures |= {f"{kind}_persons": count, f"{kind}_amount_fen": amount}
    return figures


def _fill(cast: Cast, code: str, union: str, figures: Mapping[str, int]) -> None:
    board.publish_standing(
        code,
        union=cast.unions[union],
        period=last_quarter(),
        figures=figures,
        because=board.standing_form(code, cast.unions[union]),
        actor=actor_of(cast.users["sun_li"]),
    )


def _publish(cast: Cast, notice: Notice) -> str:
    signed = _sign(cast, _check(cast, _hand_in(cast, _open(cast, notice))))
    return str(signed.disclosure.number)


# A draft passes through these hands as what the verbs give: its table is disclosure's own.
def _open(cast: Cast, notice: Notice) -> Any:
    return workflow.open_draft(
        notice.union,
        actor=actor_of(cast.users["wu_tong"]),
        title=notice.title,
        body=notice.body,
        category=notice.category,
        item_code=notice.item,
        period=last_quarter() if notice.of_last_quarter else "",
    )


def _hand_in(cast: Cast, draft: Any) -> Any:
    author = actor_of(cast.users["wu_tong"])
    return workflow.submit(draft.number, actor=author, version=draft.version)


def _check(cast: Cast, draft: Any) -> Any:
    answers = {finding.key: "公开文件原文，不涉及个人。" for finding in findings_of(draft)}
    checker = actor_of(cast.users["privacy_checker"])
    return workflow.pass_check(draft.number, actor=checker, version=draft.version, answers=answers)


def _sign(cast: Cast, draft: Any) -> Any:
    signer = actor_of(cast.users["signatory"])
    return workflow.sign_off(draft.number, actor=signer, version=draft.version)
