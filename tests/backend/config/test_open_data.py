"""`zhijia open verify`: clean files are clean, changed ones are named, the ledger counts inside."""

from argparse import Namespace
from pathlib import Path

import pytest
from pytest_django import Settings

from backend.config.cli import open_data, open_rebuild
from backend.config.cli.parser import build_parser
from backend.config.launcher.words import LaunchError
from services.commissioning import feed_writing
from services.commissioning.models import Release
from services.commissioning.queries import reconcile
from tests.services.commissioning import build, build_contract, build_verdict
from tests.services.commissioning.feeds.ocds import sample
from tests.support import kept


def _asked(*words: str) -> Namespace:
    return build_parser().parse_args(["open", "verify", *words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published folder of one finished project."""
    for path, content in sample.published().items():
        place = tmp_path / "open" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return tmp_path


@pytest.mark.requirement("R9.22")
def test_clean_files_are_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert open_data.run(_asked(str(folder))) == 0
    assert capsys.readouterr().out == f"{folder}: 5 releases: clean\n"


@pytest.mark.requirement("R9.22")
def test_a_changed_amount_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "open/ocds/releases/ocds-abcdef-WT-2026-000001.json"
    path.write_bytes(path.read_bytes().replace(b'"amount":90000.00', b'"amount":90000.01'))
    assert open_data.run(_asked(str(folder))) == 1
    out = capsys.readouterr().out
    assert "total_spend" in out
    assert "digest" in out


def test_a_folder_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="is not a folder"):
        open_data.run(_asked(str(tmp_path / "nothing")))


def test_the_ledger_is_asked_only_when_wanted() -> None:
    assert _asked().needs == "django"
    assert _asked("--ledger").needs == "database"


@pytest.mark.django_db
@pytest.mark.requirement("R9.22")
def test_inside_a_release_that_is_not_the_ledger_is_named(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PUBLISHED_ROOT = tmp_path
    world = kept.fresh("commissioning", build.world)
    contract = build_contract.signed(world)
    feed_writing.drain()
    assert open_data.run(_asked("--ledger")) == 0
    assert "1 projects compared with the ledger: clean" in capsys.readouterr().out
    build_contract.account(world)
    batch = build_contract.ordered(world, build_contract.approved(world, contract))
    build_contract.answered(world, batch)
    assert open_data.run(_asked("--ledger")) == 1
    assert "已发布的支付合计 0.00 元，账簿 90000.00 元" in capsys.readouterr().out
    feed_writing.drain()
    assert open_data.run(_asked("--ledger")) == 0


@pytest.mark.django_db
@pytest.mark.requirement("R9.22")
def test_inside_a_release_that_was_altered_is_named() -> None:
    world = kept.fresh("commissioning", build.world)
    build_contract.signed(world)
    feed_writing.drain()
    with build_verdict.triggers_off():
        Release.objects.update(digest=b"x" * 32)
    _, found = reconcile.reconcile()
    assert [one.code for one in found] == ["digest"]


@pytest.mark.django_db
@pytest.mark.requirement("R9.22")
def test_a_rebuild_says_how_far_it_is_and_that_no_release_changed(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PUBLISHED_ROOT = tmp_path
    build_contract.signed(kept.fresh("commissioning", build.world))
    feed_writing.drain()
    (tmp_path / "open/ocds/digests.json").unlink()
    asked = build_parser().parse_args(["open", "rebuild"])
    assert (asked.module, asked.needs) == ("open_rebuild", "database")
    assert open_rebuild.run(asked) == 0
    assert capsys.readouterr().out == (
        "1 of 1 projects, 0 files changed\n"
        f"{tmp_path}: 1 projects, 1 files changed, "
        "1 releases, each with the digest it was made with\n"
    )
    assert open_data.run(_asked("--ledger")) == 0


@pytest.mark.django_db
@pytest.mark.requirement("R9.22")
def test_a_rebuild_that_finds_an_altered_release_ends_with_1(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PUBLISHED_ROOT = tmp_path
    build_contract.signed(kept.fresh("commissioning", build.world))
    feed_writing.drain()
    with build_verdict.triggers_off():
        Release.objects.update(digest=b"x" * 32)
    assert open_rebuild.run(build_parser().parse_args(["open", "rebuild"])) == 1
    assert "1 faults; what all projects share was left as it is" in capsys.readouterr().out
