"""A token to a user with posts, in one SQL statement, for every lane.

The token is the session key; the database knows only its digest, so a dump opens no session.
Revoking is deleting the row.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection

# $1 is the digest of the token. Columns: user_id, person_id, second_factor, membership_union_id,
# d1..d5 of that membership, posts as JSON [{"union_id", "level", "role"}, ...].
SQL = """
SELECT s.user_id, u.person_id, s.second_factor_at IS NOT NULL AS second_factor,
       m.union_id AS membership_union_id, m.d1, m.d2, m.d3, m.d4, m.d5,
       (SELECT json_agg(json_build_object('union_id', p.union_id, 'level', o.level,
                                          'role', p.role) ORDER BY p.id)::text
          FROM accounts_post p JOIN unions_union o ON o.id = p.union_id
         WHERE p.user_id = s.user_id AND p.until IS NULL) AS posts
  FROM accounts_signinsession s
  JOIN accounts_user u ON u.id = s.user_id AND u.is_active
  LEFT JOIN accounts_membership m
         ON m.person_id = u.person_id AND m.state IN ('active', 'retained')
 WHERE s.key_digest = $1 AND s.expire_date > now()
"""
_SQL = SQL.replace("$1", "%s")


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post in force: the union, its level 1-5 and the role as text."""

    union_id: int
    level: int
    role: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose token it is; `second_factor` tells whether the posts count in this session."""

    user_id: int
    person_id: int | None
    second_factor: bool
    membership_union_id: int | None
    membership_place: tuple[int | None, ...]
    posts: tuple[PostHeld, ...]


def digest(token: str) -> str:
    """Give what the database knows of a token: SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def holder_from(row: Any) -> Holder | None:
    """Read a row of `SQL`, from any driver; None when no session matched."""
    if row is None:
        return None
    posts = json.loads(row[9]) if row[9] else []
    held = tuple(PostHeld(post["union_id"], post["level"], post["role"]) for post in posts)
    return Holder(row[0], row[1], bool(row[2]), row[3], tuple(row[4:9]), held)


def find(token: str) -> Holder | None:
    """Look a token up; None when it is unknown, expired, revoked or its user is closed."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [digest(token)])
        return holder_from(cursor.fetchone())


find_async = sync_to_async(find)


def revoke(token: str) -> None:
    """End the session of a token at once."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_signinsession WHERE key_digest = %s", [digest(token)])
