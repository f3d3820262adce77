"""Two people at once: one act counts, nothing is published twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from backend.access.actor import Actor
from backend.kernel.errors import DomainError
from services.disclosure import workflow
from services.disclosure.models import Disclosure, FeedWork, Version
from services.disclosure.models.serial import next_number
from tests.services.disclosure.conftest import Drafting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("R12.3")
def test_a_text_signed_twice_at_once_is_published_once(checked: Drafting, signer: Actor) -> None:
    draft = checked()
    together = Barrier(2)

    def sign() -> str:
        together.wait()
        try:
            workflow.sign_off(draft.number, actor=signer, version=draft.version)
        except DomainError as refusal:
            return refusal.code
        else:
            return "signed"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(future.result() for future in [pool.submit(sign), pool.submit(sign)])
    assert outcomes[0] in {"signed", "stale_version"}
    assert outcomes.count("signed") == 1
    assert Version.objects.count() == Disclosure.objects.count() == FeedWork.objects.count() == 1


def test_numbers_taken_at_once_differ(db: None) -> None:
    def take(_: int) -> str:
        try:
            return next_number("GK")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take, range(20)))
    assert len(set(taken)) == 20
    assert sorted(int(number[-6:]) for number in taken) == list(range(1, 21))
