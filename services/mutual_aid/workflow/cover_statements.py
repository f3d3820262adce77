"""Cover for many in one statement: the lines of a batch, the members of an automatic plan.

`plan_id + 0` keeps the planner at the index of the person: of a plan whose covers were just
written it knows nothing, takes them for one, and would walk all of them for each person.
"""

# Who had a cover of the plan before this one: the days between them, none for a newcomer.
_GAP = """
  LEFT JOIN LATERAL (SELECT %(first)s::date - max(c.last_day) - 1 AS days
                       FROM mutual_aid_cover c
                      WHERE c.person_id = who.person_id AND c.plan_id + 0 = %(plan)s
                        AND c.last_day < %(first)s::date) gap ON true
"""
_INTO = """
INSERT INTO mutual_aid_cover (person_id, plan_id, plan_version_id, line_id, first_day, last_day,
                              shares, wait_days, renewal_gap_days, cap_period_fen, cap_life_fen,
                              paid_fen, created_at)
SELECT who.person_id, %(plan)s, %(version)s, {line}, %(first)s, %(last)s, {shares},
       CASE WHEN gap.days <= %(grace)s THEN 0 ELSE %(wait)s END, gap.days,
       %(cap)s, %(life)s, 0, %(now)s
  FROM {who} who
"""
COVER_LINES = f"""
{_INTO.format(line="who.id", shares="who.shares", who="mutual_aid_line")} {_GAP}
 WHERE who.batch_id = %(batch)s AND who.state = 'active'
 ORDER BY who.id
    ON CONFLICT DO NOTHING
RETURNING person_id
"""
# The level of the sponsor and the condition of age are put in by the caller.
COVER_MEMBERS = f"""
{_INTO.format(line="NULL", shares="1", who="accounts_membership")} {_GAP}
 WHERE who.d{{level}} = %(sponsor)s AND who.state = ANY(%(standing)s) {{admitted}}
   AND NOT EXISTS (SELECT 1 FROM mutual_aid_cover c
                    WHERE c.person_id = who.person_id AND c.plan_id + 0 = %(plan)s
                      AND c.first_day <= %(last)s AND c.last_day >= %(first)s)
 ORDER BY who.id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - fixed names
# The newest automatic cover of each that ended with her membership, and the membership she has now.
# What the plan counts as waiting goes on where she came back within the grace days.
COVER_RETURNED = """
INSERT INTO mutual_aid_cover (person_id, plan_id, plan_version_id, first_day, last_day, shares,
                              wait_days, renewal_gap_days, cap_period_fen, cap_life_fen, paid_fen,
                              created_at, period_first_day)
SELECT who.person_id, %(plan)s, %(version)s, back.day, term.ends, c.shares,
       CASE WHEN gap.days <= %(grace)s THEN greatest(0, c.wait_days - (back.day - c.first_day))
            ELSE %(wait)s END,
       gap.days, %(cap)s, %(life)s, 0, %(now)s, term.begins
  FROM mutual_aid_cover c
  JOIN accounts_membership who ON who.person_id = c.person_id AND who.d{level} = %(sponsor)s
       AND who.state = ANY(%(standing)s) AND who.joined_on <= %(today)s::date {admitted}
 CROSS JOIN LATERAL (
       SELECT coalesce(c.period_first_day, c.first_day) AS begins,
              CASE WHEN %(months)s::int IS NULL THEN %(last)s::date
                   ELSE (coalesce(c.period_first_day, c.first_day)
                         + make_interval(months => %(months)s::int))::date - 1 END AS ends) term
 CROSS JOIN LATERAL (
       SELECT CASE WHEN who.joined_on + %(lead)s::int > c.last_day THEN who.joined_on
                   ELSE %(today)s::date END + %(lead)s::int AS day) back
 CROSS JOIN LATERAL (SELECT back.day - c.last_day - 1 AS days) gap
 WHERE c.plan_id = %(plan)s AND c.left_on IS NOT NULL AND c.left_on = c.last_day
   AND c.line_id IS NULL AND c.last_day >= %(since)s::date AND term.begins >= %(since)s::date
   AND back.day > c.last_day AND back.day <= term.ends
   AND (%(persons)s::bigint[] IS NULL OR c.person_id = ANY(%(persons)s::bigint[]))
   AND NOT EXISTS (SELECT FROM mutual_aid_cover after
                    WHERE after.person_id = c.person_id AND after.plan_id + 0 = %(plan)s
                      AND after.last_day > c.last_day)
 ORDER BY c.id
    ON CONFLICT DO NOTHING
RETURNING id
"""
ADMITTED = """
   AND EXISTS (SELECT 1 FROM accounts_person p
                 JOIN unnest(%(sexes)s::text[], %(earliest)s::date[], %(latest)s::date[])
                      AS may (sex, earliest, latest) ON may.sex = p.sex
                WHERE p.id = who.person_id
                  AND p.birth_date BETWEEN may.earliest AND may.latest)
"""
