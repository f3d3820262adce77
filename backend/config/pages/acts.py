"""Words for the acts that the trail names by code."""

from typing import Final

_ACTS: Final[dict[str, str]] = {
    "person.reveal": "查看了完整信息",
    "person.copy": "取走了一份资料",
    "person.erase": "删除了个人信息",
    "correction.ask": "申请更正资料",
    "correction.answer": "答复了更正申请",
    "person.phone_change": "变更了手机号",
    "identity.confirm": "核对了身份",
    "identity.failed": "核对身份未通过",
    "second_factor.reset": "重置了动态口令",
    "membership.join": "登记入会",
    "membership.transfer": "转移会籍",
    "post.appoint": "任命岗位",
    "post.dismiss": "免去岗位",
    "consent.give": "给予单独同意",
    "consent.withdraw": "撤回单独同意",
    "payee.proposed": "登记了收款账户",
    "payee.verified": "核实了收款账户",
    "payee.refused": "核实收款账户没有通过",
    "payee.replaced": "停用了收款账户",
    "payee.reveal": "查看了完整的银行账号",
    "accounts:payee:read_full": "付款时读取了完整的银行账号",
}


def act_label(act: str) -> str:
    """Say what was done; an act without words of its own reads as handling the case."""
    return _ACTS.get(act, "办理了与您有关的事项")
