"""Topics 消息主题: everything the house may tell a person, each with its one Chinese sentence.

A sentence may name the number of the case, its state and a date. It never names an illness,
an amount, a person or an account: the reader finds those behind her own sign-in (PIPL 28, RX.8).
The lock-screen text is fixed for each category and names nothing at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

ALLOWED_PARAMS = frozenset({"number", "state", "date", "days", "rows", "version", "title"})
PARAM_LENGTH = 64


class Category(StrEnum):
    """消息类别: what a member can switch on or off as a whole."""

    PROGRESS = "progress"  # 办理进度
    TASK = "task"  # 待办提醒
    NOTICE = "notice"  # 公告
    ACCOUNT = "account"  # 账号安全


MANDATORY = frozenset({Category.ACCOUNT})

CATEGORY_LABELS: Mapping[Category, str] = {
    Category.PROGRESS: "办理进度",
    Category.TASK: "待办提醒",
    Category.NOTICE: "公告",
    Category.ACCOUNT: "账号安全",
}

LOCK_SCREEN: Mapping[Category, str] = {
    Category.PROGRESS: "您有一条新的办理进度，请打开应用查看",
    Category.TASK: "您有一件新的待办事项，请打开应用查看",
    Category.NOTICE: "您所在的工会有一条新公告，请打开应用查看",
    Category.ACCOUNT: "您的账号有一项变动，请打开应用查看",
}


class Topic(StrEnum):
    """One thing that can be told; the value is stable and goes out as the event kind."""

    ACCOUNT_IDENTITY_CONFIRMED = "account.identity_confirmed"
    ACCOUNT_PAYEE_CHANGED = "account.payee_changed"
    ACCOUNT_PAYEE_PROPOSED = "account.payee_proposed"
    ACCOUNT_PAYEE_REFUSED = "account.payee_refused"
    ACCOUNT_PAYEE_VERIFIED = "account.payee_verified"
    ACCOUNT_PHONE_CHANGED = "account.phone_changed"
    ACCOUNT_SECOND_FACTOR_RESET = "account.second_factor_reset"
    ACCOUNT_SIGNED_IN = "account.signed_in"
    DATA_CORRECTION_ANSWERED = "account.correction_answered"
    DISCLOSURE_CHECK_FAILED = "disclosure.check_failed"
    DISCLOSURE_PUBLISHED = "disclosure.published"
    DISCLOSURE_RETURNED = "disclosure.returned"
    DISCLOSURE_TO_CHECK = "disclosure.to_check"
    DISCLOSURE_TO_SIGN = "disclosure.to_sign"
    HARDSHIP_APPROVED = "hardship.approved"
    HARDSHIP_AUTHORISATION_NEEDED = "hardship.authorisation_needed"
    HARDSHIP_CHECK_STARTED = "hardship.check_started"
    HARDSHIP_ECONOMIC_CHECKED = "hardship.economic_checked"
    HARDSHIP_GRANTED = "hardship.granted"
    HARDSHIP_MATERIAL_NEEDED = "hardship.material_needed"
    HARDSHIP_NOTICE_OPENED = "hardship.notice_opened"
    HARDSHIP_NOTICE_RESUMED = "hardship.notice_resumed"
    HARDSHIP_OBJECTED = "hardship.objected"
    HARDSHIP_OBJECTION_RESOLVED = "hardship.objection_resolved"
    HARDSHIP_ON_FILE = "hardship.on_file"
    HARDSHIP_PAID = "hardship.paid"
    HARDSHIP_PAYMENT_ORDERED = "hardship.payment_ordered"
    HARDSHIP_PAYMENT_RETURNED = "hardship.payment_returned"
    HARDSHIP_RECEIPTED = "hardship.receipted"
    HARDSHIP_RECOMMENDED = "hardship.recommended"
    HARDSHIP_REFUSED = "hardship.refused"
    HARDSHIP_SUBMITTED = "hardship.submitted"
    HARDSHIP_VISITED = "hardship.visited"
    HARDSHIP_WITHDRAWN = "hardship.withdrawn"
    MUTUAL_AID_BATCH_RETURNED = "mutual_aid.batch_returned"
    MUTUAL_AID_COVER_ENDING = "mutual_aid.cover_ending"
    MUTUAL_AID_COVERED = "mutual_aid.covered"
    MUTUAL_AID_DUPLICATE_FOUND = "mutual_aid.duplicate_found"
    MUTUAL_AID_DUPLICATE_KEPT = "mutual_aid.duplicate_kept"
    MUTUAL_AID_DUPLICATE_VOIDED = "mutual_aid.duplicate_voided"
    MUTUAL_AID_ENROLLED = "mutual_aid.enrolled"
    MUTUAL_AID_FEE_MATCHED = "mutual_aid.fee_matched"
    MUTUAL_AID_ROSTER_READ = "mutual_aid.roster_read"

    @property
    def wording(self) -> "Wording":
        """Category, sentence and link of this topic."""
        return WORDINGS[self]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a topic reads.

    `text` and `link` are templates over `ALLOWED_PARAMS`; `push_hours` is how long a push is
    worth sending, in hours. What is `texted` goes to the phone as a text message too.
    """

    category: Category
    text: str
    link: str = "/me/inbox/"
    push_hours: int = 72
    texted: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """Names of the parameters the two templates use."""
        parsed = [*Formatter().parse(self.text), *Formatter().parse(self.link)]
        return frozenset(name for _, name, _, _ in parsed if name)

    def render(self, params: Mapping[str, str | int]) -> str:
        """The inbox sentence."""
        return self.text.format_map(params)

    def link_for(self, params: Mapping[str, str | int]) -> str:
        """The address inside the product that the sentence leads to."""
        return self.link.format_map(params)


_AID = "/me/hardship/{number}/"
_COVER = "/me/cover/"
_BATCH = "/console/mutual-aid/batches/{number}/"
_BOARD = "/disclosures/{number}/"
_DRAFT = "/console/disclosures/{number}/"


def _progress(text: str, link: str = _AID) -> Wording:
    return Wording(Category.PROGRESS, text, link)


def _task(text: str, link: str = _AID) -> Wording:
    return Wording(Category.TASK, text, link)


def _account(text: str) -> Wording:
    return Wording(Category.ACCOUNT, text, "/me/data/")


def _payee(text: str, *, texted: bool = False) -> Wording:
    return Wording(Category.ACCOUNT, text, "/me/account/", texted=texted)


WORDINGS: Mapping[Topic, Wording] = {
    Topic.ACCOUNT_IDENTITY_CONFIRMED: _account(
        "您的登录身份已核对，今后用这个手机号登录。如果不是您本人，请马上联系工会。"
    ),
    Topic.ACCOUNT_PAYEE_CHANGED: _payee(
        "您的收款账户已变更。如果不是您本人办理，请马上联系工会。", texted=True
    ),
    Topic.ACCOUNT_PAYEE_PROPOSED: _payee(
        "您名下新登记了一个收款账户，正等待核实。如果不是您本人办理，请马上联系工会。",
        texted=True,
    ),
    Topic.ACCOUNT_PAYEE_REFUSED: _payee("您登记的收款账户没有通过核实，原因请点开查看。"),
    Topic.ACCOUNT_PAYEE_VERIFIED: _payee("您的收款账户已核实，可以收款了。"),
    Topic.ACCOUNT_PHONE_CHANGED: _account(
        "您的登录手机号已变更。如果不是您本人办理，请马上联系工会。"
    ),
    Topic.ACCOUNT_SECOND_FACTOR_RESET: _account(
        "您的动态口令已重置，请在一天之内重新设置。如果不是您本人申请，请马上联系上级工会。"
    ),
    Topic.ACCOUNT_SIGNED_IN: _account(
        "您的账号在一台新设备上登录。如果不是您本人，请马上退出全部设备。"
    ),
    Topic.DATA_CORRECTION_ANSWERED: _account("您提出的资料更正已有答复。"),
    Topic.DISCLOSURE_CHECK_FAILED: _task(
        "公开稿 {number} 没有通过保密审查，请按意见修改。", _DRAFT
    ),
    Topic.DISCLOSURE_PUBLISHED: Wording(Category.NOTICE, "会务公开：{title}", _BOARD),
    Topic.DISCLOSURE_RETURNED: _task("公开稿 {number} 已退回，请按意见修改。", _DRAFT),
    Topic.DISCLOSURE_TO_CHECK: _task("公开稿 {number} 等您做保密审查。", _DRAFT),
    Topic.DISCLOSURE_TO_SIGN: _task("公开稿 {number} 等您签发。", _DRAFT),
    Topic.HARDSHIP_APPROVED: _progress("申请 {number} 已通过区总工会审批。"),
    Topic.HARDSHIP_AUTHORISATION_NEEDED: _task(
        "申请 {number} 还缺家庭成员的授权，请补齐后再提交。"
    ),
    Topic.HARDSHIP_CHECK_STARTED: _progress("申请 {number} 已开始核对家庭经济状况。"),
    Topic.HARDSHIP_ECONOMIC_CHECKED: _progress("申请 {number} 的家庭经济状况已核对完毕。"),
    Topic.HARDSHIP_GRANTED: _progress("申请 {number} 已核准，正在安排发放。"),
    Topic.HARDSHIP_MATERIAL_NEEDED: _task("申请 {number} 需要补充材料，请在{date}前补齐。"),
    Topic.HARDSHIP_NOTICE_OPENED: _progress("申请 {number} 已开始公示，公示至{date}。"),
    Topic.HARDSHIP_NOTICE_RESUMED: _progress("申请 {number} 收到的异议不成立，公示继续。"),
    Topic.HARDSHIP_OBJECTED: _progress("公示期内收到一条异议，申请 {number} 正在核实。"),
    Topic.HARDSHIP_OBJECTION_RESOLVED: Wording(
        Category.PROGRESS, "您对公示 {number} 提出的异议已有核实结果。"
    ),
    Topic.HARDSHIP_ON_FILE: _progress("申请 {number} 已建档。"),
    Topic.HARDSHIP_PAID: _progress("申请 {number} 的款项，银行已确认到账。"),
    Topic.HARDSHIP_PAYMENT_ORDERED: _progress("申请 {number} 的款项已交银行办理。"),
    Topic.HARDSHIP_PAYMENT_RETURNED: _progress(
        "申请 {number} 的款项被银行退回，工会正在核对收款账户。"
    ),
    Topic.HARDSHIP_RECEIPTED: _progress("申请 {number} 已确认收款，本次办理结束。"),
    Topic.HARDSHIP_RECOMMENDED: _progress("申请 {number} 已由基层工会审核，下一步：{state}。"),
    Topic.HARDSHIP_REFUSED: _progress("申请 {number} 这次没有通过，原因和申诉办法请点开查看。"),
    Topic.HARDSHIP_SUBMITTED: _progress("申请 {number} 已提交，预计{date}前答复。"),
    Topic.HARDSHIP_VISITED: _progress("申请 {number} 的入户走访已登记。"),
    Topic.HARDSHIP_WITHDRAWN: _progress("申请 {number} 已撤回。"),
    Topic.MUTUAL_AID_BATCH_RETURNED: _task("参加名单 {number} 被退回，请按意见修改。", _BATCH),
    Topic.MUTUAL_AID_COVER_ENDING: _progress("您的一项医疗互助保障将于{date}到期。", _COVER),
    Topic.MUTUAL_AID_COVERED: _progress("您参加的医疗互助已生效，保障至{date}。", _COVER),
    Topic.MUTUAL_AID_DUPLICATE_FOUND: _task(
        "参加名单 {number} 有 {rows} 人与另一单位重复报名，本单位的{state}。", _BATCH
    ),
    Topic.MUTUAL_AID_DUPLICATE_KEPT: _progress(
        "两家单位同时为您报名了同一项医疗互助，已保留较早的一份。", _COVER
    ),
    Topic.MUTUAL_AID_DUPLICATE_VOIDED: _progress(
        "您在本单位的一份医疗互助报名与另一单位重复，已取消，原有保障不受影响。", _COVER
    ),
    Topic.MUTUAL_AID_ENROLLED: _progress("单位已为您报名医疗互助，生效后再通知您。", _COVER),
    Topic.MUTUAL_AID_FEE_MATCHED: _task("参加名单 {number} 的会费已核对相符。", _BATCH),
    Topic.MUTUAL_AID_ROSTER_READ: _task("参加名单 {number} 已读完，{rows} 行有问题待改。", _BATCH),
}


def check_params(topic: Topic, params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The parameters as they will be stored; ValueError when the caller breaks the rules.

    Only names of `ALLOWED_PARAMS` pass, all that the sentence needs must be there, and each
    value is at most `PARAM_LENGTH` characters.
    """
    wrong = set(params) - ALLOWED_PARAMS
    if wrong:
        msg = f"{topic}: parameters may not hold {sorted(wrong)}"
        raise ValueError(msg)
    missing = topic.wording.needs - set(params)
    if missing:
        msg = f"{topic}: the sentence needs {sorted(missing)}"
        raise ValueError(msg)
    if any(len(str(value)) > PARAM_LENGTH for value in params.values()):
        msg = f"{topic}: a parameter is longer than {PARAM_LENGTH} characters"
        raise ValueError(msg)
    return dict(params)
