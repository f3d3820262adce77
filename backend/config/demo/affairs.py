"""Open union affairs of the demo federation, through author, privacy check and sign-off."""

from pathlib import Path

from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from services import disclosure
from services.disclosure import workflow
from services.disclosure.forms import AID_QUARTERLY, shipped
from services.disclosure.states import Category
from services.disclosure.workflow.words import findings_of

OPINION = Path(disclosure.__file__).parent / "demo" / "opinion-2014.txt"
OPINION_TITLE = "中共北京市委关于进一步做好工会工作的意见（2014年4月11日）"
FEDERATION = "GH-0001"

PLAIN = (
    (
        "GH-0001",
        Category.ACTIVITY,
        "职工服务中心冬季开放时间",
        (
            "职工服务中心每周一至周六 8:30 至 18:00 开放，周四延长到 20:00。\n\n"
            "可以办理：医疗互助咨询、困难帮扶申请、法律咨询、心理咨询预约。"
        ),
    ),
    (
        "GH-0005",
        Category.PLAN,
        "第三机床厂工会四季度工作安排",
        (
            "一、十月十五日至十二月十五日，办理明年度住院互助和女职工互助的集体参加。\n\n"
            "二、十一月，走访困难职工家庭和住院职工。\n\n三、十二月，公开全年经费收支。"
        ),
    ),
)


def publish_opinion(cast: Cast) -> str:
    """Publish the 2014 opinion as the federation's first disclosure; gives its number."""
    return _publish(
        cast, FEDERATION, Category.RULES, OPINION_TITLE, OPINION.read_text(encoding="utf-8")
    )


def publish_notices(cast: Cast) -> list[str]:
    """Publish a few plain notices, so that the board shows what a board holds."""
    return [_publish(cast, union, category, title, body) for union, category, title, body in PLAIN]


def sign_forms(cast: Cast) -> None:
    """Bring the standing form of the quarterly aid through the three people, once."""
    author = actor_of(cast.users["wu_tong"])
    form = workflow.open_form(FEDERATION, actor=author, **shipped(AID_QUARTERLY))
    _through_three(cast, form.number, form.version)


def _publish(cast: Cast, union: str, category: str, title: str, body: str) -> str:
    author = actor_of(cast.users["wu_tong"])
    draft = workflow.open_draft(union, actor=author, title=title, body=body, category=category)
    return _through_three(cast, draft.number, draft.version)


def _through_three(cast: Cast, number: str, version: int) -> str:
    """Hand in, check, sign off; gives the number of what was published, none for a form."""
    author, checker, signer = (
        actor_of(cast.users[key]) for key in ("wu_tong", "privacy_checker", "signatory")
    )
    draft = workflow.submit(number, actor=author, version=version)
    answers = {finding.key: "公开文件原文，不涉及个人。" for finding in findings_of(draft)}
    draft = workflow.pass_check(draft.number, actor=checker, version=draft.version, answers=answers)
    signed = workflow.sign_off(draft.number, actor=signer, version=draft.version)
    return signed.disclosure.number if signed.disclosure else ""
