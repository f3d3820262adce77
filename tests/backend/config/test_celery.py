"""The one task class: a dead broker spoils no commit."""

import gc

import pytest
from celery.signals import worker_process_init
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from backend.config import celery
from backend.config.celery import ZhijiaTask, application
from notifications.tasks import relay_task


class UnreachableTask(ZhijiaTask):
    """A task whose broker is gone."""

    name = "tests.unreachable_task"

    def run(self) -> None:
        """Do nothing."""

    def delay(self, *_: object, **__: object) -> None:
        """Fail as kombu does when nobody answers."""
        raise OperationalError("connection refused")


@pytest.mark.django_db(transaction=True)
def test_a_committed_write_stands_when_the_broker_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    task = UnreachableTask()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE told (words text)")
        task.delay_on_commit()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('told') IS NOT NULL")
        assert cursor.fetchone() == (True,)
        cursor.execute("DROP TABLE told")
    assert "connection refused" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_when_the_transaction_is_rolled_back() -> None:
    with transaction.atomic():
        UnreachableTask().delay_on_commit()
        transaction.set_rollback(True)
    assert transaction.get_connection().run_on_commit == []


def test_shared_tasks_bind_to_our_application() -> None:
    assert relay_task.app is application


def test_no_result_is_kept_and_nothing_is_lost_with_a_worker() -> None:
    kept = application.conf
    assert (kept.task_ignore_result, kept.task_acks_late, kept.task_reject_on_worker_lost) == (
        True,
        True,
        True,
    )
    assert (kept.worker_prefetch_multiplier, kept.result_backend) == (1, None)


@pytest.mark.parametrize(("parent", "ended"), [("main", []), ("another", [1])])
def test_a_pool_process_whose_worker_died_as_it_was_born_ends(
    monkeypatch: pytest.MonkeyPatch, parent: str, ended: list[int]
) -> None:
    statuses: list[int] = []
    monkeypatch.setattr(celery, "_MAIN", 100)
    monkeypatch.setattr(celery.os, "getpid", lambda: 101)
    monkeypatch.setattr(celery.os, "getppid", lambda: 100 if parent == "main" else 1)
    monkeypatch.setattr(celery.os, "_exit", statuses.append)
    celery.end_an_orphan()
    assert statuses == ended


def test_a_worker_leaves_what_it_imported_out_of_the_collector_s_rounds() -> None:
    # What is there already may be set aside before, by whoever runs the tests.
    imported: list[list[int]] = [[] for _ in range(20_000)]
    before = gc.get_freeze_count()
    try:
        worker_process_init.send(sender=None)
        assert gc.get_freeze_count() >= before + len(imported)
    finally:
        gc.unfreeze()
        gc.freeze()
