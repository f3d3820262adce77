"""The shared board: what another capability's verb publishes in its own transaction.

Fixed words with named figures; the form passed its three people once, so nothing is signed again
(R12.3). Only whole numbers and words from a fixed list get in: nothing personal can.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection, models

from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict
from backend.unions import standards
from backend.unions.models import Union
from services.disclosure.models import Disclosure, FormVersion
from services.disclosure.models.serial import DISCLOSURE_PREFIX, next_number
from services.disclosure.rules import calendar
from services.disclosure.rules import figures as figure_rules
from services.disclosure.rules.text import TITLE_LIMIT
from services.disclosure.states import State
from services.disclosure.workflow import publish_version
from services.disclosure.workflow.publication import Hands, Tells
from services.disclosure.workflow.words import digest_of, refuse_numbers

NO_FORM = "no_form"


@dataclass(frozen=True, slots=True)
class Subject:
    """The one public thing that a form is filled for: its number, name, and public page.

    The name is public already and was approved by two people where it was made so. `key` keeps
    several fillings of one form for one thing apart; mostly it is the number.
    """

    key: str
    number: str
    name: str
    address: str


def publish_standing(
    code: str,
    *,
    union: Union,
    period: str,
    figures: Mapping[str, int | str],
    because: models.Model,
    actor: ActorLike,
    reason: str = "",
    subject: Subject | None = None,
    tells: Tells = Tells.EACH,
    hidden: Collection[str] = (),
) -> Disclosure:
    """Fill a standing form and put it before the public, in the caller's transaction.

    `figures` are whole numbers (money in fen) or words that the form lists. The same figures a
    second time change nothing; other figures need a `reason` and become the next version. `tells`
    says of which versions members are told. `hidden` names figures that the caller shows nowhere:
    they stay out beside those that the form hides by itself.
    Raises RuntimeError outside a transaction, Conflict `no_form` when the union has no passed
    form, Conflict `already_published` without a reason, Invalid `bad_figures`.
    """
    if not connection.in_atomic_block:
        message = "a standing form is filled inside the transaction of the verb that causes it"
        raise RuntimeError(message)
    form = standing_form(code, union)
    title, body, shown = _filled(form, union, period, figures, hidden)
    if subject is not None:
        title = f"{subject.name}：{calendar.period_label(period)}{form.title}"[:TITLE_LIMIT]
        body = f"{body}\n\n编号 {subject.number}。全部数字、更正和开放数据：{subject.address}"
    disclosure = _claimed(form, union, period, title, subject.key if subject else "")
    current = disclosure.current
    if current is not None and bytes(current.digest) == digest_of(title, body):
        return disclosure
    if current is not None and not reason.strip():
        raise Conflict("already_published", "这一期已经公开，数字有变化时请写明更正原因。")
    refuse_numbers(f"{title}\n{body}\n{reason}")
    publish_version(
        disclosure,
        title=title,
        body=body,
        hands=Hands(form.author_id, form.checked_by_id, form.signed_by_id),
        actor=actor,
        reason=reason.strip() if current is not None else "",
        form_version=form,
        figures=shown,
        purpose=f"{because._meta.label_lower}:{because.pk}",
        tells=tells,
    )
    return disclosure


def standing_form(code: str, union: Union) -> FormVersion:
    """Give the passed form in force for a union: its own, else the nearest above it."""
    places = [key for key in union.ancestors if key]
    forms = FormVersion.objects.filter(code=code, union_id__in=places)
    form = forms.order_by("-union__level", "-sequence").first()
    if form is None:
        raise Conflict(NO_FORM, "这个固定格式还没有通过审查和签发，请先由会务公开编辑起草送审。")
    return form


def _filled(
    form: FormVersion,
    union: Union,
    period: str,
    values: Mapping[str, int | str],
    hidden: Collection[str],
) -> tuple[str, str, dict[str, int | str]]:
    """Title, body and the figures that may be seen; hidden cells are not even stored."""
    wanted = form.figure_list()
    figure_rules.check_values(wanted, values)
    smallest = standards.value("statistics.smallest_cell", union, clock.today())
    without = figure_rules.hidden(wanted, values, smallest=int(smallest)) | set(hidden)
    title, body = (
        figure_rules.fill(words, wanted, values, without) for words in (form.title, form.body)
    )
    shown = {name: value for name, value in values.items() if name not in without}
    return f"{union.name}{calendar.period_label(period)}{title}", body, shown


def _claimed(form: FormVersion, union: Union, period: str, title: str, subject: str) -> Disclosure:
    """Lock the disclosure of this form and period, or make it; racers meet at the constraint."""
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("union", "current")
    found = rows.filter(union=union, form_code=form.code, period=period, subject=subject).exclude(
        state=State.WITHDRAWN
    )
    disclosure = found.first()
    if disclosure is None:
        disclosure = Disclosure(
            number=next_number(DISCLOSURE_PREFIX),
            category=form.category,
            catalogue_item=form.catalogue_item,
            period=period,
            form_code=form.code,
            subject=subject,
            title=title,
        )
        disclosure.place(union)
        disclosure.save()
    return disclosure
