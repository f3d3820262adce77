"""The two life cycles of the room: a device, and one delivery towards it. Pure."""

from enum import StrEnum

from backend.kernel.states import Machine


class DeviceState(StrEnum):
    """设备状态."""

    ACTIVE = "active"  # 正常
    SUSPECTED = "suspected"  # 多次未送达
    INVALID = "invalid"  # 地址失效


class DeviceAct(StrEnum):
    """What happens to a device."""

    REGISTER = "register"
    SUSPECT = "suspect"
    INVALIDATE = "invalidate"
    ANSWER = "answer"


DEVICE_MACHINE: Machine[DeviceState, DeviceAct] = Machine(
    start=DeviceState.ACTIVE,
    moves={
        (DeviceState.ACTIVE, DeviceAct.REGISTER): DeviceState.ACTIVE,
        (DeviceState.SUSPECTED, DeviceAct.REGISTER): DeviceState.ACTIVE,
        (DeviceState.INVALID, DeviceAct.REGISTER): DeviceState.ACTIVE,
        (DeviceState.ACTIVE, DeviceAct.SUSPECT): DeviceState.SUSPECTED,
        (DeviceState.SUSPECTED, DeviceAct.ANSWER): DeviceState.ACTIVE,
        (DeviceState.ACTIVE, DeviceAct.INVALIDATE): DeviceState.INVALID,
        (DeviceState.SUSPECTED, DeviceAct.INVALIDATE): DeviceState.INVALID,
    },
)


class DeliveryState(StrEnum):
    """推送状态."""

    QUEUED = "queued"  # 待发
    LEASED = "leased"  # 正在发
    SENT = "sent"  # 通道已接收
    GONE = "gone"  # 设备已失效
    DEAD = "dead"  # 放弃
    EXPIRED = "expired"  # 过期未发
    SUPPRESSED = "suppressed"  # 不必再发


class DeliveryAct(StrEnum):
    """What happens to a delivery."""

    LEASE = "lease"
    ACCEPT = "accept"
    REPORT_GONE = "report_gone"
    GIVE_UP = "give_up"
    EXPIRE = "expire"
    SUPPRESS = "suppress"
    POSTPONE = "postpone"


DELIVERY_MACHINE: Machine[DeliveryState, DeliveryAct] = Machine(
    start=DeliveryState.QUEUED,
    moves={
        (DeliveryState.QUEUED, DeliveryAct.LEASE): DeliveryState.LEASED,
        (DeliveryState.LEASED, DeliveryAct.LEASE): DeliveryState.LEASED,
        (DeliveryState.LEASED, DeliveryAct.ACCEPT): DeliveryState.SENT,
        (DeliveryState.LEASED, DeliveryAct.REPORT_GONE): DeliveryState.GONE,
        (DeliveryState.LEASED, DeliveryAct.GIVE_UP): DeliveryState.DEAD,
        (DeliveryState.LEASED, DeliveryAct.EXPIRE): DeliveryState.EXPIRED,
        (DeliveryState.LEASED, DeliveryAct.SUPPRESS): DeliveryState.SUPPRESSED,
        (DeliveryState.LEASED, DeliveryAct.POSTPONE): DeliveryState.QUEUED,
    },
)
