"""The demo's gateway writes one line per message, readable by us alone."""

import json
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from notifications import sms


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A data folder of one's own."""
    settings.DATA = tmp_path
    return tmp_path


def test_a_code_is_one_json_line_in_a_file_of_ours(
    folder: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    sms.send_code("13800000001", "123456")
    sms.send_code("13800000002", "654321")
    path = folder / "sms.jsonl"
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (first["phone"], first["params"]["code"]) == ("13800000001", "123456")
    assert first["text"] == ("【职家】登录验证码 123456，10 分钟内有效。工作人员不会向您要验证码。")
    assert second["params"]["code"] == "654321"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "123456" not in caplog.text + "".join(capfd.readouterr())


def test_it_does_not_follow_a_link(folder: Path) -> None:
    (folder / "elsewhere").touch()
    (folder / "sms.jsonl").symlink_to(folder / "elsewhere")
    with pytest.raises(OSError, match="sms"):
        sms.send_code("13800000001", "123456")
    assert (folder / "elsewhere").read_text() == ""


def test_an_unknown_gateway_is_named(folder: Path, settings: Settings) -> None:
    settings.SMS_GATEWAY = "pigeon"
    with pytest.raises(ImproperlyConfigured, match="SMS_GATEWAY must be one of"):
        sms.send_code("13800000001", "123456")
    assert not (folder / "sms.jsonl").exists()
