"""Open union affairs 会务公开 (provision 12), the board that every other capability may publish to.

An editor drafts, another person checks the privacy of everybody named or counted, a third signs
off, and only then does a text become a version. A version is never overwritten: a correction is
the next version with its reason, a withdrawal is a record beside it. A standing form passes the
three people once; figures that the system fills into it publish without a further sign-off.

The public board, the archive and the feeds read the same rows. Feeds are files, written after the
commit from what PostgreSQL holds, so that they outlive an outage of the application.

Called from outside: `workflow` (the verbs), `board.publish_standing` (inside another verb),
`queries`; `backend.config` also assembles `api`, `pages`, `tasks` and `feed_files`.
"""
