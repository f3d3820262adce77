"""The words of the command line: every subcommand, its arguments and what it needs to run."""

import argparse
import os
from pathlib import Path

DEFAULT_DATA = Path(__file__).resolve().parents[3] / "var" / "run"
LARGEST_DEMO = 2_000_000

Subparsers = argparse._SubParsersAction  # noqa: SLF001 - argparse names its type nowhere else


def _number(word: str, least: int) -> int:
    if not word.isascii() or not word.isdigit() or not least <= int(word) <= LARGEST_DEMO:
        message = f"{word!r} is not a whole number from {least} to {LARGEST_DEMO}"
        raise argparse.ArgumentTypeError(message)
    return int(word)


def _count(word: str) -> int:
    return _number(word, 1)


def _count_or_none(word: str) -> int:
    return _number(word, 0)


def _add(
    group: "Subparsers[argparse.ArgumentParser]", name: str, words: str, module: str, needs: str
) -> argparse.ArgumentParser:
    """Add one subcommand; `needs` is nothing, django (no database) or database."""
    command = group.add_parser(name, help=words, description=words)
    command.set_defaults(module=module, needs=needs, act=name)
    return command


def _run_commands(group: "Subparsers[argparse.ArgumentParser]") -> None:
    serve = _add(group, "serve", "start everything, as make run does", "serve", "nothing")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument(
        "--members", type=_count_or_none, default=5000, help="size of a new demo world; 0: none"
    )
    serve.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="data folder")
    demo = _add(group, "demo", "load the demo world into an empty database", "demo", "database")
    demo.add_argument("--members", type=_count, default=5000)
    demo.add_argument(
        "--year", action="store_true", help="with a simulated year of enrolment, claims, payments"
    )
    manage = _add(
        group, "manage", "Django's own commands (migrate, shell, ...)", "manage", "database"
    )
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    backup = _add(
        group, "backup", "write a consistent backup with attachments", "backup", "database"
    )
    backup.add_argument("folder", type=Path, metavar="FOLDER")
    restore = _add(
        group, "restore", "restore a backup into an empty installation", "backup", "database"
    )
    restore.add_argument("folder", type=Path, metavar="FOLDER")


def _check_commands(group: "Subparsers[argparse.ArgumentParser]") -> None:
    packs = group.add_parser("packs", help="rule packs of mutual aid plans")
    inner = packs.add_subparsers(metavar="COMMAND", required=True)
    words = "evaluate every vector of the rule-pack files"
    check = _add(inner, "check", words, "packs", "django")
    load = _add(inner, "load", "add plan versions to the database", "packs_load", "database")
    load.add_argument("--sponsor", default="", metavar="NUMBER", help="union that sponsors them")
    for command in (check, load):
        command.add_argument("files", type=Path, nargs="+", metavar="FILE")
    roster = group.add_parser("roster", help="roster workbooks")
    inner = roster.add_subparsers(metavar="COMMAND", required=True)
    sample = _add(
        inner, "sample", "write a roster as a basic union would send it", "roster", "django"
    )
    sample.add_argument("--members", type=_count, required=True)
    sample.add_argument(
        "--answers", action="store_true", help="write the planted mistakes to FILE.answers.json"
    )
    sample.add_argument("file", type=Path, metavar="FILE.xlsx")
    _settlement_command(group)
    _open_command(group)
    for name, words in (
        ("ledger", "recompute every balance and total from the entries"),
        ("audit", "walk the audit chain"),
    ):
        inner = group.add_parser(name, help=words).add_subparsers(metavar="COMMAND", required=True)
        _add(inner, "verify", words, f"verify_{name}", "database")
    openapi = _add(group, "openapi", "print a committed OpenAPI document", "openapi", "django")
    openapi.add_argument(
        "audience", nargs="?", choices=("member", "staff", "public"), default="member"
    )
    openapi.add_argument("--write", action="store_true", help="write all three documents anew")


def _settlement_command(group: "Subparsers[argparse.ArgumentParser]") -> None:
    settlement = group.add_parser("settlement", help="settlement without application")
    inner = settlement.add_subparsers(metavar="COMMAND", required=True)
    words = "read an insurance data file from the inbox of the data folder; again: goes on"
    read = _add(inner, "read", words, "settlement", "database")
    read.add_argument("file", type=Path, metavar="FILE", help="a file in DATA/inbox")
    read.add_argument("--plan", required=True, metavar="CODE", help="code of the plan")
    read.add_argument("--quarter", required=True, metavar="2026Q4", help="up to this quarter")
    read.add_argument("--rows", help="number of rows, where the file does not say it")
    read.add_argument("--total", metavar="YUAN", help="all amounts, where the file does not say it")


def _open_command(group: "Subparsers[argparse.ArgumentParser]") -> None:
    opened = group.add_parser("open", help="open data of commissioned projects")
    inner = opened.add_subparsers(metavar="COMMAND", required=True)
    words = "check published open data: references, sums, dates, ids, hashes, records"
    verify = _add(inner, "verify", words, "open_data", "django")
    verify.add_argument(
        "place",
        nargs="?",
        default="",
        metavar="FOLDER or URL",
        help="a published folder or the address of a site (default: this installation's folder)",
    )
    verify.add_argument(
        "--ledger",
        dest="needs",
        action="store_const",
        const="database",
        help="compare with the database too: stored digests, rows and ledger",
    )
    words = "write pages, feed and open data anew from the database; releases keep every byte"
    _add(inner, "rebuild", words, "open_rebuild", "database")


def build_parser() -> argparse.ArgumentParser:
    """Build the whole command line."""
    parser = argparse.ArgumentParser(
        prog="zhijia", description="Zhijia: an open platform for trade unions."
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("DATA") or DEFAULT_DATA),
        help="data folder of the installation (default var/run)",
    )
    group = parser.add_subparsers(metavar="COMMAND", required=True)
    _run_commands(group)
    _check_commands(group)
    return parser
