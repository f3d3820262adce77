"""Own integrity checks of the open data: what a schema cannot see (interfaces.md 2.4).

`one_release` looks at one release alone, `one_project` at all releases of a project together,
`files` at everything that is published, against the digests that were published with it.
"""
