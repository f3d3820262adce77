"""People and accounts 人员与账户: persons, consents, memberships, posts, sign-in by phone code.

A `Person` is a natural person with sealed values; a `User` is someone who signs in; a
`Membership` binds a person to a union; a `Post` gives a user a role in a union. Public surface:
`people` (find, create, reveal, copy of all data), `memberships`, `posts`, `payees`,
`organizations` (who is paid besides people), `consents`, `tokens` (a token to a user in one
statement), `sessions` (Django session engine).
"""
