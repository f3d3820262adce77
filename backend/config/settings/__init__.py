"""Settings, from the environment only: base, and its overrides dev, test and production."""

import django_stubs_ext

# Django's classes accept their type parameters at run time too: Manager[User], CharField[str, str].
django_stubs_ext.monkeypatch()
