"""`zhijia`: the program's own command line.

Exit status 0: done; 1: a finding, or the thing could not be done; 2: bad use. Errors are one clear
line without a traceback. Subcommands that need no database start without one.
"""

import importlib
import os
import sys
from collections.abc import Callable, Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from backend.config.cli.parser import build_parser
from backend.config.cli.surroundings import surroundings
from backend.config.launcher.words import LaunchError
from backend.config.settings.env import SettingError
from backend.kernel.errors import DomainError

Run = Callable[..., int]


def _run(arguments: Sequence[str]) -> int:
    wanted = build_parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.dev")
    with surroundings(wanted.data, needed=wanted.needs):
        if wanted.needs != "nothing":
            django.setup()
        # The command's module imports models, so it can only be loaded once Django stands.
        command: Run = importlib.import_module(f"backend.config.cli.{wanted.module}").run
        return command(wanted)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and give its exit status."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except (LaunchError, SettingError, ImproperlyConfigured) as error:
        sys.stderr.write(f"error: {error}\n")
    except DomainError as error:
        sys.stderr.write(f"error: {error.message} ({error.code})\n")
    except OperationalError as error:
        reason = " ".join(str(error).split())
        sys.stderr.write(f"error: the database does not answer ({reason})\n")
    except OSError as error:
        sys.stderr.write(f"error: {error.filename or ''}: {error.strerror or error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("error: interrupted\n")
    return 1
