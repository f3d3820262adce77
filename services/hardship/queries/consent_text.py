"""What a worker reads before she agrees: one text for each purpose (PIPL 28-31)."""

from backend.accounts.models import ConsentPurpose

VERSION = "hardship-2026-1"

_FOR = "用途：办理困难帮扶申请。谁能看到：办理这份申请的工会人员。"
_KEPT = "保存：办结后按档案规定保存，到期删除。您可以随时撤回，撤回后申请停止办理。"

TEXTS: dict[ConsentPurpose, str] = {
    ConsentPurpose.HOUSEHOLD: f"同意处理家庭成员的姓名、身份证号和收入。{_FOR}{_KEPT}",
    ConsentPurpose.HEALTH: f"同意处理生病、残疾情况和医疗票据。{_FOR}{_KEPT}",
    ConsentPurpose.BANK: f"同意处理本人银行账户。{_FOR}{_KEPT}",
    ConsentPurpose.MEANS_CHECK: f"同意向有关部门核对家庭经济状况。{_FOR}{_KEPT}",
    ConsentPurpose.MINOR: f"作为监护人，同意处理未满十四周岁子女的信息。{_FOR}{_KEPT}",
    ConsentPurpose.NOTICE: (
        "同意在本工会内公示姓氏、困难类别、帮扶类别和金额档。"
        f"不公示身份证号、电话、银行账户、住址、病情和未成年人姓名。{_KEPT}"
    ),
}

ASKED = (
    ConsentPurpose.HOUSEHOLD,
    ConsentPurpose.MEANS_CHECK,
    ConsentPurpose.NOTICE,
    ConsentPurpose.HEALTH,
    ConsentPurpose.MINOR,
)
