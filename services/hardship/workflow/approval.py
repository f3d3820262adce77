"""The district's approval: the grant is reserved, to the account as it is today."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from backend.ledger import book
from backend.ledger.models import Fund
from notifications.topics import Topic
from services.hardship import access
from services.hardship.models import Application, Grant, HomeVisit
from services.hardship.rules import deadline
from services.hardship.rules.grant import AidKind, check_noticed
from services.hardship.states import Act, GrantAct
from services.hardship.workflow.advance import advance, decide, open_for, tell
from services.hardship.workflow.following import tell_follower
from services.hardship.workflow.grants import advance_grant, check_ceiling, lock_grant
from services.hardship.workflow.readiness import must_be_authorised, must_fit


@verb
def approve(
    number: str, *, actor: Actor, version: int, amount: Money, fund: str, opinion: str
) -> Application:
    """Approve after the notice has run without open objection, and reserve the money.

    `fund` is the number of a fund of a union above. Raises NotFound,
    Refused `not_independent`, StaleVersion, Conflict `wrong_state`, `notice_running`,
    `visit_missing`, `over_ceiling`, `over_noticed_band`, `no_verified_account`, `fund_short`,
    Invalid `authorisation_missing`, `reason_missing`.
    """
    application = open_for(
        number,
        Act.APPROVE,
        actor=actor,
        permission=Permission.HARDSHIP_APPLICATION_APPROVE,
        version=version,
    )
    actor.must(Permission.HARDSHIP_GRANT_APPROVE, within=application)
    access.must_be_independent(actor, application)
    said = must_say(opinion, "请写明审批意见。")
    must_be_authorised(application)
    must_fit(application)
    grant = lock_grant(application)
    _check_notice(application)
    check_noticed(amount, application.notice.band)
    check_ceiling(application, AidKind(grant.kind), amount)
    _reserve(grant, amount, _fund(fund, application), actor=actor)
    advance(application, Act.APPROVE, actor=actor, opinion=said, in_chain=True)
    tell(Topic.HARDSHIP_APPROVED, application)
    tell_follower(application)
    return application


@verb
def reapprove_payee(number: str, *, actor: Actor, version: int, opinion: str) -> Application:
    """Approve the applicant's present verified account anew after it changed (threat 20).

    The amount and its reservation stay. Raises NotFound, Refused, StaleVersion,
    Conflict `wrong_state`, `no_verified_account`, Invalid `reason_missing`.
    """
    application = Application.objects.locked(number)
    access.must_see(actor, application)
    actor.must(Permission.HARDSHIP_GRANT_APPROVE, within=application)
    access.must_be_unrelated(actor, application)
    said = must_say(opinion, "请写明核对账户的意见。")
    grant = lock_grant(application)
    check_version(grant, version)
    payee = _verified_account(application)
    grant.payee, grant.payee_digest = payee, bytes(payee.digest)
    advance_grant(grant, GrantAct.REAPPROVE, actor=actor, changed=["payee", "payee_digest"])
    decide(application, GrantAct.REAPPROVE, actor=actor, opinion=said)
    return application


@verb
def put_on_file(number: str, *, actor: Actor, version: int) -> Application:
    """Enter the approved household in the register of files 建档.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`.
    """
    application = open_for(
        number,
        Act.PUT_ON_FILE,
        actor=actor,
        permission=Permission.HARDSHIP_APPLICATION_APPROVE,
        version=version,
    )
    access.must_be_unrelated(actor, application)
    advance(application, Act.PUT_ON_FILE, actor=actor)
    tell(Topic.HARDSHIP_ON_FILE, application)
    return application


def _check_notice(application: Application) -> None:
    notice = application.notice
    if not deadline.notice_is_over(notice.until, clock.today()):
        raise Conflict(
            "notice_running",
            f"公示到 {clock.day_words(notice.until)}才满，请在公示期满且没有未核查的异议后再审批。",
        )
    if notice.objections.filter(outcome="").exists():
        raise Conflict("objection_open", "还有没核查完的异议，请先核查再审批。")
    if not HomeVisit.objects.filter(application=application).exists():
        raise Conflict("visit_missing", "还没有入户走访记录，请先由基层工会走访。")


def _reserve(grant: Grant, amount: Money, fund: Fund, *, actor: Actor) -> None:
    payee = _verified_account(grant.application)
    grant.amount_fen, grant.fund, grant.payee = amount.fen, fund, payee
    grant.payee_digest, grant.approved_at = bytes(payee.digest), clock.now()
    grant.approved_by_id = actor.user_id
    grant.transfer = book.reserve(
        fund, amount, because=grant, actor=actor, reason=f"困难帮扶 {grant.number}"
    )
    advance_grant(
        grant,
        GrantAct.APPROVE,
        actor=actor,
        changed=[
            "amount_fen",
            "fund",
            "payee",
            "payee_digest",
            "approved_at",
            "approved_by",
            "transfer",
        ],
    )


def _verified_account(application: Application) -> PayeeAccount:
    payee = payees.verified(application.person)
    if payee is None:
        raise Conflict(
            "no_verified_account", "申请人还没有核实过的本人银行账户，请先登记并由另一人核实。"
        )
    return payee


def _fund(number: str, application: Application) -> Fund:
    """Give a fund of a union above the application; anybody else's reads as not there."""
    above = [key for key in application.ancestors if key is not None]
    found = Fund.objects.filter(number=number, union_id__in=above).first()
    if found is None:
        raise NotFound("fund_not_found", "没有找到这笔经费，请从列出的经费里选。")
    return found
