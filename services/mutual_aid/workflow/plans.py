"""Taking plan versions in and signing them; a loaded version is never changed (R8.1, R8.2)."""

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.unions.models import Union
from services.mutual_aid.models import Plan, PlanVersion
from services.mutual_aid.rules.canonical import digest
from services.mutual_aid.rules.checking import refuse_failing
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.parse import parse
from services.mutual_aid.rules.reading import PackError, read_bytes
from services.mutual_aid.workflow.advance import user_of


@verb
def load(content: bytes, *, sponsor_number: str, actor: Actor) -> PlanVersion:
    """Add a plan version from a pack file 载入计划; the same file again gives the same version.

    Raises Invalid `bad_pack` with the JSON path, Conflict `version_in_use` when the version
    exists with other rules, `versions_overlap` when its validity meets another version's.
    """
    sponsor = Union.objects.filter(number=sponsor_number).first()
    if sponsor is None:
        raise NotFound
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=sponsor)
    try:
        pack = refuse_failing(parse(read_bytes(content)))
    except PackError as error:
        raise Invalid("bad_pack", f"规则文件不合格式：{error.path} {error.reason}。") from error
    plan = _plan(pack, sponsor, actor)
    known = plan.versions.filter(version=pack.version).first()
    sealed = digest_of(pack)
    if known is not None:
        if bytes(known.digest) != sealed:
            raise Conflict("version_in_use", "这个版本已经载入，内容不能改；请用新的版本号。")
        return known
    return _enter(plan, pack, sealed, actor)


@verb
def sign(number: str, *, actor: Actor) -> PlanVersion:
    """Sign a version 核定 on behalf of the sponsor; only then it may pay.

    Raises Conflict `not_final` while the pack itself says that something in it is assumed.
    """
    version = PlanVersion.objects.locked(number)
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=version.plan.sponsor)
    if not version.rules.is_verified:
        raise Conflict(
            "not_final", "这份规则还有未核实的内容（verified 为 false），补齐后载入新版本再核定。"
        )
    if version.verified_at is None:
        version.verified_by_id = user_of(actor)
        version.verified_at = clock.now()
        version.save(update_fields=["verified_by", "verified_at"])
        sponsor_id = version.plan.sponsor_id
        trail.record(
            actor,
            "mutual_aid.plan.sign",
            version,
            union_id=sponsor_id,
            fields=["verified_at"],
            digest=bytes(version.digest),
        )
    return version


def digest_of(pack: Pack) -> bytes:
    """Give the SHA-256 of the rules, the same whatever the spacing and order of keys."""
    return digest(pack.raw)


def _plan(pack: Pack, sponsor: Union, actor: Actor) -> Plan:
    plan = Plan.objects.filter(code=pack.code).first()
    if plan is not None:
        if plan.sponsor_id != sponsor.pk:
            raise Conflict("plan_of_another", "这个计划代码属于另一家主办工会，请换一个代码。")
        return plan
    fund = book.open_fund(
        f"MA-{pack.code}"[:40], f"{pack.title}会费"[:80], sponsor, FundKind.MUTUAL_AID, actor=actor
    )
    return Plan.objects.create(code=pack.code, title=pack.title, sponsor=sponsor, fund=fund)


def _enter(plan: Plan, pack: Pack, sealed: bytes, actor: Actor) -> PlanVersion:
    version = PlanVersion(
        plan=plan,
        number=pack.file_name.removesuffix(".json"),
        version=pack.version,
        title=pack.title,
        mode=pack.entry.mode,
        pack=pack.raw,
        digest=sealed,
        valid_from=pack.valid_from,
        valid_to=pack.valid_to,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(
            "versions_overlap", "这个版本的有效期与同一计划的另一版本重叠，请改正起止日期。"
        ) from fault
    trail.record(actor, "mutual_aid.plan.load", version, union_id=plan.sponsor_id, digest=sealed)
    return version
