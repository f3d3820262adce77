"""Life cycle of an organization's registration and of its proofs (R9.1, R9.2)."""

from enum import StrEnum

from backend.kernel.states import Machine


class OrgState(StrEnum):
    """State of an organization 社会组织状态."""

    REGISTERED = "registered"
    CHECKED = "checked"
    SUSPENDED = "suspended"
    BARRED = "barred"


class OrgAct(StrEnum):
    """What can happen to an organization."""

    CHECK = "check"
    SUSPEND = "suspend"
    BAR = "bar"
    RESTORE = "restore"


ORG_LABELS = {
    OrgState.REGISTERED: "已登记，待核查",
    OrgState.CHECKED: "已核查",
    OrgState.SUSPENDED: "暂停申报",
    OrgState.BARRED: "禁入",
}
ORG = Machine(
    start=OrgState.REGISTERED,
    moves={
        (OrgState.REGISTERED, OrgAct.CHECK): OrgState.CHECKED,
        (OrgState.CHECKED, OrgAct.CHECK): OrgState.CHECKED,
        (OrgState.CHECKED, OrgAct.SUSPEND): OrgState.SUSPENDED,
        (OrgState.SUSPENDED, OrgAct.RESTORE): OrgState.CHECKED,
        (OrgState.REGISTERED, OrgAct.BAR): OrgState.BARRED,
        (OrgState.CHECKED, OrgAct.BAR): OrgState.BARRED,
        (OrgState.SUSPENDED, OrgAct.BAR): OrgState.BARRED,
        (OrgState.BARRED, OrgAct.BAR): OrgState.BARRED,
        (OrgState.BARRED, OrgAct.RESTORE): OrgState.CHECKED,
    },
    labels=ORG_LABELS,
)


class ProofState(StrEnum):
    """State of a proof 资质证明状态."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ProofAct(StrEnum):
    """What can happen to a proof."""

    ACCEPT = "accept"
    REFUSE = "refuse"


PROOF_LABELS = {
    ProofState.SUBMITTED: "待核查",
    ProofState.ACCEPTED: "有效",
    ProofState.REFUSED: "未通过",
}
PROOF = Machine(
    start=ProofState.SUBMITTED,
    moves={
        (ProofState.SUBMITTED, ProofAct.ACCEPT): ProofState.ACCEPTED,
        (ProofState.SUBMITTED, ProofAct.REFUSE): ProofState.REFUSED,
        (ProofState.ACCEPTED, ProofAct.REFUSE): ProofState.REFUSED,
    },
    labels=PROOF_LABELS,
)
