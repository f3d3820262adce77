"""The walk of a claim through HTTP, step by step: submit, review, approve, pay.

Ours: the member submits her finished draft (one stay, three photographs), the unit passes it on,
the district approves it, the fund keeper pays it; each by the product's server with sign-in, key,
version, lock, verb, audit entry, outbox row and stored reply. Paying is bulk: the keeper orders
chosen benefits in one batch and fetches the file, another takes the reply in, which closes the
claims. That step is these three requests for a batch of `BENCH_BATCH` claims (100), and the cost of
one claim is that of the batch divided by its claims. B8p1 is the same for a batch of one claim, the
dearest that a payment can be; it is reported, not judged.

The floor plays the very statements of each step, recorded, in as many transactions, by bare psycopg
(`tape.py`), on claims of its own: both begin with the same drafts and end with closed claims. The
figure is CPU of the server's process tree for each claim, the floor's is CPU of this process;
PostgreSQL's is left out on both sides. B8 is the sum of the four steps.
"""

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import Client

from backend.accounts.models import Person
from backend.config.demo import cast
from backend.config.demo.actors import actor_of
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.models import Claim, PlanVersion
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow import plan_life, plans
from tests.bench import load, place
from tests.bench.claim_walk import Ask, Walk
from tests.bench.measure import Result, compare, cpu_ns
from tests.bench.tape import Sent, Tape, recording, spread_keys
from tests.bench.world_claims import PAID_FEN, Draft, make_drafts

CONNECTIONS = 4
BATCH = int(os.environ.get("BENCH_BATCH", "100"))
CLAIMS = max(BATCH, int(os.environ.get("BENCH_REQUESTS", "300")) // BATCH * BATCH)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
ALONE = 20
GOAL = 4.0
PACK = Path("services") / "mutual_aid" / "packs" / "DEMO-HOSP-2026.json"
STEPS = {
    "submit": ("B8s", "a member submits a finished draft"),
    "review": ("B8r", "the unit passes it on"),
    "approve": ("B8a", "the district approves it"),
    "pay": ("B8p", f"it is paid, one of a batch of {BATCH}"),
}
Walked = dict[str, float]
Rounds = list[list[Walked]]
"""What ours, the floor and its twin came to, round by round."""
Side = Callable[[Sequence[Draft], int], Walked]
_FACTS = """
SELECT c.id, c.number, c.key_id, c.person_id, c.cover_id, c.filed_by_id, b.id, b.number,
       b.transfer_id, b.payee_id, b.payee_digest
  FROM mutual_aid_claim c JOIN mutual_aid_benefit b ON b.claim_id = c.id
 WHERE c.id = ANY(%s) ORDER BY c.id"""


def run() -> list[Result]:
    """Measure each step, the whole walk, and a batch of one claim."""
    world, version = _world()
    spread_keys()
    count = CLAIMS * ROUNDS * 3 + 2 * BATCH + 1 + ALONE * ROUNDS * 3
    drafts = iter(make_drafts(world, version, count))
    place.pin_client()
    walk = Walk(world)
    tapes = _tapes(walk, drafts)
    floor, twin = _floor(tapes), _floor(tapes)
    with place.web_server("backend.config.asgi:application") as server:
        ours = _ours(walk, server)
        ours(_take(drafts, BATCH), BATCH)
        sides = (ours, floor, twin)
        whole = [[side(_take(drafts, CLAIMS), BATCH) for side in sides] for _ in range(ROUNDS)]
        alone = [[side(_take(drafts, ALONE), 1) for side in sides] for _ in range(ROUNDS)]
    open_still = Claim.objects.exclude(state=ClaimState.CLOSED).count()
    if open_still:
        message = f"{open_still} claims did not come to the end of the walk"
        raise load.Asked(message)
    return [*_results(whole, tapes), _alone(alone, tapes["pay1"])]


def _world() -> tuple[cast.Cast, PlanVersion]:
    """Make the cast and a signed plan with money enough for all."""
    if Person.objects.exists():
        place.empty()
    world = cast.create()
    officer = actor_of(world.users["plan_officer"])
    version = plans.load(PACK.read_bytes(), sponsor_number="GH-0001", actor=officer)
    plan_life.propose(version.number, actor=officer, reason="bench")
    plan_life.approve(version.number, actor=actor_of(world.users["plan_approver"]))
    version = PlanVersion.objects.select_related("plan__fund").get(pk=version.pk)
    with transaction.atomic():
        most = Money(PAID_FEN * (CLAIMS + BATCH + ALONE) * (ROUNDS + 1) * 3)
        keeper = actor_of(world.users["sun_li"])
        book.receive(version.plan.fund, most, version, actor=keeper, reason="会费")
    return world, version


def _take(drafts: Iterator[Draft], count: int) -> list[Draft]:
    return list(itertools.islice(drafts, count))


def _tapes(walk: Walk, drafts: Iterator[Draft]) -> dict[str, Tape]:
    """Walk one claim and one batch in this process and keep the statements of each step."""
    one, batch = _take(drafts, 1), _take(drafts, BATCH)
    tapes = {}
    for step in ("submit", "review", "approve"):
        act = getattr(walk, step)
        tapes[step] = Tape(_recorded(lambda send, act=act: act(one, send)), one[0].own)
        act(batch, _sent)
    tapes["pay1"] = Tape(_recorded(lambda send: walk.pay(one, send, 1)), _facts(one))
    tapes["pay"] = Tape(_recorded(lambda send: walk.pay(batch, send, BATCH)), _facts(batch))
    return tapes


def _recorded(step: Callable[[Any], None]) -> list[list[Sent]]:
    """Take a step in this process; gives the statements of each of its requests."""
    found: list[list[Sent]] = []

    def send(asks: Sequence[Ask]) -> None:
        for ask in asks:
            with recording() as sent:
                _sent([ask])
            found.append(sent)

    step(send)
    return found


def _sent(asks: Sequence[Ask]) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    for ask in asks:
        headers = ask.headers()
        kind = headers.pop("Content-Type")
        reply = client.post(ask.path, ask.body, content_type=kind, headers=headers)
        if reply.status_code not in {200, 201}:
            raise load.Asked(reply.content.decode())


def _facts(drafts: Sequence[Draft]) -> list[Any]:
    """Give all keys and numbers by which these approved claims are paid."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [[one.pk for one in drafts]])
        rows = cursor.fetchall()
    return [bytes(one) if isinstance(one, memoryview) else one for row in rows for one in row]


def _floor(tapes: dict[str, Tape]) -> Side:
    players = {step: tape.player() for step, tape in tapes.items()}

    def side(drafts: Sequence[Draft], size: int) -> Walked:
        own = [one.own for one in drafts]
        walked = {step: players[step](own) for step in ("submit", "review", "approve")}
        batches = [_facts(drafts[at : at + size]) for at in range(0, len(drafts), size)]
        walked["pay"] = players["pay" if size == BATCH else "pay1"](batches)
        return {step: us / len(drafts) for step, us in walked.items()}

    return side


def _ours(walk: Walk, server: tuple[int, int]) -> Side:
    port, pid = server

    def side(drafts: Sequence[Draft], size: int) -> Walked:
        walked: Walked = {}
        for step in STEPS:
            used = [0]

            def send(asks: Sequence[Ask], used: list[int] = used) -> None:
                wires = [ask.wire() for ask in asks]
                before = cpu_ns(pid)
                load.drive(port, iter(wires), CONNECTIONS, b"HTTP/1.1 20")
                used[0] += cpu_ns(pid) - before

            if step == "pay":
                walk.pay(drafts, send, size)
            else:
                getattr(walk, step)(drafts, send)
            walked[step] = used[0] / 1000 / len(drafts)
        return walked

    return side


def _results(rounds: Rounds, tapes: dict[str, Tape]) -> list[Result]:
    results = [
        _compared(
            name, title, GOAL, [[one[step] for one in walked] for walked in rounds], tapes[step]
        )
        for step, (name, title) in STEPS.items()
    ]
    sums = [[sum(one.values()) for one in walked] for walked in rounds]
    title = "the whole walk of a claim: submit, review, approve, pay"
    return [*results, _compared("B8", title, GOAL, sums)]


def _alone(rounds: Rounds, tape: Tape) -> Result:
    paid = [[one["pay"] for one in walked] for walked in rounds]
    return _compared("B8p1", "it is paid in a batch of its own", None, paid, tape)


def _compared(
    name: str, title: str, goal: float | None, rounds: list[list[float]], tape: Tape | None = None
) -> Result:
    ours, floor, twin = map(list, zip(*rounds, strict=True))
    if tape is None:
        return compare(name, title, "us CPU/claim", goal, (ours, floor, twin))
    return compare(
        name,
        title,
        "us CPU/claim",
        goal,
        (ours, floor, twin),
        notes=(f"{tape.statements} statements; the floor sends the same ones",),
        extra={"statements": tape.statements},
    )
