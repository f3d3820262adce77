"""Money never meets a float: RX.10."""

import ast

import pytest

from tests.house.source import ROOT, files, place, tree

# Rooms that count money; elsewhere a float is a duration or a share of a screen.
MONEY_ROOMS = ("backend/kernel", "backend/ledger", "services")
# A spreadsheet hands numbers over as floats; the roster turns them into text and counts no money.
READS_SPREADSHEETS = ROOT / "services" / "mutual_aid" / "roster"
MEASURES_TIME = {"seconds", "timeout", "pause", "delay", "interval"}


def is_about_time(node: ast.AST) -> bool:
    """Tell whether an annotated name says that it is a duration."""
    if isinstance(node, ast.AnnAssign | ast.arg):
        name = ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else node.arg
        return any(word in name for word in MEASURES_TIME)
    return False


@pytest.mark.requirement("RX.10")
def test_no_float_stands_where_money_is_counted() -> None:
    found = []
    for path in files(*MONEY_ROOMS):
        if READS_SPREADSHEETS in path.parents:
            continue
        timed = {
            id(inner)
            for node in ast.walk(tree(path))
            if is_about_time(node)
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree(path)):
            is_name = isinstance(node, ast.Name) and node.id == "float"
            is_value = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if (is_name or is_value) and id(node) not in timed:
                found.append(place(path, node))
    assert found == []


@pytest.mark.requirement("RX.10")
def test_one_function_rounds() -> None:
    rounding = [
        place(path, node)
        for path in files("backend", "notifications", "services")
        if path != ROOT / "backend" / "kernel" / "money.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id.startswith("ROUND_")
    ]
    assert rounding == []
