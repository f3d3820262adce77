"""`python -m tests.bench [names]`: run benchmarks, print figures, write var/bench/*.json."""

import importlib
import importlib.util
import json
import os
import platform
import sys
import traceback
from pathlib import Path

from tests.bench import place
from tests.bench.measure import LeftOut, Result

NAMES = (
    "http_read",
    "http_empty",
    "write_path",
    "claim_steps",
    "confirmations",
    "feed",
    "project_files",
    "roster",
    "queue",
    "claim_desk",
    "claim_lists",
    "receipt",
    "payment_batch",
    "dry_run",
    "settlement",
    "settlement_faults",
    "open_data",
    "nightly_check",
)
FOLDER = Path("var") / "bench"


def main(wanted: list[str]) -> int:
    """Run the named benchmarks, or all; 1 when one failed to run, 2 for an unknown name."""
    unknown = set(wanted) - set(NAMES)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()
    print(f"load {load[0]:.1f}, {os.cpu_count()} cores shared with everything else")
    place.prepare()
    failed = False
    for name in wanted or NAMES:
        if importlib.util.find_spec(f"tests.bench.{name}") is None:
            print(f"{name}: not there yet")
            continue
        try:
            found = importlib.import_module(f"tests.bench.{name}").run()
        except LeftOut as reason:
            print(f"{name}: left out, {reason}")
        except Exception:  # noqa: BLE001 one that fails does not stop the others
            traceback.print_exc()
            failed = True
        else:
            for result in found if isinstance(found, list) else [found]:
                report(result)
    return int(failed)


def report(result: Result) -> None:
    """Print one line and write the file."""
    noise = "" if result.noise is None else f", self-pair {result.noise:.1%}"
    goal = "" if result.goal is None else f" (goal {result.goal}x: {result.verdict})"
    print(
        f"{result.id:14} {result.title}: {result.figure:,.1f} {result.unit}, "
        f"floor {result.floor:,.1f}, ratio {result.ratio}x{goal}{noise}"
    )
    for note in result.notes:
        print(f"{'':14} {note}")
    surroundings = {
        "load": os.getloadavg(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    text = json.dumps({**result.as_dict(), "surroundings": surroundings}, indent=1)
    (FOLDER / f"{result.id}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
