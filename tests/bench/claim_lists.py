"""Lists of ten claims over HTTP: my claims, my benefits and a reviewer's desk, on the hot lane.

The floor is bare ASGI with asyncpg and the same statement with the session check inside it, and for
the desk with its values known beforehand. Hot lane and floor are compared byte for byte, and with
the ninja operation by what they say, the desk to the byte as well. How many rows the tables hold
changes nothing here (`claim_desk.py` counts that in buffers).
"""

from collections.abc import Sequence

import orjson
from django.db import connection, transaction

from backend.config.demo import cast
from services.mutual_aid.api.claims_member import BENEFITS_ROUTE, CLAIMS_ROUTE
from services.mutual_aid.api.claims_staff import DESK
from services.mutual_aid.models import Benefit, Claim
from tests.bench import load, place
from tests.bench.claims import waiting_claims
from tests.bench.http_read import ask, floors_of, pair
from tests.bench.measure import Result
from tests.cast import sign_in

MINE = 12
PAGE = 10
QUERY = "desk=unit&limit=10"


def run() -> list[Result]:
    """Measure the two lists of a member and the desk of her union."""
    place.empty()
    world = cast.create()
    numbers = [number for _, number in waiting_claims(world, MINE)]
    _benefits(list(Claim.objects.filter(number__in=numbers)))
    mine, chair = (sign_in(world.users[who]) for who in ("li_mei", "wang_qiang"))
    place.pin_client()
    results = []
    with place.web_server("backend.config.asgi:application") as ours:
        for name, title, route in (
            ("B1c", "my ten newest claims", CLAIMS_ROUTE),
            ("B1b", "my ten newest benefits", BENEFITS_ROUTE),
        ):
            with floors_of(route) as floors:
                _same_answers(ours[0], floors[0][0], route.path, mine)
                results.append(pair(name, title, 1.5, ours, route.path, floors, mine))
        with floors_of(DESK, QUERY.encode()) as floors:
            hot = f"{DESK.path}?{QUERY}"
            _same_answers(ours[0], floors[0][0], hot, chair)
            title = "ten claims of a reviewer's desk"
            results.append(pair("B2d", title, 1.5, ours, hot, floors, chair))
            title, api = f"{title}, the same in ninja", f"{hot}&lane=api"
            results.append(pair("B2d-api", title, None, ours, api, floors, chair))
    return results


def _benefits(claims: Sequence[Claim]) -> None:
    rows = []
    for place_of, claim in enumerate(claims):
        row = Benefit(
            number=f"JF-B-{place_of:06d}",
            key_id=claim.key_id,
            person_id=claim.person_id,
            payee_person_id=claim.person_id,
            cover_id=claim.cover_id,
            plan_id=claim.cover.plan_id,
            plan_version_id=claim.plan_version_id,
            claim=claim,
            period_first_day=claim.cover.first_day,
            due_fen=100,
            amount_fen=100,
        )
        row.place(claim.union)
        rows.append(row)
    with transaction.atomic(), connection.cursor() as cursor:
        # They stand for themselves: no money is reserved for them.
        cursor.execute("SET LOCAL session_replication_role = replica")
        Benefit.objects.bulk_create(rows)


def _same_answers(port: int, floor_port: int, path: str, token: str) -> None:
    hot, floor = (load.fetch(one, ask(path, token)) for one in (port, floor_port))
    by_api = f"{path}&lane=api" if "?" in path else f"{path}?lane=api"
    status, body = load.fetch(port, ask(by_api, token))
    if hot != floor or (status, orjson.loads(body)) != (hot[0], orjson.loads(hot[1])):
        raise load.Asked(f"answers differ: {path}")
    if "?" in path and (body != hot[1] or len(orjson.loads(body)["items"]) != PAGE):
        raise load.Asked(f"bytes differ: {path}")
