"""Entry point of the Makefile: `python -m backend.config.launcher test [pytest arguments]`."""

import sys

from backend.config.launcher.testing import run_tests
from backend.config.launcher.words import LaunchError


def main(arguments: list[str]) -> int:
    """Run one of the launcher's commands and give its exit status."""
    try:
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
    except LaunchError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stderr.write("usage: python -m backend.config.launcher test [pytest arguments]\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
