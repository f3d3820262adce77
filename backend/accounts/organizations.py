"""Organizations that are paid 收款单位: registered by credit code, renamed only at their cost.

Their accounts are entered and verified by `payees`, like a person's. They run in the caller's
transaction and leave their trace in it.
"""

from backend.accounts import payees
from backend.accounts.models import PayeeOrganization
from backend.audit import trail
from backend.fields.models import DataKey
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, FieldError, Invalid
from backend.kernel.identifiers import check_credit_code
from backend.unions.models import Union

LONGEST_NAME = 80


def check_name(name: str) -> str:
    """Tidy the name of an organization; raises Invalid `bad_name` when it is empty or too long."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        words = f"单位名称应为 1 到 {LONGEST_NAME} 个字，请按登记证书填写。"
        raise Invalid("bad_name", words, [FieldError("/name", "bad_name", words)])
    return plain


def find(credit_code: str) -> PayeeOrganization | None:
    """Give the organization of a credit code; raises Invalid `bad_credit_code`."""
    known = PayeeOrganization.objects.select_related("key", "union")
    return known.filter(credit_code=check_credit_code(credit_code)).first()


def register(credit_code: str, name: str, *, union: Union, actor: ActorLike) -> PayeeOrganization:
    """Enter an organization that may be paid, kept by this union; a known one is given back.

    Raises Invalid `bad_credit_code`, `bad_name`, Conflict `named_otherwise` where it is known by
    another name.
    """
    plain = check_name(name)
    known = find(credit_code)
    if known is not None:
        if known.name != plain:
            raise Conflict(
                "named_otherwise",
                "这个统一社会信用代码已用另一个名称登记。单位更名的，请先办理更名再登记账户。",
            )
        return known
    made = PayeeOrganization(credit_code=check_credit_code(credit_code), key=DataKey.make())
    made.place(union)
    made.seal("name_sealed", plain)
    made.save(force_insert=True)
    _trace(actor, "payee.organization.register", made, "credit_code", "name")
    return made


def rename(organization: PayeeOrganization, name: str, *, actor: ActorLike) -> None:
    """Give an organization its new name; its accounts stop, for a bank pays by name and number.

    A new account is entered and verified by another person before money goes there again. Raises
    Invalid `bad_name`.
    """
    plain = check_name(name)
    payees.stop(organization, actor=actor)
    organization.seal("name_sealed", plain)
    organization.save(update_fields=["name_sealed"])
    _trace(actor, "payee.organization.rename", organization, "name")


def _trace(actor: ActorLike, act: str, about: PayeeOrganization, *fields: str) -> None:
    trail.record(actor, act, about, union_id=about.union_id, fields=list(fields))
