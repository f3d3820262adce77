"""State is written by verbs only, reads are scoped, and nothing of Django's signals is used."""

import ast
from pathlib import Path

from tests.house.source import ROOT, files, place, tree

VERBS = ("workflow",)
EDGES = ("api", "pages")


def rooms_of(path: Path) -> tuple[str, ...]:
    """Give the parts of a path below its capability, without the ending."""
    return path.relative_to(ROOT).with_suffix("").parts[2:]


def writes_state(node: ast.AST) -> bool:
    """Tell whether a node assigns an attribute `state` or updates a column of that name."""
    if isinstance(node, ast.Assign):
        targets: list[ast.expr] = []
        for target in node.targets:
            targets += target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        return any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "update" and any(word.arg == "state" for word in node.keywords)
    return False


def test_only_verbs_of_a_capability_write_its_state() -> None:
    found = [
        place(path, node)
        for path in files("services")
        if not set(VERBS) & set(rooms_of(path))
        for node in ast.walk(tree(path))
        if writes_state(node)
    ]
    assert found == []


def test_the_edges_read_only_what_is_visible() -> None:
    found = [
        f"{place(path, node)} .objects.{node.attr}"
        for path in files("services", "notifications", "backend/files", "backend/ledger")
        if set(EDGES) & {*rooms_of(path), path.stem}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and node.attr != "visible_to"
    ]
    assert found == []


def test_no_signal_is_sent_or_heard() -> None:
    found = [
        place(path, node)
        for path in files("backend", "notifications", "services")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.dispatch", "django.db.models.signals"))
    ]
    assert found == []


def test_only_verbs_hold_a_transaction() -> None:
    found = [
        place(path, node)
        for path in files("services")
        if not set(VERBS) & set(rooms_of(path))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "atomic"
    ]
    assert found == []
