"""Every sentence the house can say, held against what it may never say (RX.8)."""

import re

import pytest

from notifications.push.payload import BODY_KEYS, build
from notifications.push.port import Message
from notifications.topics import (
    ALLOWED_PARAMS,
    CATEGORY_LABELS,
    LOCK_SCREEN,
    WORDINGS,
    Category,
    Topic,
    check_params,
    wording_of,
)

# What a lock screen, and what even the inbox, may never show.
FORBIDDEN = re.compile(r"病|癌|诊断|住院|元|金额|[0-9]{6,}|姓名|身份证|银行卡|手机号码|低保|残疾")
SAMPLE: dict[str, str | int] = {
    "number": "BF-2026-000001",
    "state": "公示",
    "date": "12月5日",
    "days": 5,
    "rows": 12,
    "version": 2,
    "title": "第三季度经费收支情况",
}


def message(topic: Topic) -> Message:
    category = wording_of(topic).category
    return Message(
        delivery_id=1,
        device_id=1,
        address="address-1",
        address_kind="fid",
        platform="android",
        seq=7,
        category=category,
        text=LOCK_SCREEN[category],
        topic=topic,
        seconds_left=3600,
        expires_epoch=1_795_000_000,
        badge=3,
    )


def test_every_topic_has_its_sentence_and_every_category_its_words() -> None:
    assert set(WORDINGS) == set(Topic)
    assert set(LOCK_SCREEN) == set(CATEGORY_LABELS) == set(Category) == set(BODY_KEYS)
    assert set(SAMPLE) == ALLOWED_PARAMS


@pytest.mark.parametrize("topic", Topic)
def test_every_sentence_renders_from_allowed_parameters_alone(topic: Topic) -> None:
    assert wording_of(topic).needs <= ALLOWED_PARAMS
    params = check_params(topic, {name: SAMPLE[name] for name in wording_of(topic).needs})
    text = wording_of(topic).render(params)
    assert "{" not in text
    assert text.endswith("。") or topic is Topic.DISCLOSURE_PUBLISHED
    assert wording_of(topic).link_for(params).startswith("/")


@pytest.mark.requirement("RX.8")
@pytest.mark.parametrize("topic", Topic)
def test_no_sentence_names_an_illness_an_amount_or_a_person(topic: Topic) -> None:
    params = {name: SAMPLE[name] for name in wording_of(topic).needs}
    text = wording_of(topic).render(params).replace("BF-2026-000001", "")
    assert FORBIDDEN.search(text) is None


@pytest.mark.requirement("RX.8")
@pytest.mark.parametrize("topic", Topic)
def test_a_push_holds_only_keys_a_position_and_a_fixed_sentence(topic: Topic) -> None:
    built = build(message(topic))
    assert built.data == {"event": "7", "category": str(wording_of(topic).category)}
    assert built.notification.title == "职家"
    assert built.notification.body in set(LOCK_SCREEN.values())
    assert FORBIDDEN.search(built.notification.body) is None
    assert built.android.notification.body_loc_key in set(BODY_KEYS.values())
    assert built.android.notification.body is None
    assert built.android.notification.visibility == "private"
    assert built.apns.payload.aps.alert.body == built.notification.body
    assert built.fcm_options.analytics_label == str(topic)
    assert re.fullmatch(r"[A-Za-z0-9\-_.~%]{1,50}", built.fcm_options.analytics_label)


def test_the_address_goes_into_the_field_of_its_kind() -> None:
    built = build(message(Topic.HARDSHIP_PAID))
    assert (built.fid, built.token) == ("address-1", None)
