"""The launcher: one supervisor that owns every process of `make run` and `make test`.

It imports no Django: it starts the servers first and hands their addresses to its children.
The embedded servers are for development, tests and trials; production names its own.
"""
