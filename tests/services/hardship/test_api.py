"""The member and staff routes: the story over HTTP, keys, versions, and strangers."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from backend.files.models import Attachment
from backend.kernel.identifiers import uuid7
from services.hardship.models import Application
from services.hardship.states import State
from tests import cast
from tests.services.hardship import build

MEMBER = "/api/member/v1/hardship"
STAFF = "/api/staff/v1/hardship"


class Caller:
    """An app that calls the API with a token."""

    def __init__(self, story: build.Story, part: str) -> None:
        self.client = Client()
        self.token = cast.sign_in(story.made.users[part])

    def get(self, url: str) -> HttpResponse:
        """Read."""
        return self.client.get(url, headers={"X-Session-Token": self.token})

    def send(
        self,
        url: str,
        body: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        key: str = "",
        method: str = "post",
    ) -> HttpResponse:
        """Write, with a key of its own and the version it was decided on."""
        headers = {"X-Session-Token": self.token, "Idempotency-Key": key or str(uuid7())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        call = getattr(self.client, method)
        return call(url, body or {}, content_type="application/json", headers=headers)


def test_a_worker_begins_saves_and_submits(story: build.Story) -> None:
    me = Caller(story, "li_mei")
    begun = me.send(f"{MEMBER}/applications", {"purposes": build.ALL})
    assert begun.status_code == 201, begun.content
    number = begun.json()["number"]
    page = f"{MEMBER}/applications/{number}"
    answers = {
        "cause": "illness",
        "situation": "母亲手术。",
        "address": "槐树街 8 号",
        "annual_income_fen": 3_600_000,
        "rigid_expense_fen": 2_000_000,
    }
    saved = me.send(f"{page}/answers", answers, version=1, method="patch")
    assert (saved.status_code, saved["ETag"]) == (200, '"2"')
    photo = {"upload": build.upload(story.who("li_mei")), "kind": "proof"}
    assert me.send(f"{page}/photos", photo).status_code == 201
    Attachment.objects.update(advice=["dark"])
    assert [one["code"] for one in me.get(page).json()["photos"][0]["advice"]] == ["dark"]
    submitted = me.send(f"{page}/submit", version=2)
    assert submitted.json()["state"] == "submitted"
    shown = me.get(page).json()
    assert shown["next_step"] == "基层工会上门走访"
    assert shown["answer_until"] == "2027-01-12"
    assert cast.part("li_mei").id_number not in me.get(page).content.decode()


@pytest.mark.requirement("RX.6")
def test_a_lost_reply_and_a_retry_make_one_application(story: build.Story) -> None:
    me, key = Caller(story, "li_mei"), str(uuid7())
    first = me.send(f"{MEMBER}/applications", {"purposes": build.ALL}, key=key)
    second = me.send(f"{MEMBER}/applications", {"purposes": build.ALL}, key=key)
    assert (first.content, second["Idempotency-Replayed"]) == (second.content, "true")
    assert Application.objects.count() == 1


def test_a_decision_needs_the_version_it_was_made_on(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    chair = Caller(story, "wang_qiang")
    body = {"kind": "medical", "amount": {"amount_fen": 200_000}, "opinion": "属实。"}
    url = f"{STAFF}/cases/{made.number}/recommend"
    assert chair.send(url, body).status_code == 428
    assert chair.send(url, body, version=made.version - 1).status_code == 412
    assert build.row(made.number).state is State.VISITED
    assert chair.send(url, body, version=made.version).json()["state"] == "recommended"
    assert chair.send(url, body, version=made.version + 1).status_code == 409


@pytest.mark.requirement("RX.5")
def test_strangers_get_404_everywhere_and_members_403(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    case = f"{STAFF}/cases/{made.number}"
    stranger = Caller(story, "west_reviewer")
    assert stranger.get(case).status_code == 404
    body = {"amount": {"amount_fen": 1}, "fund": story.fund.number, "opinion": "同意。"}
    assert stranger.send(f"{case}/approve", body, version=made.version).status_code == 404
    other = Caller(story, "chen_ping")
    assert other.get(f"{MEMBER}/applications/{made.number}").status_code == 404
    notice = f"{MEMBER}/notices/{made.notice.number}/objections"
    assert other.send(notice, {"text": "异议"}).status_code == 404
    assert other.get(case).status_code == 403
    assert other.get(f"{MEMBER}/notices").json() == {"items": []}


def test_an_unknown_field_and_a_bad_amount_are_refused(story: build.Story) -> None:
    made = build.draft(story)
    me = Caller(story, "li_mei")
    url = f"{MEMBER}/applications/{made.number}/answers"
    for body in ({"category": "deep"}, {"annual_income_fen": -1}, {"annual_income_fen": 1.5}):
        answer = me.send(url, body, version=made.version, method="patch")
        assert answer.status_code == 422
    assert build.row(made.number).version == made.version


def test_the_lists_hold_masked_names_of_ones_own_subtree(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    items = Caller(story, "zhao_min").get(f"{STAFF}/cases").json()["items"]
    assert [(one["number"], one["applicant"]) for one in items] == [(made.number, "李*")]
    assert Caller(story, "west_reviewer").get(f"{STAFF}/cases").json()["items"] == []
    mine = Caller(story, "li_mei").get(f"{MEMBER}/applications").json()["items"]
    assert [one["state_label"] for one in mine] == ["工会已走访"]
