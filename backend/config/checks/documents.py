"""The committed OpenAPI documents say what the code does."""

import importlib
import sys

import django


def main() -> int:
    """Print which document differs; 1 when one does."""
    django.setup()
    # Importable only once Django stands: it reads the operations of every room.
    openapi = importlib.import_module("backend.config.openapi")
    differing = [
        audience
        for audience in openapi.APIS
        if not openapi.committed(audience).is_file()
        or openapi.committed(audience).read_text(encoding="utf-8") != openapi.document(audience)
    ]
    for audience in differing:
        sys.stdout.write(f"docs/openapi/{audience}.json is out of date: zhijia openapi --write\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
