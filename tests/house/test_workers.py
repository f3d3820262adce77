"""Each pytest worker has servers of its own: what one empties, another does not miss."""

import os

from django.conf import settings

from backend.config.settings.addresses import broker


def test_the_settings_were_read_after_the_worker_got_its_own_redis_and_folder() -> None:
    assert os.environ["REDIS_URL"] == settings.REDIS_URL
    assert str(settings.DATA) == os.environ["DATA"]
    assert broker(settings.REDIS_URL) == settings.CELERY_BROKER_URL
