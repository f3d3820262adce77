"""Categories of messages and the names of all topics; the names are stable and go out."""

from collections.abc import Mapping
from enum import StrEnum


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
    COMMISSIONING_BID_DISQUALIFIED = "commissioning.bid_disqualified"
    COMMISSIONING_BID_LOST = "commissioning.bid_lost"
    COMMISSIONING_BID_OPENED = "commissioning.bid_opened"
    COMMISSIONING_BID_WON = "commissioning.bid_won"
    COMMISSIONING_CALL_AMENDED = "commissioning.call_amended"
    COMMISSIONING_CALL_CLOSED = "commissioning.call_closed"
    COMMISSIONING_CALL_OPENED = "commissioning.call_opened"
    COMMISSIONING_CALL_TO_OPEN = "commissioning.call_to_open"
    COMMISSIONING_CHANGE_ASKED = "commissioning.change_asked"
    COMMISSIONING_CHANGE_DECIDED = "commissioning.change_decided"
    COMMISSIONING_CHECK_FAILED = "commissioning.check_failed"
    COMMISSIONING_CONTRACT_SIGNED = "commissioning.contract_signed"
    COMMISSIONING_CONTRACT_TO_AGREE = "commissioning.contract_to_agree"
    COMMISSIONING_CONTRACT_TO_SIGN = "commissioning.contract_to_sign"
    COMMISSIONING_DELIVERY_ACCEPTED = "commissioning.delivery_accepted"
    COMMISSIONING_DELIVERY_TO_ACCEPT = "commissioning.delivery_to_accept"
    COMMISSIONING_DISPUTE_ANSWERED = "commissioning.dispute_answered"
    COMMISSIONING_DISPUTE_MADE = "commissioning.dispute_made"
    COMMISSIONING_EVALUATED = "commissioning.evaluated"
    COMMISSIONING_OBJECTION_ANSWERED = "commissioning.objection_answered"
    COMMISSIONING_OBJECTION_MADE = "commissioning.objection_made"
    COMMISSIONING_ORG_STANDING = "commissioning.org_standing"
    COMMISSIONING_PROGRESS_DUE = "commissioning.progress_due"
    COMMISSIONING_PROGRESS_OVERDUE = "commissioning.progress_overdue"
    COMMISSIONING_PROJECT_CANCELLED = "commissioning.project_cancelled"
    COMMISSIONING_PROJECT_PUBLISHED = "commissioning.project_published"
    COMMISSIONING_PROOF_ENDING = "commissioning.proof_ending"
    COMMISSIONING_PROOF_REFUSED = "commissioning.proof_refused"
    COMMISSIONING_RANKED = "commissioning.ranked"
    COMMISSIONING_RECTIFICATION_ASKED = "commissioning.rectification_asked"
    COMMISSIONING_REEVALUATED = "commissioning.reevaluated"
    COMMISSIONING_REPORT_CONFIRMED = "commissioning.report_confirmed"
    COMMISSIONING_REPORT_RETURNED = "commissioning.report_returned"
    COMMISSIONING_REPORT_TO_CHECK = "commissioning.report_to_check"
    COMMISSIONING_RESULT_TO_AWARD = "commissioning.result_to_award"
    COMMISSIONING_SCORING_OPENED = "commissioning.scoring_opened"
    COMMISSIONING_SEAT_DRAWN = "commissioning.seat_drawn"
    COMMISSIONING_SERVICE_CONFIRMED = "commissioning.service_confirmed"
    COMMISSIONING_STAGE_DUE = "commissioning.stage_due"
    COMMISSIONING_STAGE_PAID = "commissioning.stage_paid"
    COMMISSIONING_STAGE_RETURNED = "commissioning.stage_returned"
    COMMISSIONING_STAGE_TO_PAY = "commissioning.stage_to_pay"
    COMMISSIONING_STAGE_WITHHELD = "commissioning.stage_withheld"
    COMMISSIONING_TO_REEVALUATE = "commissioning.to_reevaluate"
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
    MUTUAL_AID_BENEFIT_DUE = "mutual_aid.benefit_due"
    MUTUAL_AID_BENEFIT_PAID = "mutual_aid.benefit_paid"
    MUTUAL_AID_BENEFIT_RECOVERED = "mutual_aid.benefit_recovered"
    MUTUAL_AID_BENEFIT_RECOVERING = "mutual_aid.benefit_recovering"
    MUTUAL_AID_BENEFIT_RETURNED = "mutual_aid.benefit_returned"
    MUTUAL_AID_CLAIM_APPROVED = "mutual_aid.claim_approved"
    MUTUAL_AID_CLAIM_FILED_FOR_YOU = "mutual_aid.claim_filed_for_you"
    MUTUAL_AID_CLAIM_OVERDUE = "mutual_aid.claim_overdue"
    MUTUAL_AID_CLAIM_REJECTED = "mutual_aid.claim_rejected"
    MUTUAL_AID_CLAIM_RETURNED = "mutual_aid.claim_returned"
    MUTUAL_AID_CLAIM_REVIEWED = "mutual_aid.claim_reviewed"
    MUTUAL_AID_CLAIM_SUBMITTED = "mutual_aid.claim_submitted"
    MUTUAL_AID_CLAIM_SUSPENDED = "mutual_aid.claim_suspended"
    MUTUAL_AID_CLAIM_WITHDRAWN = "mutual_aid.claim_withdrawn"
    MUTUAL_AID_COVER_ENDING = "mutual_aid.cover_ending"
    MUTUAL_AID_COVERED = "mutual_aid.covered"
    MUTUAL_AID_DUPLICATE_FOUND = "mutual_aid.duplicate_found"
    MUTUAL_AID_DUPLICATE_KEPT = "mutual_aid.duplicate_kept"
    MUTUAL_AID_DUPLICATE_VOIDED = "mutual_aid.duplicate_voided"
    MUTUAL_AID_ENROLLED = "mutual_aid.enrolled"
    MUTUAL_AID_FEE_MATCHED = "mutual_aid.fee_matched"
    MUTUAL_AID_GROUP_CHANGED = "mutual_aid.group_changed"
    MUTUAL_AID_HARDSHIP_OFFERED = "mutual_aid.hardship_offered"
    MUTUAL_AID_LEFT_COVERED = "mutual_aid.left_covered"
    MUTUAL_AID_LEFT_LAPSED = "mutual_aid.left_lapsed"
    MUTUAL_AID_MANDATE_CONFIRMED = "mutual_aid.mandate_confirmed"
    MUTUAL_AID_MEMBER_COVERED = "mutual_aid.member_covered"
    MUTUAL_AID_MEMBER_LAPSED = "mutual_aid.member_lapsed"
    MUTUAL_AID_PLAN_TO_APPROVE = "mutual_aid.plan_to_approve"
    MUTUAL_AID_ROSTER_READ = "mutual_aid.roster_read"
    MUTUAL_AID_SETTLEMENT_READY = "mutual_aid.settlement_ready"
