"""What goes to the phone as a text: once, nothing personal in it, not lost with a gateway."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from backend.accounts.models import Person
from notifications import relay, sms, texts
from notifications.models import Event, JobRun
from notifications.topics import Topic, wording_of
from tests.cast import part
from tests.notifications.conftest import Post

CHANGED = Topic.ACCOUNT_PAYEE_CHANGED


@pytest.fixture
def sent(tmp_path: Path, settings: Settings) -> Path:
    """The file of the demo's gateway."""
    settings.DATA = tmp_path
    return tmp_path / "sms.jsonl"


def lines(sent: Path) -> list[dict[str, str]]:
    if not sent.exists():
        return []
    return [json.loads(line) for line in sent.read_text(encoding="utf-8").splitlines()]


@pytest.mark.requirement("R8.28")
def test_a_changed_account_is_texted_to_her_phone_once(
    li_mei: Person, post: Post, sent: Path
) -> None:
    post(li_mei, CHANGED)
    post(li_mei, Topic.ACCOUNT_PAYEE_VERIFIED)
    relay.drain()
    assert [texts.send_waiting(), texts.send_waiting()] == [1, 0]
    (line,) = lines(sent)
    assert line["phone"] == part("li_mei").phone
    assert line["text"] == "【职家】您的收款账户已变更。如果不是您本人办理，请马上联系工会。"
    assert JobRun.objects.filter(name=texts.NAME).count() == 0


def test_a_gateway_that_is_down_loses_nothing(
    li_mei: Person, post: Post, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(li_mei, CHANGED)
    relay.drain()
    with monkeypatch.context() as broken:
        broken.setattr(sms.ConsoleGateway, "send", lambda *_: (_ for _ in ()).throw(OSError))
        assert texts.send_waiting() == 0
    assert lines(sent) == []
    assert texts.send_waiting() == 1
    assert len(lines(sent)) == 1


def test_a_text_that_is_a_day_late_and_one_without_a_phone_are_dropped(
    li_mei: Person, post: Post, sent: Path
) -> None:
    late = post(li_mei, CHANGED)
    Event.objects.filter(pk=late.pk).update(created_at=late.created_at - timedelta(hours=25))
    relay.drain()
    assert texts.send_waiting() == 0
    li_mei.seal("phone_sealed", "")
    li_mei.save()
    post(li_mei, CHANGED)
    relay.drain()
    assert texts.send_waiting() == 0
    assert (lines(sent), JobRun.objects.filter(name=texts.NAME).count()) == ([], 0)


def test_a_texted_sentence_is_fixed_and_names_nothing() -> None:
    assert [topic for topic in Topic if wording_of(topic).texted and wording_of(topic).needs] == []
    assert texts.topics() == ["account.payee_changed", "account.payee_proposed"]
