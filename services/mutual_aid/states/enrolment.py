"""Life cycles of an enrolment batch, a line in it and a roster upload (domain.md 1.4)."""

from enum import StrEnum

from backend.kernel.states import Machine


class BatchState(StrEnum):
    """State of an enrolment batch 参加名单状态."""

    DRAFT = "draft"
    ROSTER_CHECKED = "roster_checked"
    UNIT_CONFIRMED = "unit_confirmed"
    FEE_MATCHED = "fee_matched"
    UPPER_CONFIRMED = "upper_confirmed"
    IN_FORCE = "in_force"
    RENEWED = "renewed"
    EXPIRED = "expired"
    VOID = "void"


class BatchAct(StrEnum):
    """What can happen to a batch."""

    CHECK_ROSTER = "check_roster"
    CONFIRM_UNIT = "confirm_unit"
    RETURN = "return"
    MATCH_FEE = "match_fee"
    CONFIRM_UPPER = "confirm_upper"
    PUT_IN_FORCE = "put_in_force"
    RENEW = "renew"
    EXPIRE = "expire"
    MAKE_VOID = "make_void"


BATCH_LABELS = {
    BatchState.DRAFT: "待上传名单",
    BatchState.ROSTER_CHECKED: "名单已核对",
    BatchState.UNIT_CONFIRMED: "单位已确认",
    BatchState.FEE_MATCHED: "会费已核对",
    BatchState.UPPER_CONFIRMED: "上级已确认",
    BatchState.IN_FORCE: "保障中",
    BatchState.RENEWED: "已续保",
    BatchState.EXPIRED: "已到期",
    BatchState.VOID: "已作废",
}
OPEN_STATES = (
    BatchState.DRAFT,
    BatchState.ROSTER_CHECKED,
    BatchState.UNIT_CONFIRMED,
    BatchState.FEE_MATCHED,
    BatchState.UPPER_CONFIRMED,
)
EDITABLE_STATES = (BatchState.DRAFT, BatchState.ROSTER_CHECKED)
BATCH = Machine(
    start=BatchState.DRAFT,
    moves={
        (BatchState.DRAFT, BatchAct.CHECK_ROSTER): BatchState.ROSTER_CHECKED,
        (BatchState.ROSTER_CHECKED, BatchAct.CHECK_ROSTER): BatchState.ROSTER_CHECKED,
        (BatchState.ROSTER_CHECKED, BatchAct.CONFIRM_UNIT): BatchState.UNIT_CONFIRMED,
        (BatchState.UNIT_CONFIRMED, BatchAct.RETURN): BatchState.ROSTER_CHECKED,
        (BatchState.UNIT_CONFIRMED, BatchAct.MATCH_FEE): BatchState.FEE_MATCHED,
        (BatchState.FEE_MATCHED, BatchAct.CONFIRM_UPPER): BatchState.UPPER_CONFIRMED,
        (BatchState.UPPER_CONFIRMED, BatchAct.PUT_IN_FORCE): BatchState.IN_FORCE,
        (BatchState.IN_FORCE, BatchAct.RENEW): BatchState.RENEWED,
        (BatchState.IN_FORCE, BatchAct.EXPIRE): BatchState.EXPIRED,
        **{
            (state, BatchAct.MAKE_VOID): BatchState.VOID
            for state in (
                BatchState.DRAFT,
                BatchState.ROSTER_CHECKED,
                BatchState.UNIT_CONFIRMED,
                BatchState.FEE_MATCHED,
                BatchState.UPPER_CONFIRMED,
            )
        },
    },
    labels=BATCH_LABELS,
)


class LineState(StrEnum):
    """State of a participant's line 参加人状态."""

    ACTIVE = "active"
    DUPLICATE_VOID = "duplicate_void"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"
    LEFT_UNIT_COVERED = "left_unit_covered"
    LEFT_UNIT_LAPSED = "left_unit_lapsed"
    DECEASED = "deceased"


class LineAct(StrEnum):
    """What can happen to a line."""

    VOID_DUPLICATE = "void_duplicate"
    FIND_INELIGIBLE = "find_ineligible"
    WITHDRAW = "withdraw"
    LEAVE_COVERED = "leave_covered"
    LEAVE_LAPSED = "leave_lapsed"
    DIE = "die"


LINE_LABELS = {
    LineState.ACTIVE: "参加",
    LineState.DUPLICATE_VOID: "重复作废",
    LineState.INELIGIBLE: "不符合条件",
    LineState.WITHDRAWN: "名单作废",
    LineState.LEFT_UNIT_COVERED: "已离开单位，保障继续",
    LineState.LEFT_UNIT_LAPSED: "已离开单位，保障终止",
    LineState.DECEASED: "已去世",
}
LINE = Machine(
    start=LineState.ACTIVE,
    moves={
        (LineState.ACTIVE, LineAct.VOID_DUPLICATE): LineState.DUPLICATE_VOID,
        (LineState.ACTIVE, LineAct.FIND_INELIGIBLE): LineState.INELIGIBLE,
        (LineState.ACTIVE, LineAct.WITHDRAW): LineState.WITHDRAWN,
        (LineState.ACTIVE, LineAct.LEAVE_COVERED): LineState.LEFT_UNIT_COVERED,
        (LineState.ACTIVE, LineAct.LEAVE_LAPSED): LineState.LEFT_UNIT_LAPSED,
        (LineState.ACTIVE, LineAct.DIE): LineState.DECEASED,
        (LineState.LEFT_UNIT_COVERED, LineAct.DIE): LineState.DECEASED,
    },
    labels=LINE_LABELS,
)


class UploadState(StrEnum):
    """State of a roster upload 名单文件状态."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


class UploadAct(StrEnum):
    """What can happen to an upload."""

    BEGIN = "begin"
    TAKE = "take"
    FAIL = "fail"


UPLOAD_LABELS = {
    UploadState.QUEUED: "等待读取",
    UploadState.READING: "正在读取",
    UploadState.READ: "已读完",
    UploadState.FAILED: "没有读成",
}
UPLOAD = Machine(
    start=UploadState.QUEUED,
    moves={
        (UploadState.QUEUED, UploadAct.BEGIN): UploadState.READING,
        (UploadState.READING, UploadAct.BEGIN): UploadState.READING,
        (UploadState.READING, UploadAct.TAKE): UploadState.READ,
        (UploadState.QUEUED, UploadAct.FAIL): UploadState.FAILED,
        (UploadState.READING, UploadAct.FAIL): UploadState.FAILED,
    },
    labels=UPLOAD_LABELS,
)
