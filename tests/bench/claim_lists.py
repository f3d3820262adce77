"""Lists of ten claims over HTTP: my claims and my benefits on the hot lane, and a reviewer's desk.

The floor is bare ASGI with asyncpg and the same statement with the session check inside it; the two
lists of the member are compared byte for byte, and with the ninja operation by what they say. The
desk is an ordinary read: one hop, the scoped queryset, the page, the schema; its floor gives the
same rows by one statement. How many rows the tables hold changes nothing here (`claim_desk.py`
counts that in buffers).
"""

from collections.abc import Sequence

import orjson
from django.db import connection, transaction

from backend.access.lane import HotRoute
from backend.config.demo import cast
from services.mutual_aid.api.claims_member import BENEFITS_ROUTE, CLAIMS_ROUTE
from services.mutual_aid.api.claims_staff import READ
from services.mutual_aid.models import Benefit, Claim
from tests.bench import load, place
from tests.bench.claims import waiting_claims
from tests.bench.http_read import ask, floors_of, pair
from tests.bench.measure import Result
from tests.cast import sign_in

MINE = 12
DESK = "/api/staff/v1/claims"
QUERY = f"{DESK}?desk=unit&limit=10"
_DESK = """
SELECT json_build_object('items', coalesce(json_agg(c ORDER BY c.created_at DESC, c.id DESC), '[]'),
                         'next_cursor', null, 'has_more', true)::text
FROM (SELECT k.id, k.number, k.version, k.state, k.desk, k.created_at, k.submitted_at, k.due_on,
             k.needs_look, k.is_sampled, p.display_name AS person, u.name AS union_name,
             v.title AS plan_title
        FROM mutual_aid_claim k
        JOIN accounts_person p ON p.id = k.person_id
        JOIN unions_union u ON u.id = k.union_id
        JOIN mutual_aid_planversion v ON v.id = k.plan_version_id
       WHERE k.d{level} = {union} AND k.desk = 'unit'
       ORDER BY k.created_at DESC, k.id DESC LIMIT 10) c"""


def run() -> list[Result]:
    """Measure the two lists of a member and the desk of her union."""
    place.empty()
    world = cast.create()
    numbers = [number for _, number in waiting_claims(world, MINE)]
    _benefits(list(Claim.objects.filter(number__in=numbers)))
    mine, chair = (sign_in(world.users[who]) for who in ("li_mei", "wang_qiang"))
    place.pin_client()
    home = world.unions["factory"]
    desk = HotRoute(DESK, READ, _DESK.format(level=home.level, union=home.pk))
    results = []
    with place.web_server("backend.config.asgi:application") as ours:
        for name, title, route in (
            ("B1c", "my ten newest claims", CLAIMS_ROUTE),
            ("B1b", "my ten newest benefits", BENEFITS_ROUTE),
        ):
            with floors_of(route) as floors:
                _same_answers(ours[0], floors[0][0], route.path, mine)
                results.append(pair(name, title, 1.5, ours, route.path, floors, mine))
        with floors_of(desk) as floors:
            _same_rows(ours[0], floors[0][0], chair)
            title = "ten claims of a desk, an ordinary read"
            results.append(pair("B2d", title, 12.0, ours, QUERY, floors, chair))
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
    status, body = load.fetch(port, ask(f"{path}?lane=api", token))
    if hot != floor or (status, orjson.loads(body)) != (hot[0], orjson.loads(hot[1])):
        raise load.Asked(f"answers differ: {path}")


def _same_rows(port: int, floor_port: int, token: str) -> None:
    answers = (load.fetch(port, ask(QUERY, token)), load.fetch(floor_port, ask(DESK, token)))
    numbers = [[row["number"] for row in orjson.loads(body)["items"]] for _, body in answers]
    if numbers[0] != numbers[1] or not numbers[0]:
        raise load.Asked(f"rows differ: {numbers}")
