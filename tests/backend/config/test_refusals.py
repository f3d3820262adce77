"""Production starts on a complete environment and on nothing less."""

import pytest

from backend.config.settings.refusals import refusals

COMPLETE = {
    "DATABASE_URL": "postgresql://zhijia@db/zhijia",
    "REDIS_URL": "redis://redis:6379/0",
    "SECRET_KEY": "k" * 40,
    "KEYRING_FILE": "/etc/zhijia/keyring.json",
    "ALLOWED_HOSTS": "zhijia.example.org",
    "OCDS_PREFIX": "ocds-2a3b4c",
    "SMS_GATEWAY": "aliyun",
}


def test_a_complete_environment_is_accepted() -> None:
    assert refusals(COMPLETE) == []


def test_a_secret_may_come_from_a_file() -> None:
    environ = {name: text for name, text in COMPLETE.items() if name != "SECRET_KEY"}
    assert refusals(environ | {"SECRET_KEY_FILE": "/run/secrets/secret_key"}) == []


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"SMS_GATEWAY"}))
def test_it_refuses_a_missing_setting_by_name(name: str) -> None:
    environ = {one: text for one, text in COMPLETE.items() if one != name}
    assert refusals(environ) == [f"{name} is missing"]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (
            {"CLOCK_OFFSET_FILE": "/run/offset"},
            "CLOCK_OFFSET_FILE is set: it moves business time and belongs to demo and tests",
        ),
        (
            {"FCM_ENDPOINT": "http://127.0.0.1:9000"},
            "FCM_ENDPOINT is set: it sends push to a stand-in and belongs to tests",
        ),
        ({"DEBUG": "1"}, "DEBUG is on"),
        (
            {"OCDS_PREFIX": "ocds-abcdef"},
            "OCDS_PREFIX is the example of the standard: apply for one of your own",
        ),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 40 characters"),
        ({"SMS_GATEWAY": "console"}, "SMS_GATEWAY=console writes sign-in codes to a file"),
        (
            {"ZHIJIA_EMBEDDED": "1"},
            "the embedded servers are for development, tests and trials only",
        ),
    ],
)
def test_it_refuses_what_belongs_to_demo_and_tests(extra: dict[str, str], reason: str) -> None:
    assert refusals(COMPLETE | extra) == [reason]
