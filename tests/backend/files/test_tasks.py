"""The hourly clearing, through its Celery shell."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.files import vault
from backend.files.models import Attachment, Upload
from backend.files.tasks import purge_task
from backend.kernel import clock
from tests.backend.files import samples
from tests.backend.files.conftest import Tus


@pytest.mark.requirement("RX.7")
def test_an_attachment_that_no_case_claimed_in_a_day_is_forgotten_with_its_key(
    tus: Tus, begin: Callable[[int], str]
) -> None:
    content = samples.photo()
    where = begin(len(content))
    tus("li_mei", "PATCH", where, content, Upload_Offset=0)
    attachment = Attachment.objects.select_related("key").get()
    purge_task()
    assert Attachment.objects.get() == attachment
    long_ago = clock.now() - timedelta(hours=25)
    Attachment.objects.update(created_at=long_ago)
    Upload.objects.update(expires_at=long_ago)
    purge_task()
    assert not Attachment.objects.exists()
    assert not Upload.objects.exists()
    assert not vault.place(attachment.number, "original").exists()
    attachment.key.refresh_from_db()
    assert attachment.key.wrapped is None
