"""`zhijia`: help everywhere, exit codes as promised, errors of one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backend.config.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[3]
PACKS = ROOT / "services" / "mutual_aid" / "packs"
SUBCOMMANDS = (
    ["serve"], ["demo"], ["packs", "check"], ["packs", "load"], ["roster", "sample"],
    ["ledger", "verify"], ["audit", "verify"], ["openapi"], ["backup"], ["restore"], ["manage"],
    ["settlement", "read"], ["open", "verify"],
)  # fmt: skip


def zhijia(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the console script's module."""
    return subprocess.run(
        [sys.executable, "-m", "backend.config.cli", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", SUBCOMMANDS, ids=" ".join)
def test_every_subcommand_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([*words, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: zhijia {' '.join(words)}")


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["packs"], ["packs", "check"], ["demo", "--members", "0"]], ids=str
)
def test_bad_use_is_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(words)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_packs_in_the_tree_pass_all_their_vectors() -> None:
    done = zhijia("packs", "check", *map(str, sorted(PACKS.glob("*.json"))))
    assert (done.returncode, done.stderr) == (0, "")
    assert " FAIL" not in done.stdout


def test_a_wrong_vector_is_a_finding(tmp_path: Path) -> None:
    pack = json.loads((PACKS / "BJ-MED-2020.json").read_text(encoding="utf-8"))
    changed = json.dumps(pack, ensure_ascii=False).replace('"640.00"', '"641.00"')
    assert changed != json.dumps(pack, ensure_ascii=False)
    (tmp_path / "BJ-MED-2020.json").write_text(changed, encoding="utf-8")
    done = zhijia("packs", "check", str(tmp_path / "BJ-MED-2020.json"))
    assert done.returncode == 1
    assert "expected 641.00 got 640.00 FAIL" in done.stdout


def test_a_file_that_is_no_pack_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    done = zhijia("packs", "check", str(tmp_path / "x.json"))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert len((done.stdout + done.stderr).strip().splitlines()) == 1


def test_a_roster_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    done = zhijia("roster", "sample", "--members", "20", str(tmp_path / "no" / "such.xlsx"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    answer = zhijia("--data", str(tmp_path), "ledger", "verify")
    assert answer.returncode == 1
    assert answer.stderr.startswith("error: the database does not answer")
    assert answer.stderr.count("\n") == 1


def test_openapi_prints_the_committed_document() -> None:
    done = zhijia("openapi", "public")
    assert done.returncode == 0
    assert json.loads(done.stdout)["openapi"].startswith("3.1")


def test_the_sample_lists_the_planted_mistakes_beside_it_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    answers = tmp_path / "roster.xlsx.answers.json"
    assert zhijia("roster", "sample", "--members", "200", str(path)).returncode == 0
    assert not answers.exists()
    done = zhijia("roster", "sample", "--members", "200", "--answers", str(path))
    planted = json.loads(answers.read_text(encoding="utf-8"))
    kinds = {one["kind"] for one in planted}
    assert f"{len(planted)} of them with one of {len(kinds)} kinds" in done.stdout
    assert planted[0] == {"row": 8, "kind": "id_check_digit"}
