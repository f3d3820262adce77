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
    "files:attachment:read": "查看了材料照片",
    "files:attachment:attach": "把材料照片放进了申请",
    "hardship.start": "开始填写困难帮扶申请",
    "hardship.save": "保存了申请内容",
    "hardship.save_household": "保存了家庭成员",
    "hardship.attach": "上传了材料",
    "hardship.detach": "移除了材料",
    "hardship.authorise": "登记了授权书",
    "hardship.revoke": "撤回了授权书",
    "hardship.read": "查看了困难帮扶申请",
    "hardship.reveal": "查看了申请里的完整信息",
    "hardship.reveal_member": "查看了家庭成员的完整信息",
    "hardship.submit": "提交了困难帮扶申请",
    "hardship.return": "把申请退回补正",
    "hardship.visit": "登记了入户走访",
    "hardship.recommend": "推荐了困难帮扶申请",
    "hardship.start_check": "发起了家庭经济状况核对",
    "hardship.record_check": "登记了家庭经济状况核对结果",
    "hardship.open_notice": "开始公示",
    "hardship.object": "对公示提出异议",
    "hardship.dismiss_objection": "核查异议，不成立",
    "hardship.uphold_objection": "核查异议，成立",
    "hardship.approve": "审批同意了困难帮扶",
    "hardship.put_on_file": "建立了困难职工档案",
    "hardship.refuse": "决定不予帮扶",
    "hardship.withdraw": "撤回了困难帮扶申请",
    "hardship.grant.check_ceiling": "核定了帮扶金限额",
    "mutual_aid.claim.begin": "开始填写医疗互助申领",
    "mutual_aid.claim.fill": "保存了申领内容",
    "mutual_aid.claim.add_line": "填写了申领项目",
    "mutual_aid.claim.change_line": "修改了申领项目",
    "mutual_aid.claim.remove_line": "移除了申领项目",
    "mutual_aid.claim.attach": "上传了申领单据",
    "mutual_aid.claim.remove_photo": "移除了申领单据",
    "mutual_aid.claim.submit": "提交了医疗互助申领",
    "mutual_aid.claim.withdraw": "撤回了医疗互助申领",
    "handover.hardship": "把医疗自付情况带进了困难帮扶申请",
    "ledger:batch:file": "整批付款交银行时读取了姓名和完整的银行账号",
    "mutual_aid.line.leave_covered": "登记了离开单位，医疗互助保障继续",
    "mutual_aid.line.leave_lapsed": "登记了离开单位，医疗互助保障终止",
    "mutual_aid.line.die": "登记了去世",
    "mutual_aid.group.record": "登记了医疗互助照顾身份",
    "mutual_aid.group.confirm": "确认了医疗互助照顾身份",
    "mutual_aid.group.drop": "没有确认医疗互助照顾身份",
    "mutual_aid.group.end": "提出终止医疗互助照顾身份",
    "mutual_aid.group.keep": "保留了医疗互助照顾身份",
    "mutual_aid.group.confirm_end": "确认终止医疗互助照顾身份",
    "mutual_aid.group.follow_end": "困难职工档案结束，医疗互助照顾身份终止",
    "mutual_aid.cover.keep": "会籍有变动，医疗互助保障继续",
    "mutual_aid.cover.end": "会籍有变动，医疗互助保障终止",
    "ledger:payment:order": "下达了付款",
    "ledger:payment:submit": "把付款交给银行",
    "ledger:payment:confirm": "银行确认付款到账",
    "ledger:payment:return": "银行退回了付款",
    "ledger:payment:cancel": "取消了付款",
}


_MATERIALS: Final[dict[str, str]] = {
    "hardship_proof": "困难帮扶证明材料",
    "hardship_authorisation": "困难帮扶授权书",
    "hardship_visit": "困难帮扶走访照片",
    "hardship_receipt": "困难帮扶签收单",
    "mutual_aid_claim": "医疗互助申领单据",
}


def material_label(kind: str) -> str:
    """Say what an attachment is, by the kind that its capability gave it."""
    return _MATERIALS.get(kind, "材料")


def act_label(act: str) -> str:
    """Say what was done; an act without words of its own reads as handling the case."""
    return _ACTS.get(act, "办理了与您有关的事项")
