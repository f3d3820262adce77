"""The register's page: a relation entered, and ended by another where it was a mistake."""

import pytest

from services.commissioning.models import Relation, RelationEnding
from tests.services.commissioning.visits import browser, send, text_of
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
DESK = "/console/commissioning/"


@pytest.mark.requirement("R9.7")
def test_a_relation_entered_by_mistake_is_ended_on_the_page_by_another(story: Story) -> None:
    buyer, approver = browser(story, "project_buyer"), browser(story, "project_approver")
    page = f"{DESK}organizations/{story.world.organizations['heart'].number}/"
    tie = {
        "id_number": story.world.cast.people["zheng_he"].unseal("id_number_sealed"),
        "name": "郑和",
        "kind": "office",
        "since": "2024-01-01",
    }
    assert send(buyer, page, f"{page}relations/", **tie).status_code == 302
    relation = Relation.objects.get()
    at = f"{page}relations/{relation.pk}/end/"
    assert at not in text_of(buyer, page)
    assert at in text_of(approver, page)
    for reason in ("", "   "):
        refused = send(approver, page, at, reason=reason)
        assert (refused.status_code, "请写明撤销的原因" in refused.content.decode()) == (422, True)
    assert not RelationEnding.objects.exists()
    assert send(approver, page, at, reason="同名，登记错了人").status_code == 302
    shown = text_of(buyer, page)
    assert "撤销：同名，登记错了人" in shown
    assert at not in text_of(approver, page)
