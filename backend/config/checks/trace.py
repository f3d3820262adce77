"""`make trace`: each requirement with the tests that prove it, and those with none."""

import argparse
import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REQUIREMENTS = ROOT / "docs" / "requirements.md"
LINE = re.compile(r"^- \*\*(R[\dX]+\.\d+)\*\* (.*?)(?: `\[.*)?$", re.MULTILINE)


@dataclass
class Trace:
    """Requirements in the order of the document, the tests of each, and markers that name none."""

    words: dict[str, str]
    tests: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unknown: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def unproved(self) -> list[str]:
        """Give the requirements without a test."""
        return [number for number in self.words if not self.tests.get(number)]


def _markers(nodes: list[ast.expr]) -> list[str]:
    found = []
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
            found += [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
    return found


def _module_markers(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            value = node.value
            return _markers(value.elts if isinstance(value, ast.List | ast.Tuple) else [value])
    return []


def _tests_in(path: Path) -> list[tuple[str, list[str]]]:
    """Give each test of a file with the requirements that it, its class or its file names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name, whole = str(path.relative_to(ROOT)), _module_markers(tree)
    found = []
    for outer in tree.body:
        if isinstance(outer, ast.ClassDef):
            shared = whole + _markers(outer.decorator_list)
            inner = [(f"{outer.name}::", shared, node) for node in outer.body]
        else:
            inner = [("", whole, outer)]
        for prefix, shared, node in inner:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if not node.name.startswith("test_"):
                    continue
                ids = shared + _markers(node.decorator_list)
                found.append((f"{name}::{prefix}{node.name}", ids))
    return found


def collect() -> Trace:
    """Read the requirements and the markers of every test."""
    trace = Trace(dict(LINE.findall(REQUIREMENTS.read_text(encoding="utf-8"))))
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for test, numbers in _tests_in(path):
            for number in numbers:
                (trace.tests if number in trace.words else trace.unknown)[number].append(test)
    return trace


def main(arguments: list[str]) -> int:
    """Print the trace; 1 when a marker names a requirement that does not exist."""
    parser = argparse.ArgumentParser(prog="make trace")
    parser.add_argument("numbers", nargs="*", metavar="R8.17", help="only these requirements")
    wanted = parser.parse_args(arguments).numbers
    trace = collect()
    for number, words in trace.words.items():
        if wanted and number not in wanted:
            continue
        sys.stdout.write(f"{number}  {words}\n")
        for test in trace.tests.get(number, ["no test yet"]):
            sys.stdout.write(f"    {test}\n")
    missing = trace.unproved()
    proved = len(trace.words) - len(missing)
    sys.stdout.write(f"\n{proved} of {len(trace.words)} requirements have a test\n")
    sys.stdout.write(f"without: {' '.join(missing)}\n" if missing else "")
    for number, tests in trace.unknown.items():
        sys.stdout.write(f"no such requirement {number}: {' '.join(tests)}\n")
    return 1 if trace.unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
