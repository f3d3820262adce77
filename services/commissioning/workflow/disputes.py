"""Disputes 数字异议: the provider says that a figure is wrong, and another answers (R9.22)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Acceptance, Contract, Dispute, Evaluation
from services.commissioning.queries.officers import officers_above
from services.commissioning.queries.public.values import told
from services.commissioning.rules import figures, ruling
from services.commissioning.states.projects import ProjectState
from services.commissioning.states.verdicts import ANSWER, AnswerAct, AnswerState
from services.commissioning.workflow.advance import note, tell, tell_organization, trace
from services.commissioning.workflow.public_words import said_publicly
from services.commissioning.workflow.under_contract import open_provided

ANSWERS = Permission.COMMISSIONING_OBJECTION_ANSWER
JUDGE = Permission.COMMISSIONING_ACCEPTANCE_WRITE


@verb
def make_dispute(
    contract_number: str, *, actor: Actor, figure: str, claimed: str, words: str
) -> Dispute:
    """Dispute a published figure, by who acts for the organization; public with its words.

    Raises NotFound for everybody else, Conflict `closed`, `figure_hidden`, `already_disputed`,
    Invalid `unknown_figure`, `reason_missing`, `personal_number`.
    """
    contract = open_provided(contract_number, actor=actor)
    if contract.signed_on is None or contract.project.state is ProjectState.ARCHIVED:
        raise Conflict("closed", "协议还没有签署，或项目已经归档，不能对数字提出异议。")
    known = [f"{figures.TARGET}{code}" for code in contract.targets.values_list("code", flat=True)]
    if figure not in (*figures.FIGURES, *known):
        raise Invalid("unknown_figure", "请从列出的数字里选一个。")
    _must_be_shown(contract, figure)
    if Dispute.objects.filter(contract=contract, figure=figure, state=AnswerState.OPEN).exists():
        raise Conflict("already_disputed", "对这个数字的异议还没有答复，请等答复以后再提。")
    dispute = Dispute.objects.create(
        contract=contract,
        figure=figure,
        claimed=said_publicly(
            claimed, "请填写贵组织认为对的数字。", pointer="/claimed", longest=60
        ),
        words=said_publicly(words, "请写明理由。", pointer="/words"),
        made_by_id=access.user_key(actor),
    )
    note(contract.project, "dispute_figure", actor=actor, words=_named(contract, figure))
    trace(dispute, "dispute", project=contract.project, actor=actor)
    waiting = officers_above(contract.project, ANSWERS)
    tell(Topic.COMMISSIONING_DISPUTE_MADE, waiting, contract.project)
    return dispute


@verb
def dismiss_dispute(number: str, *, actor: Actor, version: int, answer: str) -> Dispute:
    """Answer that the figure stands; both words stay beside it.

    Raises what `_opened` raises, Invalid `reason_missing`, `personal_number`.
    """
    dispute, contract = _opened(number, AnswerAct.DISMISS, actor=actor, version=version)
    _answer(dispute, contract, AnswerAct.DISMISS, actor=actor, answer=answer)
    return dispute


@verb
def uphold_dispute(
    number: str, *, actor: Actor, version: int, answer: str, ruled: str = ""
) -> Dispute:
    """Answer that the provider is right and recognize another figure (R9.22).

    Before the evaluation it counts at once. After it, the delivery waits to be evaluated again by
    a judge; until then the published figures stand. Raises what `_opened` raises, Invalid
    `reason_missing`, `personal_number`, and what `ruling.read` raises.
    """
    dispute, contract = _opened(number, AnswerAct.UPHOLD, actor=actor, version=version)
    sources = dict(contract.targets.values_list("code", "source"))
    key = ruling.key_of(dispute.figure, sources)
    dispute.ruled, dispute.ruled_key = ruling.read(key, ruled), key
    _answer(dispute, contract, AnswerAct.UPHOLD, actor=actor, answer=answer)
    if Evaluation.objects.filter(contract=contract).exists():
        judges = officers_above(contract.project, JUDGE)
        tell(Topic.COMMISSIONING_TO_REEVALUATE, judges, contract.project)
    return dispute


def _opened(number: str, act: AnswerAct, *, actor: Actor, version: int) -> tuple[Dispute, Contract]:
    """Lock an open dispute for who neither made it nor judged the delivery.

    Raises NotFound, Refused `four_eyes`, `related`, StaleVersion, Conflict `wrong_state`.
    """
    dispute, contract = _locked(number)
    access.must_see(actor, contract.project)
    actor.must(ANSWERS, within=contract.project)
    check_version(dispute, version)
    ANSWER.move(dispute.state, act)
    _must_be_another(actor, dispute, contract)
    return dispute, contract


def _answer(
    dispute: Dispute, contract: Contract, act: AnswerAct, *, actor: Actor, answer: str
) -> None:
    dispute.state, dispute.answered_at = ANSWER.move(dispute.state, act), clock.now()
    dispute.answer = said_publicly(answer, "请写明答复。", pointer="/answer")
    dispute.answered_by_id = access.user_key(actor)
    dispute.version += 1
    changed = ["state", "answered_at", "answer", "answered_by", "ruled", "ruled_key"]
    dispute.save(update_fields=[*changed, "version"])
    words = _named(contract, dispute.figure)
    note(contract.project, f"{act}_dispute", actor=actor, words=words)
    trace(dispute, f"dispute.{act}", project=contract.project, actor=actor, fields=changed)
    tell_organization(Topic.COMMISSIONING_DISPUTE_ANSWERED, contract.organization, contract.project)


def _must_be_shown(contract: Contract, figure: str) -> None:
    """Refuse what stays out because the group is small: the claim would tell it (R12.31)."""
    sources = dict(contract.targets.values_list("code", "source"))
    source = sources.get(figure.removeprefix(figures.TARGET), "")
    if {figure, figures.CELL_OF_SOURCE.get(source, "")} & told(contract.project).hidden:
        raise Conflict(
            "figure_hidden",
            "这个数字涉及的人数较少，没有公开，不能公开提出异议。请直接联系工会核对。",
        )


def _named(contract: Contract, figure: str) -> str:
    """Name a figure as the public page does."""
    return figures.label(figure, dict(contract.targets.values_list("code", "title")))


def _locked(number: str) -> tuple[Dispute, Contract]:
    found = Dispute.objects.filter(number=number).values_list("contract__number", flat=True)
    contract_number = found.first()
    if contract_number is None:
        raise NotFound
    contract = Contract.objects.locked(contract_number)
    return Dispute.objects.select_for_update(of=("self",)).get(number=number), contract


def _must_be_another(actor: Actor, dispute: Dispute, contract: Contract) -> None:
    judges = {
        *Acceptance.objects.filter(contract=contract).values_list("by_id", flat=True),
        *Evaluation.objects.filter(contract=contract).values_list("by_id", flat=True),
    }
    if actor.user_id == dispute.made_by_id or actor.user_id in judges:
        raise Refused("four_eyes", "您提出了这项异议，或验收、评价过这个项目，请交给另一位答复。")
    if access.is_related(actor.person_id, actor.user_id, contract.organization):
        raise Refused("related", "您与承接组织有关联，按规定应回避，请交给另一位经办人答复。")
