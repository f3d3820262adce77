"""The life of an upload, as a table."""

from enum import StrEnum

from backend.kernel.states import Machine


class UploadState(StrEnum):
    """Where an upload stands."""

    RECEIVING = "receiving"  # 接收中
    RELEASED = "released"  # 已通过检查
    REFUSED = "refused"  # 未通过检查


class UploadAct(StrEnum):
    """What can happen to an upload."""

    RELEASE = "release"
    REFUSE = "refuse"


UPLOAD = Machine[UploadState, UploadAct](
    start=UploadState.RECEIVING,
    moves={
        (UploadState.RECEIVING, UploadAct.RELEASE): UploadState.RELEASED,
        (UploadState.RECEIVING, UploadAct.REFUSE): UploadState.REFUSED,
    },
    labels={
        UploadState.RECEIVING: "接收中",
        UploadState.RELEASED: "已通过检查",
        UploadState.REFUSED: "未通过检查",
    },
)
