"""Lists of an officer's subtrees as SQL: where her posts reach, and a walk along one index each.

The SQL of such a list reads the relation `reach` (`union_id`, `level`), one row for each union in
whose subtree the actor holds the permission. On the hot lane it is made of the posts that the
session lookup found, elsewhere of the actor, so that the list has one text for both.
"""

import json
import re
from typing import Any

from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import roles_with

_NUMBERED = re.compile(r"\$(\d+)")
_OF_ACTOR = """
SELECT DISTINCT p.union_id, p.level
  FROM json_to_recordset($1::json) AS p(union_id bigint, level integer)"""


def of_holder(permission: Permission) -> str:
    """SQL of `reach` from the relation `holder` of the session lookup.

    Like `session.actor_from`: no post counts before the second factor.
    """
    roles = ",".join(sorted(roles_with(permission)))
    return f"""
SELECT DISTINCT p.union_id, p.level
  FROM holder
 CROSS JOIN json_to_recordset(holder.posts::json) AS p(union_id bigint, level integer, role text)
 WHERE holder.second_factor AND p.role = ANY ('{{{roles}}}'::text[])"""  # noqa: S608


def newest(table: str, where: str, size: str) -> str:
    """SQL of the keys of the newest `size` rows `k` of a table in reach, each once.

    Each union of `reach` is walked along its level's index (d1..d5, then what `where` fixes, then
    -created_at, -id); the branches of the other levels are not run. Keys are read from the index
    alone, so that a plan with a sort has to read pages that the walk does not; the rows are read
    by them, as `id = ANY (ARRAY(...))`, which goes down the key's index once for neighbours.
    """
    order = "k.created_at DESC, k.id DESC"
    branches = "\n   UNION ALL ".join(
        f"(SELECT k.created_at, k.id FROM {table} k"  # noqa: S608
        f" WHERE reach.level = {level} AND k.d{level} = reach.union_id AND {where}"
        f" ORDER BY {order} LIMIT {size})"
        for level in range(1, 6)
    )
    return f"""
SELECT k.id
  FROM (SELECT DISTINCT k.created_at, k.id
          FROM reach CROSS JOIN LATERAL (
             {branches}) k) k
 ORDER BY {order} LIMIT {size}"""  # noqa: S608


def statement(sql: str) -> str:
    """Write the statement of a list for an actor who is known ($1: see `posts`)."""
    return f"WITH reach AS MATERIALIZED ({_OF_ACTOR}) SELECT ({sql})"


def posts(actor: Actor, permission: Permission) -> str:
    """Write where the actor's posts with the permission reach, as `statement` reads it."""
    held = actor.posts_with(permission)
    return json.dumps([{"union_id": one.union_id, "level": one.level} for one in held])


def read_text(sql: str, actor: Actor, permission: Permission, *values: Any) -> str:
    """Read the text of a list for an actor; `values` are $2, $3 and so on."""
    return run_here(statement(sql), posts(actor, permission), *values)


def run_here(sql: str, *values: Any) -> str:
    """Run a statement with numbered places on Django's connection; gives the last column."""
    with connection.cursor() as cursor:
        cursor.execute(*named(sql, values))
        row: Any = cursor.fetchone()
    return str(row[-1])


def named(sql: str, values: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    """Write a statement and its values as psycopg takes them: $1 becomes %(p1)s."""
    text = _NUMBERED.sub(r"%(p\1)s", sql.replace("%", "%%"))
    return text, {f"p{place}": value for place, value in enumerate(values, start=1)}
