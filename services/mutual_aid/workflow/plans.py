"""Taking plan versions in; a loaded version is never changed (R8.1). Its life: `plan_life`."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel.errors import Conflict, FieldError, Invalid, NotFound
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.unions.models import Union
from services.mutual_aid.models import Plan, PlanVersion
from services.mutual_aid.rules.canonical import digest
from services.mutual_aid.rules.checking import refuse_failing
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.parse import parse
from services.mutual_aid.rules.reading import PackError, read_bytes
from services.mutual_aid.rules.refusals import in_chinese
from services.mutual_aid.workflow.plan_life import must_follow, record


@verb
def load(content: bytes, *, sponsor_number: str, actor: Actor) -> PlanVersion:
    """Add a plan version from a pack file 载入计划; the same file again gives the same version.

    Raises Invalid `bad_pack` that points at the value, Conflict `version_in_use` when the version
    exists with other rules, `versions_overlap` when its validity meets that of a version in force
    other than by following an open one.
    """
    sponsor = Union.objects.filter(number=sponsor_number).first()
    if sponsor is None:
        raise NotFound
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=sponsor)
    try:
        pack = refuse_failing(parse(read_bytes(content)))
    except PackError as error:
        words = f"规则文件不合格式：{in_chinese(error)}。"
        raise Invalid("bad_pack", words, [FieldError(error.path, "bad_pack", words)]) from error
    plan = _plan(pack, sponsor, actor)
    known = plan.versions.filter(version=pack.version).first()
    sealed = digest_of(pack)
    if known is not None:
        if bytes(known.digest) != sealed:
            raise Conflict("version_in_use", "这个版本已经载入，内容不能改；请用新的版本号。")
        return known
    return _enter(plan, pack, sealed, actor)


def digest_of(pack: Pack) -> bytes:
    """Give the SHA-256 of the rules, the same whatever the spacing and order of keys."""
    return digest(pack.raw)


def _plan(pack: Pack, sponsor: Union, actor: Actor) -> Plan:
    plan = Plan.objects.select_for_update().filter(code=pack.code).first()
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
    must_follow(version)
    version.save(force_insert=True)
    record(version, "load", actor=actor, fields=["pack"])
    return version
