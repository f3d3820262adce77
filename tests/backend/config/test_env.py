"""Reading the environment: nonsense is refused by name."""

from pathlib import Path

import pytest

from backend.config.settings import env
from backend.config.settings.env import SettingError


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("0", False), ("", False)])
def test_it_reads_a_truth_value(monkeypatch: pytest.MonkeyPatch, word: str, *, value: bool) -> None:
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", default=not value) is value


def test_it_refuses_a_word_that_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(SettingError, match=r"^SWITCH='maybe' is neither true nor false"):
        env.boolean("SWITCH", default=False)


@pytest.mark.parametrize("word", ["-1", "8.5", "eight", "８", "101"])
def test_it_refuses_a_number_out_of_bounds(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("COUNT", word)
    with pytest.raises(SettingError, match=r"^COUNT=.* is not a whole number from 1 to 100$"):
        env.integer("COUNT", 8, at_least=1, at_most=100)


def test_a_missing_number_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUNT", raising=False)
    assert env.integer("COUNT", 8) == 8


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("moonlight\n", encoding="utf-8")
    monkeypatch.setenv("PHRASE_FILE", str(tmp_path / "secret"))
    assert env.secret("PHRASE") == "moonlight"


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASE", "one")
    monkeypatch.setenv("PHRASE_FILE", "two")
    with pytest.raises(SettingError, match="both PHRASE and PHRASE_FILE are set"):
        env.secret("PHRASE")


def test_an_empty_secret_file_is_no_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").touch()
    monkeypatch.setenv("PHRASE_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingError, match="PHRASE is missing or empty"):
        env.secret("PHRASE", "default")


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASE_FILE", "/nowhere/secret")
    with pytest.raises(SettingError, match=r"PHRASE_FILE=/nowhere/secret cannot be read"):
        env.secret("PHRASE")
