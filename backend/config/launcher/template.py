"""A database folder with all tables, kept between test runs as long as no migration changes."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from backend.config.launcher.words import LaunchError

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / "var" / "test-database"
NAME = "zhijia_template"
KEPT = 3


def mark() -> str:
    """Give the mark of everything that shapes the tables: migrations, packages, this folder."""
    shaping = [ROOT / "requirements.lock", *sorted(Path(__file__).parent.glob("*.py"))]
    for top in ("backend", "notifications", "services"):
        shaping += sorted((ROOT / top).rglob("migrations/*.py"))
        shaping += sorted((ROOT / top).rglob("*.sql"))
    digest = hashlib.sha256()
    for path in shaping:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def fetch(target: Path) -> bool:
    """Copy the kept folder for the tables of now to `target`; tell whether there was one."""
    kept = CACHE / mark()
    if not kept.is_dir():
        return False
    try:
        os.utime(kept)
        _copy(kept, target)
    except (OSError, subprocess.CalledProcessError):  # another run has just cleared it away
        shutil.rmtree(target, ignore_errors=True)
        return False
    return True


def keep(folder: Path, mark_before: str) -> None:
    """Keep a stopped server's folder for later runs, unless a migration changed meanwhile."""
    if mark() != mark_before:
        return
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="fresh-") as fresh:
            _copy(folder, Path(fresh) / "postgres")
            (Path(fresh) / "postgres").rename(CACHE / mark_before)
    except OSError:  # a read-only tree, or another run was quicker: the next run makes its own
        return
    kept = [path for path in CACHE.iterdir() if not path.name.startswith("fresh-")]
    for path in sorted(kept, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def migrate(url: str, environ: dict[str, str]) -> None:
    """Make all tables in the template database."""
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "backend.config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"],
        cwd=ROOT,
        env={**environ, **settings, "ZHIJIA_PROCESS": "job"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"the tables could not be made:\n{done.stderr.strip()}"
        raise LaunchError(message)


def _copy(source: Path, target: Path) -> None:
    # cp keeps owner and mode, which PostgreSQL checks, and is quicker than copying file by file.
    subprocess.run(["cp", "-a", str(source), str(target)], check=True, capture_output=True)
