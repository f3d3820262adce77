"""No model and no trigger may have changed without its migration; no database is asked."""

import sys

import django
from django.apps import apps
from django.core.management.commands.makemigrations import Command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


def missing() -> list[str]:
    """List what no migration makes of models and triggers, and each fork of a migration graph."""
    # Names in a migration are the untranslated ones, as makemigrations writes them.
    translation.deactivate_all()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    forks = [
        f"{label}: two last migrations ({', '.join(sorted(names))})"
        for label, names in loader.detect_conflicts().items()
    ]
    # The command's own detector sees triggers too; Django's bare one does not.
    detector = Command.autodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    return forks + [
        f"{label}: {operation.describe()}"
        for label, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    ]


def main() -> int:
    """Print what is missing; 1 when anything is."""
    django.setup()
    # Names of Django's own models are translated; its migrations hold them as written.
    translation.deactivate_all()
    found = missing()
    for line in found:
        sys.stdout.write(f"no migration for {line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
