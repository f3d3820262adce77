"""Builders that walk the real verbs: plans signed, a batch at the state that a test asks for."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.actor import Actor, HeldPost
from backend.access.roles import Role
from backend.accounts.models import Post
from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel.identifiers import uuid7
from backend.kernel.money import Money
from services.mutual_aid.models import Batch, PlanVersion, Upload
from services.mutual_aid.roster.sample import id_number
from services.mutual_aid.workflow import batches, cover, opening, plan_life, plans, reading, rosters
from tests.cast import Cast, part
from tests.services.mutual_aid.roster.files import HEADER, workbook
from tests.services.mutual_aid.rules.packs import SHIPPED
from tests.support import kept

HOSPITAL = "DEMO-HOSP-2026.v2"
HOSPITAL_NOW = "DEMO-HOSP-2026"
WOMEN = "DEMO-F-2026"
AUTOMATIC = "DEMO-MED-2026"
PERSON = tuple[str, str, str]


def actor(world: Cast, key: str) -> Actor:
    """Give a person of the cast as the guards would."""
    user = world.users[key]
    person = world.people[key]
    posts = Post.objects.filter(user=user, until=None).select_related("union")
    held = tuple(HeldPost(one.union_id, one.union.level, Role(one.role)) for one in posts)
    home = world.unions[part(key).member_of]
    kind = "staff" if held else "member"
    return Actor(user.pk, person.pk, part(key).post, kind, held, home.pk)


@kept.step
def load_plans(world: Cast) -> None:
    """Load and sign the plans of the demo federation."""
    officer = actor(world, "plan_officer")
    for path in sorted(SHIPPED.glob("DEMO-*.json")):
        version = plans.load(path.read_bytes(), sponsor_number="GH-0001", actor=officer)
        put_in_force(world, version.number)


def put_in_force(world: Cast, number: str) -> PlanVersion:
    """Let the plan officer propose a version and the approver sign it."""
    plan_life.propose(number, actor=actor(world, "plan_officer"), reason="规则已核对。")
    return plan_life.approve(number, actor=actor(world, "plan_approver"))


def workers(count: int, *, sex: str = "F", first: int = 0) -> list[PERSON]:
    """Give fictitious workers as roster rows: name, ID number, phone."""
    order = 1 if sex == "M" else 0
    return [
        (
            "赵敏敏",
            id_number(date(1980, 1, 1), (first + turn) * 2 + order),
            f"137{first + turn:08d}",
        )
        for turn in range(count)
    ]


def of_cast(key: str) -> PERSON:
    """Give a person of the cast as a roster row."""
    return part(key).name, part(key).id_number, part(key).phone


def open_batch(
    world: Cast,
    *,
    plan: str = HOSPITAL,
    by: str = "wang_qiang",
    headcount: int = 3,
    female: int = 3,
) -> Batch:
    """Open a batch of the chair's own union."""
    union = world.unions[part(by).post_at]
    return opening.open_batch(
        plan,
        union_number=union.number,
        headcount=headcount,
        female_headcount=female,
        actor=actor(world, by),
    )


def send(world: Cast, batch: Batch, content: bytes, *, by: str = "wang_qiang") -> Upload:
    """Upload a file and read it."""
    done = reading.read_upload(hand_in(world, batch, content, by=by).number)
    assert done is not None
    return done


def hand_in(world: Cast, batch: Batch, content: bytes, *, by: str = "wang_qiang") -> Upload:
    """Upload a file that nobody reads yet."""
    chair = actor(world, by)
    file = SimpleUploadedFile("名单.xlsx", content)
    sealed = receive(file, actor=chair, media=Media.WORKBOOK)
    return rosters.upload(batch.number, actor=chair, attachment_number=sealed.number)


def send_rows(
    world: Cast, batch: Batch, folder: Path, rows: Sequence[PERSON], *, by: str = "wang_qiang"
) -> Upload:
    """Upload plain rows as a workbook and read it."""
    path = workbook(folder / f"{uuid7()}.xlsx", [HEADER, *rows])
    return send(world, batch, path.read_bytes(), by=by)


def fresh(batch: Batch) -> Batch:
    """Read a batch again."""
    return Batch.objects.get(pk=batch.pk)


def confirmed(
    world: Cast,
    folder: Path,
    rows: Sequence[PERSON],
    *,
    plan: str = HOSPITAL,
    by: str = "wang_qiang",
) -> Batch:
    """Give a batch that the unit has confirmed, with exactly these people."""
    batch = open_batch(world, plan=plan, by=by, headcount=len(rows), female=len(rows))
    send_rows(world, batch, folder, rows, by=by)
    return batches.confirm_unit(batch.number, actor=actor(world, by), version=fresh(batch).version)


def paid(world: Cast, batch: Batch) -> Batch:
    """Give the batch after its whole fee has arrived."""
    return batches.record_fee(
        batch.number,
        actor=actor(world, "sun_li"),
        version=batch.version,
        amount=Money(batch.fee_due_fen),
        bank_reference=f"YH{batch.number}",
    )


def in_force(world: Cast, batch: Batch, *, above: str = "zhao_min") -> Batch:
    """Give a unit-confirmed batch after fee, upper confirmation and start of cover."""
    batch = paid(world, batch)
    upper = actor(world, above)
    batch = batches.confirm_upper(batch.number, actor=upper, version=batch.version)
    return cover.put_in_force(batch.number, actor=upper, version=batch.version)
