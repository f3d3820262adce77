"""`make check`: formatting, lint, floors, house laws, migrations, OpenAPI documents and types."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "format": [str(PROGRAMS / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(PROGRAMS / "ruff"), "check", "--quiet", "."],
    "floors": [str(PROGRAMS / "lint-imports"), "--no-logo"],
    # All but the two laws that are a check of their own here, or ask about the servers of a run.
    "laws": [
        sys.executable, "-m", "pytest", "tests/house", "-q", "-n", "0", "--durations", "1",
        "--ignore", "tests/house/test_migrations.py", "--ignore", "tests/house/test_workers.py",
    ],
    "migrations": [sys.executable, "-m", "backend.config.checks.migrations"],
    "openapi": [sys.executable, "-m", "backend.config.checks.documents"],
    "types": [str(PROGRAMS / "mypy")],
}  # fmt: skip


def _run(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "backend.config.settings.test"}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    verdict = "pass" if done.returncode == 0 else "FAIL"
    sys.stdout.write(f"{verdict}  {name} ({time.monotonic() - started:.1f} s)\n")
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr + "\n")
    sys.stdout.flush()
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Run the named checks, or all; 1 when one fails."""
    parser = argparse.ArgumentParser(prog="make check")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=" ".join(CHECKS))
    wanted = parser.parse_args(arguments).checks
    unknown = [name for name in wanted if name not in CHECKS]
    if unknown:
        parser.error(f"no such check: {' '.join(unknown)} (there are {' '.join(CHECKS)})")
    results = [_run(name, CHECKS[name]) for name in wanted or CHECKS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
