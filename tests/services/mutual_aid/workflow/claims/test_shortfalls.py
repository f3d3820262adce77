"""Where nothing is paid, the person reads what would have changed the answer; it stays so."""

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from services.mutual_aid.models import Shortfall
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.queries.claim_cards import personal_data
from services.mutual_aid.workflow.claims.rejection import reject
from tests import cast
from tests.services.mutual_aid import build_claims_review as build

SAID = {"clause": "claim", "fact": "费用在起付线以下。", "remedy": "可以合并以后的住院再申领。"}
EXCESS = {
    "kind": "excess_rate",
    "item": "inpatient",
    "base": "oop1_per_stay",
    "deductible_first": 1300,
    "deductible_next": 650,
    "bands": [{"upto": None, "rate": "0.2"}],
}


def rejected(desk: build.Story, claim: build.Claim) -> build.Claim:
    reject(claim.number, actor=desk.who("wang_qiang"), version=claim.version, **SAID)
    return build.row(claim.number)


def pages(desk: build.Story, number: str) -> tuple[str, str]:
    """Give the page of the person and that of the reviewer."""
    found = []
    for who, path in (("li_mei", "/me/claims/"), ("zhao_min", "/console/claims/")):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.made.users[who])
        found.append(client.get(f"{path}{number}/").content.decode())
    return found[0], found[1]


def shown(page: str) -> str:
    """Give what a page says, without the forms at its end."""
    return page.split("<main")[1].split("<form", maxsplit=1)[0]


@pytest.mark.requirement("R8.19")
def test_a_refusal_names_the_nearest_change_beside_clause_and_remedy(desk: build.Story) -> None:
    version = build.adopt(desk, EXCESS)
    stay = build.Stay(entry={"amount": "1000"})
    claim = rejected(desk, build.filed(desk, stay, under=build.cover(desk, plan=version.number)))
    words = "如果自付金额再多 300.03 元（起付线首次 1,300.00 元，以后每次 650.00 元）"
    shortfall = Shortfall.objects.select_related("key").get(claim=claim)
    said = shortfall.unseal("change_sealed")
    assert said.endswith(f"：{words}，就会付 0.01 元。"), said
    assert not shortfall.receipt_sealed
    mine = claims_mine.my_claim(claim.number, desk.who("li_mei"))
    assert mine.shortfall is not None
    assert (mine.shortfall.change, mine.shortfall.receipt) == (said, None)
    held = personal_data(claim.person)["申领"][0]["没有给付的原因"]
    assert (held["差在哪里"], held["事实"]) == (said, SAID["fact"])
    for page in pages(desk, claim.number):
        assert said in page
        assert "差在哪里" in page
        assert SAID["remedy"] in page


def test_where_the_plan_would_pay_the_clause_alone_stands_in_the_way(desk: build.Story) -> None:
    claim = rejected(desk, build.filed(desk))
    said = Shortfall.objects.select_related("key").get(claim=claim).unseal("change_sealed")
    assert said == "如果上面的依据不适用，按您填报的内容就会付 7,000.00 元。"


def test_a_claim_whose_entries_fit_no_rule_is_rejected_all_the_same(desk: build.Story) -> None:
    claim = rejected(desk, build.filed(desk, build.Stay(item="abroad", entry={"amount": "1000"})))
    assert (claim.outcome, str(claim.decided_on)) == ("rejected", "2026-11-23")
    assert not Shortfall.objects.exists()
    assert "差在哪里" not in pages(desk, claim.number)[0]


@pytest.mark.requirement("R8.19")
def test_a_claim_that_comes_to_nothing_shows_change_and_arithmetic_for_good(
    desk: build.Story,
) -> None:
    version = build.adopt(desk, EXCESS)
    under = build.cover(desk, plan=version.number)
    claim = build.approved(desk, build.Stay(entry={"amount": "1000"}), under=under)
    assert (claim.outcome, claim.state) == ("nothing", "closed")
    mine, theirs = pages(desk, claim.number)
    for words in ("已核定，这次没有可付的金额", "这次为什么没有钱", "300.03 元", "1,000.00 元"):
        assert words in mine
    assert "到账" not in mine
    assert "300.03 元" in theirs
    build.approved(
        desk, build.Stay(entry={"amount": "5000"}, day=build.date(2026, 11, 3)), under=under
    )
    assert shown(pages(desk, claim.number)[0]) == shown(mine)
    with pytest.raises(DatabaseError), transaction.atomic():
        Shortfall.objects.update(change_sealed=None)
