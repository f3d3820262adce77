"""What a reader sees where an address has nothing to show."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opened", "back"),
    [
        ("/console/commissioning/payments/order/", "/console/commissioning/payments/"),
        (
            "/console/commissioning/projects/WT-1/contract/stages/F-1/withhold/",
            "/console/commissioning/projects/WT-1/contract/",
        ),
        ("/me/needs/01/voice/", "/me/needs/"),
    ],
)
def test_an_address_that_only_takes_a_form_leads_to_the_page_of_the_form(
    opened: str, back: str
) -> None:
    answer = Client().get(opened)
    shown = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert f'<a class="button" href="{back}">回到原来的页面</a>' in shown
    assert answer["Cache-Control"] == "no-store"


def test_an_api_and_a_form_of_another_place_answer_as_before() -> None:
    assert Client().get("/sign-out/").content == b""
    assert Client().put("/console/commissioning/payments/order/").content == b""
