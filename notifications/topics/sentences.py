"""The one Chinese sentence of each topic and where it leads."""

from collections.abc import Mapping

from notifications.topics.names import Category, Topic
from notifications.topics.words import Wording

_AID = "/me/hardship/{number}/"
_COVER = "/me/cover/"
_BATCH = "/console/mutual-aid/batches/{number}/"
_CLAIM = "/me/claims/{number}/"
_REVIEW = "/console/claims/{number}/"
_BENEFIT = "/me/benefits/{number}/"
_BOARD = "/disclosures/{number}/"
_AUDIT = "/console/commissioning/projects/{number}/audit/"
_BID = "/console/provider/bids/{number}/"
_OWN_ORG = "/console/provider/organization/"
_PANEL = "/console/commissioning/projects/{number}/panel/"
_PROJECT = "/console/commissioning/projects/{number}/"
_PROJECT_PUBLIC = "/projects/{number}/"
_PROVIDED = "/console/provider/projects/{number}/"
_REPORT = "/console/provider/reports/{number}/"
_PAYMENTS = "/console/commissioning/payments/"
_SEAT = "/console/panel/projects/{number}/"
_USED = "/me/services/{number}/"
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
    Topic.COMMISSIONING_BID_DISQUALIFIED: _progress(
        "申报 {number} 没有通过资格审查，原因请点开查看。", _BID
    ),
    Topic.COMMISSIONING_BID_LOST: _progress(
        "申报 {number} 的评审已有结果：未中选，评分请点开查看。", _BID
    ),
    Topic.COMMISSIONING_BID_OPENED: _progress("申报 {number} 已按时开封。", _BID),
    Topic.COMMISSIONING_BID_WON: _progress("申报 {number} 中选，请等待签订协议。", _BID),
    Topic.COMMISSIONING_CALL_AMENDED: Wording(
        Category.NOTICE, "项目 {number} 的征集公告有更正，截止时间已延长。", _PROJECT_PUBLIC
    ),
    Topic.COMMISSIONING_CALL_CLOSED: _task("项目 {number} 的征集已截止，请做资格审查。", _PROJECT),
    Topic.COMMISSIONING_CALL_OPENED: Wording(
        Category.NOTICE, "新的委托服务项目 {number} 开始征集。", _PROJECT_PUBLIC
    ),
    Topic.COMMISSIONING_CALL_TO_OPEN: _task("项目 {number} 的征集公告等您审批。", _PROJECT),
    Topic.COMMISSIONING_CHANGE_ASKED: _task("项目 {number} 有一项协议变更等您审批。", _PROJECT),
    Topic.COMMISSIONING_CHANGE_DECIDED: _progress(
        "项目 {number} 的协议变更已有审批意见。", _PROVIDED
    ),
    Topic.COMMISSIONING_CHECK_FAILED: _task(
        "项目 {number} 的数字没有核对通过，请点开查看原因并处理。", _AUDIT
    ),
    Topic.COMMISSIONING_CONTRACT_SIGNED: _progress(
        "项目 {number} 的协议已签署，服务可以开始。", _PROVIDED
    ),
    Topic.COMMISSIONING_CONTRACT_TO_AGREE: _task("项目 {number} 的协议等您确认。", _PROVIDED),
    Topic.COMMISSIONING_CONTRACT_TO_SIGN: _task("项目 {number} 的协议等您签署。", _PROJECT),
    Topic.COMMISSIONING_DELIVERY_ACCEPTED: _progress("项目 {number} 已通过验收。", _PROVIDED),
    Topic.COMMISSIONING_DELIVERY_TO_ACCEPT: _task(
        "项目 {number} 的终期报告已交，等您验收。", _PROJECT
    ),
    Topic.COMMISSIONING_DISPUTE_ANSWERED: _progress(
        "项目 {number} 的数字异议已有答复。", _PROVIDED
    ),
    Topic.COMMISSIONING_DISPUTE_MADE: _task(
        "项目 {number} 的承接组织对一个数字有异议，请答复。", _PROJECT
    ),
    Topic.COMMISSIONING_EVALUATED: _progress(
        "项目 {number} 的绩效评价已完成，结果请点开查看。", _PROVIDED
    ),
    Topic.COMMISSIONING_REEVALUATED: _progress(
        "项目 {number} 因数字异议成立已重新评价，结果请点开查看。", _PROVIDED
    ),
    Topic.COMMISSIONING_TO_REEVALUATE: _task(
        "项目 {number} 有数字异议成立，请按认定的数字重新评价。", _PROJECT
    ),
    Topic.COMMISSIONING_OBJECTION_ANSWERED: _progress(
        "您对项目 {number} 提出的异议已有答复。", _PROJECT_PUBLIC
    ),
    Topic.COMMISSIONING_OBJECTION_MADE: _task(
        "项目 {number} 的评审结果有异议，请在期限内答复。", _PROJECT
    ),
    Topic.COMMISSIONING_ORG_STANDING: _progress("贵组织的申报资格有变化，请点开查看。", _OWN_ORG),
    Topic.COMMISSIONING_PROGRESS_DUE: _task(
        "项目 {number} 的进展应在{date}前公布，请及时填报进展报告。", _PROVIDED
    ),
    Topic.COMMISSIONING_PROGRESS_OVERDUE: _task(
        "项目 {number} 的进展公布已逾期，请催交或核对进展报告。", _PROJECT
    ),
    Topic.COMMISSIONING_PROJECT_CANCELLED: _progress(
        "项目 {number} 已取消，原因请点开查看。没有开封的申报书不会再开封。", _PROJECT_PUBLIC
    ),
    Topic.COMMISSIONING_PROJECT_PUBLISHED: Wording(
        Category.NOTICE, "项目 {number} 的服务数量、质量和经费使用情况已公布。", _PROJECT_PUBLIC
    ),
    Topic.COMMISSIONING_PROOF_ENDING: _task(
        "贵组织有一项资质证明将在{date}到期，请提前补交新的证明。", _OWN_ORG
    ),
    Topic.COMMISSIONING_PROOF_REFUSED: _task(
        "贵组织的一项资质证明没有通过核查，请补交。", _OWN_ORG
    ),
    Topic.COMMISSIONING_RANKED: _task("项目 {number} 的评分已同时公开并排序。", _PANEL),
    Topic.COMMISSIONING_RECTIFICATION_ASKED: _task(
        "项目 {number} 需要整改，要求和期限请点开查看。", _PROVIDED
    ),
    Topic.COMMISSIONING_REPORT_CONFIRMED: _progress("进展报告 {number} 已核对。", _REPORT),
    Topic.COMMISSIONING_REPORT_RETURNED: _task("进展报告 {number} 已退回，请按意见补正。", _REPORT),
    Topic.COMMISSIONING_REPORT_TO_CHECK: _task(
        "项目 {number} 交来一份进展报告，请核对。", _PROJECT
    ),
    Topic.COMMISSIONING_RESULT_TO_AWARD: _task(
        "项目 {number} 的公示期已满，请确定承接组织。", _PROJECT
    ),
    Topic.COMMISSIONING_SCORING_OPENED: _task(
        "项目 {number} 可以评分了，请独立评分并签字。", _SEAT
    ),
    Topic.COMMISSIONING_SEAT_DRAWN: _task(
        "您被抽为项目 {number} 的评审人，请先声明是否需要回避。", _SEAT
    ),
    Topic.COMMISSIONING_SERVICE_CONFIRMED: _progress(
        "您已确认参加服务 {number}，欢迎给这次服务打分。", _USED
    ),
    Topic.COMMISSIONING_STAGE_DUE: _task("项目 {number} 有一期付款条件已到，请核准。", _PROJECT),
    Topic.COMMISSIONING_STAGE_PAID: _progress("项目 {number} 的一期款项已支付。", _PROVIDED),
    Topic.COMMISSIONING_STAGE_RETURNED: _task(
        "项目 {number} 的一期款项被银行退回，请核对收款账户。", _PROVIDED
    ),
    Topic.COMMISSIONING_STAGE_TO_PAY: _task("项目 {number} 有一期款已核准，请付款。", _PAYMENTS),
    Topic.COMMISSIONING_STAGE_WITHHELD: _progress(
        "项目 {number} 的一期款项不予支付，原因请点开查看。", _PROVIDED
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
    Topic.MUTUAL_AID_BENEFIT_DUE: _progress(
        "您有一笔医疗互助给付已核定，正在安排打款，不用您申请。", _BENEFIT
    ),
    Topic.MUTUAL_AID_BENEFIT_PAID: _progress("给付 {number}，银行已确认到账。", _BENEFIT),
    Topic.MUTUAL_AID_BENEFIT_RECOVERED: _progress("给付 {number} 多付的款项已退回。", _BENEFIT),
    Topic.MUTUAL_AID_BENEFIT_RECOVERING: _task(
        "给付 {number} 付错了，请点开查看原因和退回办法。", _BENEFIT
    ),
    Topic.MUTUAL_AID_BENEFIT_RETURNED: _task(
        "给付 {number} 被银行退回，请核对收款账户。", "/me/account/"
    ),
    Topic.MUTUAL_AID_CLAIM_APPROVED: _progress("申领 {number} 已核定，正在安排打款。", _CLAIM),
    Topic.MUTUAL_AID_CLAIM_FILED_FOR_YOU: _progress(
        "有人为您代办了申领 {number}。如果不是您的意思，请马上联系工会。", _CLAIM
    ),
    Topic.MUTUAL_AID_CLAIM_OVERDUE: _task("申领 {number} 已过办理时限，请尽快处理。", _REVIEW),
    Topic.MUTUAL_AID_CLAIM_REJECTED: _progress(
        "申领 {number} 这次没有通过，原因和申诉办法请点开查看。", _CLAIM
    ),
    Topic.MUTUAL_AID_CLAIM_RETURNED: _task(
        "申领 {number} 需要补充材料，请在{date}前补齐。", _CLAIM
    ),
    Topic.MUTUAL_AID_CLAIM_REVIEWED: _progress("申领 {number} 有新进展：{state}。", _CLAIM),
    Topic.MUTUAL_AID_CLAIM_SUBMITTED: _progress("申领 {number} 已提交，预计{date}前答复。", _CLAIM),
    Topic.MUTUAL_AID_CLAIM_SUSPENDED: _progress("申领 {number} 正在进一步核实。", _CLAIM),
    Topic.MUTUAL_AID_CLAIM_WITHDRAWN: _progress("申领 {number} 已撤回。", _CLAIM),
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
    Topic.MUTUAL_AID_GROUP_CHANGED: _progress(
        "您在医疗互助中的登记信息有变动（{number}），请到“我的保障”查看。", _COVER
    ),
    Topic.MUTUAL_AID_HARDSHIP_OFFERED: _progress(
        "您的医疗自付负担较重，可以申请困难帮扶，资料可以从申领中带过来。", "/me/hardship/offer/"
    ),
    Topic.MUTUAL_AID_LEFT_COVERED: _progress(
        "您已离开原单位，医疗互助保障继续有效至{date}。", _COVER
    ),
    Topic.MUTUAL_AID_LEFT_LAPSED: _progress("您已离开原单位，医疗互助保障在{date}终止。", _COVER),
    Topic.MUTUAL_AID_MANDATE_CONFIRMED: _progress(
        "申领 {number} 的委托和同意书已经核对，开始审核。如果不是本人签名，请马上联系工会。", _CLAIM
    ),
    Topic.MUTUAL_AID_MEMBER_COVERED: _progress(
        "您的会籍有变动，医疗互助保障继续有效至{date}。", _COVER
    ),
    Topic.MUTUAL_AID_MEMBER_LAPSED: _progress("您的会籍有变动，医疗互助保障在{date}终止。", _COVER),
    Topic.MUTUAL_AID_PLAN_TO_APPROVE: _task(
        "互助计划版本 {title} 等您批准。", "/console/mutual-aid/plans/{title}/"
    ),
    Topic.MUTUAL_AID_ROSTER_READ: _task("参加名单 {number} 已读完，{rows} 行有问题待改。", _BATCH),
    Topic.MUTUAL_AID_SETTLEMENT_READY: _task(
        "结算 {number} 已算完，等您批准。", "/console/settlements/{number}/"
    ),
}
