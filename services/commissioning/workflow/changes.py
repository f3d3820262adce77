"""Changes of a signed contract: old, new and reason are kept for good (R9.15).

A transfer between budget lines within the free share of the contract is recorded at once;
anything else waits for an officer of the union who did not ask for it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from backend.unions import standards
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    BudgetLine,
    ChangeKind,
    Contract,
    ContractChange,
    Spending,
    Target,
)
from services.commissioning.rules import changing
from services.commissioning.rules.contract import is_broken
from services.commissioning.states.contracts import CHANGE, ChangeAct, ChangeState
from services.commissioning.workflow import shortening
from services.commissioning.workflow.advance import note, tell_organization, trace
from services.commissioning.workflow.under_contract import (
    must_be_delivering,
    must_buy,
    must_provide,
    tell_holders,
)

SHARE = "commissioning.budget_change_share"
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a transfer between lines by their places, another end, or another target."""

    kind: ChangeKind
    reason: str
    from_place: int = 0
    to_place: int = 0
    amount: Money | None = None
    new_day: date | None = None
    target: str = ""
    new_hundredths: int = 0


@verb
def ask_change(number: str, *, actor: Actor, version: int, asked: Asked) -> ContractChange:
    """Ask for a change, by the organization or by the buyer; a small transfer counts at once.

    Raises NotFound, StaleVersion, Conflict `project_closed`, `line_short`, `same_line`,
    `change_waiting`, `sessions_later`, Invalid `amount_zero`, `bad_day`, `bad_target`,
    `reason_missing`.
    """
    contract = Contract.objects.locked(number)
    if access.acts_for(actor, contract.organization):
        must_provide(contract, actor)
    else:
        must_buy(contract, actor, Permission.COMMISSIONING_CONTRACT_WRITE)
    check_version(contract, version)
    must_be_delivering(contract)
    said = must_say(asked.reason, "请写明变更的原因。")[:300]
    change = _made(contract, asked)
    change.contract, change.reason = contract, said
    change.asked_by_id = access.user_key(actor)
    change.save(force_insert=True)
    trace(change, "ask_change", project=contract.project, actor=actor, fields=[str(asked.kind)])
    note(contract.project, "ask_change", actor=actor, words=f"{change.what}：{said}")
    if change.needs_approval:
        tell_holders(
            Topic.COMMISSIONING_CHANGE_ASKED, Permission.COMMISSIONING_CONTRACT_SIGN, contract
        )
    else:
        _move(change, ChangeAct.APPROVE, contract, actor, decided=False)
        _apply(change, contract, actor)
    return change


@verb
def approve_change(number: str, *, actor: Actor, version: int, answer: str) -> ContractChange:
    """Agree to a change, never by who asked; it counts from now on.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, `line_short`,
    `sessions_later`.
    """
    contract, change = _open(number, actor, version)
    CHANGE.move(change.state, ChangeAct.APPROVE)
    must_be_delivering(contract)
    change.answer = answer.strip()[:300]
    _check_again(change)
    if change.new_day is not None:
        shortening.refuse_later_sessions(contract, change.new_day)
    _move(change, ChangeAct.APPROVE, contract, actor)
    _apply(change, contract, actor)
    _tell_decided(contract)
    return change


@verb
def refuse_change(number: str, *, actor: Actor, version: int, answer: str) -> ContractChange:
    """Turn a change down with the reason, never by who asked.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, Invalid.
    """
    contract, change = _open(number, actor, version)
    CHANGE.move(change.state, ChangeAct.REFUSE)
    change.answer = must_say(answer, "请写明不同意的原因。")[:300]
    _move(change, ChangeAct.REFUSE, contract, actor)
    _tell_decided(contract)
    return change


def _open(number: str, actor: Actor, version: int) -> tuple[Contract, ContractChange]:
    found = ContractChange.objects.filter(number=number).values_list("contract__number", flat=True)
    first = found.first()
    if first is None:
        raise NotFound
    contract = Contract.objects.locked(first)
    must_buy(contract, actor, Permission.COMMISSIONING_CONTRACT_SIGN)
    rows = ContractChange.objects.select_for_update(of=("self",))
    change = rows.select_related("from_line", "to_line", "target").get(number=number)
    check_version(change, version)
    if change.asked_by_id == actor.user_id:
        raise Refused("four_eyes", "这项变更由您提出，请交给另一位经办人审批。")
    return contract, change


def _made(contract: Contract, asked: Asked) -> ContractChange:
    if asked.kind == ChangeKind.LINE_TRANSFER:
        return _transfer(contract, asked)
    if contract.changes.filter(kind=asked.kind, state=ChangeState.ASKED).exists():
        raise Conflict("change_waiting", "同样的变更已经提出，等审批以后再提。")
    if asked.kind == ChangeKind.END_DATE:
        return _end_date(contract, asked)
    return _target(contract, asked)


def _transfer(contract: Contract, asked: Asked) -> ContractChange:
    moved = asked.amount or Money.zero()
    if moved.fen <= 0:
        raise Invalid("amount_zero", "调整金额要大于零，请重新填写。")
    if asked.from_place == asked.to_place:
        raise Conflict("same_line", "调出和调入不能是同一个科目。")
    out, into = (_line(contract, place) for place in (asked.from_place, asked.to_place))
    change = ContractChange(
        kind=ChangeKind.LINE_TRANSFER,
        what=f"预算科目：{out.title} → {into.title}"[:80],
        old=_words(out, into),
        new=_words(out, into, moved),
        from_line=out,
        to_line=into,
        moved_fen=moved.fen,
    )
    _check_again(change)
    recorded = contract.changes.filter(
        kind=ChangeKind.LINE_TRANSFER, needs_approval=False, state=ChangeState.APPROVED
    ).aggregate(total=Sum("moved_fen"))
    change.needs_approval = changing.needs_approval(
        moved,
        recorded=Money(recorded["total"] or 0),
        contract=Money(contract.amount_fen),
        share=standards.exact(SHARE, contract.project.union, clock.today()),
    )
    return change


def _end_date(contract: Contract, asked: Asked) -> ContractChange:
    day = asked.new_day
    if day is None or day <= contract.starts_on or day < clock.today() or day == contract.ends_on:
        raise Invalid("bad_day", "新的结束日期不能早于今天和服务开始日期，也不能与原来相同。")
    shortening.refuse_later_sessions(contract, day)
    return ContractChange(
        kind=ChangeKind.END_DATE,
        what="服务结束日期",
        old=f"{contract.ends_on:%Y-%m-%d}",
        new=f"{day:%Y-%m-%d}{shortening.words_for(contract, day)}"[:120],
        new_day=day,
    )


def _target(contract: Contract, asked: Asked) -> ContractChange:
    target = Target.objects.filter(contract=contract, code=asked.target).first()
    if target is None or asked.new_hundredths in {0, target.planned_hundredths}:
        raise Invalid("bad_target", "请选择指标，并填写大于零、与原来不同的目标值。")
    if is_broken(asked.new_hundredths, target.unit):
        raise Invalid("bad_target", f"“{target.title}”按{target.unit}计，目标值要填整数。")
    return ContractChange(
        kind=ChangeKind.TARGET,
        what=f"绩效指标：{target.title}"[:80],
        old=_figure(target.planned_hundredths, target.unit),
        new=_figure(asked.new_hundredths, target.unit),
        target=target,
        new_hundredths=asked.new_hundredths,
    )


def _check_again(change: ContractChange) -> None:
    """Refuse to take from a line what it has not, or what reports already spent."""
    out = change.from_line
    if out is None:
        return
    spent = Spending.objects.filter(line=out).aggregate(total=Sum("amount_fen"))["total"] or 0
    if out.amount_fen - change.moved_fen < spent:
        left = Money(max(0, out.amount_fen - spent))
        raise Conflict("line_short", f"“{out.title}”只剩 {left} 元没有用，不够调出，请减少金额。")


def _apply(change: ContractChange, contract: Contract, actor: Actor) -> None:
    """Let a change count: the lines, the end or the target become what it says."""
    moved = [(change.from_line, -change.moved_fen), (change.to_line, change.moved_fen)]
    for line, fen in moved:
        if line is not None:
            line.amount_fen += fen
            line.save(update_fields=["amount_fen"])
    changed = ["version"]
    if change.new_day is not None:
        contract.ends_on = change.new_day
        shortening.bring_milestones_forward(contract, actor=actor)
        changed.append("ends_on")
    if change.target is not None and change.new_hundredths is not None:
        change.target.planned_hundredths = change.new_hundredths
        change.target.save(update_fields=["planned_hundredths"])
    contract.version += 1
    contract.save(update_fields=changed)


def _move(
    change: ContractChange,
    act: ChangeAct,
    contract: Contract,
    actor: Actor,
    *,
    decided: bool = True,
) -> None:
    change.state = CHANGE.move(change.state, act)
    change.version += 1
    change.decided_at = clock.now()
    if decided:
        change.decided_by_id = access.user_key(actor)
    change.save(update_fields=["state", "version", "decided_at", "decided_by", "answer"])
    trace(change, f"{act}_change", project=contract.project, actor=actor, fields=["state"])
    note(contract.project, f"{act}_change", actor=actor, words=f"{change.what} {change.answer}")


def _tell_decided(contract: Contract) -> None:
    tell_organization(Topic.COMMISSIONING_CHANGE_DECIDED, contract.organization, contract.project)


def _line(contract: Contract, place: int) -> BudgetLine:
    line = BudgetLine.objects.select_for_update().filter(contract=contract, place=place).first()
    if line is None:
        raise Invalid("bad_line", "请从列出的预算科目里选择。")
    return line


def _words(out: BudgetLine, into: BudgetLine, moved: Money | None = None) -> str:
    fen = moved.fen if moved else 0
    pair = ((out.title, out.amount_fen - fen), (into.title, into.amount_fen + fen))
    return "，".join(f"{title} {Money(left)} 元" for title, left in pair)[:120]


def _figure(hundredths: int, unit: str) -> str:
    whole, part = divmod(hundredths, HUNDRED)
    return f"{whole}.{part:02d} {unit}" if part else f"{whole} {unit}"
