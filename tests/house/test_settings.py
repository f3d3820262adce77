"""Every environment variable the program reads is listed, and nothing else is."""

import ast
import re

from tests.house.source import ROOMS, ROOT, files, tree

READERS = {"env.text", "env.boolean", "env.integer", "env.secret", "os.environ.get", "environ.get"}
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
# Variables of the operating system, and lists that are walked in settings/refusals.py.
OF_THE_SYSTEM = {"HOME", "PATH"}


def read_by_the_code() -> set[str]:
    """Give the names of all variables that the code reads by a literal name."""
    found = {"DJANGO_SETTINGS_MODULE"}
    for path in files(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(tuple(READERS)):
                name = node.args[0] if node.args else None
                if isinstance(name, ast.Constant) and str(name.value).isupper():
                    found.add(str(name.value))
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                found.add(ast.literal_eval(node.slice))
    return found - OF_THE_SYSTEM


def listed() -> list[str]:
    """Give the names on the page, in its order."""
    return ROW.findall((ROOT / "deploy" / "settings.md").read_text(encoding="utf-8"))


def test_the_page_lists_exactly_what_the_code_reads() -> None:
    assert sorted(set(listed())) == sorted(read_by_the_code())


def test_the_page_is_in_order() -> None:
    assert listed() == sorted(listed())
