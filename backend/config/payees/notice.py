"""What a worker reads before she agrees that her bank account is kept (PIPL 17, 28-30; RX.1)."""

from typing import Final

from backend.web.parts import Fact

VERSION: Final = "bank-2026-1"

FACTS: Final = (
    Fact("用途", "只用来把工会核准给您的钱，发到您本人名下的账户。"),
    Fact(
        "谁能看到",
        "核实账户的工会人员写明用途后才能看户名和完整账号，付款时交给银行。其他人只看到后四位。谁看过，您都能查到。",
    ),
    Fact("保存多久", "使用期间保存；停用后随付款档案按规定保存，到期删除。"),
    Fact("撤回", "您可以随时撤回。撤回后账户停用，还没发放的款项会停下来。"),
    Fact("不同意", "不影响办其他事，只是工会不能把钱发到您的账户。"),
)

TEXT: Final = "同意工会保存和使用我本人的银行账户信息。" + "".join(
    f"{fact.name}：{fact.value}" for fact in FACTS
)
