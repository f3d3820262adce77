"""Write the byte code of what the processes import, once, as the last step of installing.

Later nobody may: the accounts that processes drop to cannot write beside the program, and some
surroundings say PYTHONDONTWRITEBYTECODE. Then each of half a dozen processes and each decoder of
a photograph would compile what it imports anew at every start.
"""

import compileall
import importlib
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("backend", "notifications", "services")
IMPORTED = (
    "backend.config.asgi",
    "backend.config.boot",
    "backend.config.celery",
    "backend.config.demo.world",
    "backend.config.launcher.greeting",
    "backend.config.launcher.serving",
    "backend.config.urls",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "allauth.headless.urls",
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "celery.worker.components",
    "celery.worker.consumer",
    "celery.worker.loops",
    "celery.worker.strategy",
    "django.core.management.commands.migrate",
    "granian.cli",
    "granian.server",
    "kombu.transport.redis",
    "uvloop",
)


def main() -> int:
    """Compile our packages; import, and so compile, what they use of others."""
    for package in PACKAGES:
        compileall.compile_dir(ROOT / package, quiet=2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.dev")
    django.setup()
    for name in IMPORTED:
        importlib.import_module(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
