"""What is read before a claim is filled in: one text for each purpose (PIPL 28-31, 49)."""

from backend.accounts.models import ConsentPurpose

VERSION = "mutual-aid-claim-2026-1"

_FOR = "用途：核定医疗互助给付。谁能看到：办理这份申领的工会人员。"
_KEPT = "保存：办结后按档案规定保存，到期删除。可以随时撤回，撤回后申领停止填写和提交。"

TEXTS: dict[ConsentPurpose, str] = {
    ConsentPurpose.HEALTH: f"同意处理诊断、住院情况和医疗票据。{_FOR}{_KEPT}",
}
HEIR_TEXTS: dict[ConsentPurpose, str] = {
    ConsentPurpose.HEALTH: (
        f"作为近亲属，同意处理逝者的死亡证明、医疗票据和亲属关系证明。{_FOR}{_KEPT}"
    ),
}
