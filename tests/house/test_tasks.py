"""Background tasks are thin, bounded, and wait in a queue that somebody serves."""

import inspect

import pytest

from backend.config.celery import ZhijiaTask, application
from backend.config.queues import WORKERS, Queue
from backend.config.schedule import SCHEDULE

SERVED = {queue.value for queues, _ in WORKERS.values() for queue in queues}


@pytest.fixture(scope="module")
def tasks() -> dict[str, ZhijiaTask]:
    """Give every task of ours by name."""
    application.loader.import_default_modules()
    return {
        name: task for name, task in application.tasks.items() if not name.startswith("celery.")
    }


def test_there_are_tasks(tasks: dict[str, ZhijiaTask]) -> None:
    assert "notifications.relay_task" in tasks


def test_every_name_ends_in_task(tasks: dict[str, ZhijiaTask]) -> None:
    assert [name for name in tasks if not name.endswith("_task")] == []


def test_every_task_has_both_time_limits(tasks: dict[str, ZhijiaTask]) -> None:
    unbounded = [
        name
        for name, task in tasks.items()
        if not (task.soft_time_limit and task.time_limit and task.soft_time_limit < task.time_limit)
    ]
    assert unbounded == []


def test_no_task_outlives_the_visibility_timeout_of_the_broker(
    tasks: dict[str, ZhijiaTask],
) -> None:
    timeout = application.conf.broker_transport_options["visibility_timeout"]
    assert [name for name, task in tasks.items() if task.time_limit * 2 > timeout] == []


def test_every_queue_is_served(tasks: dict[str, ZhijiaTask]) -> None:
    assert {queue.value for queue in Queue} == SERVED
    asked = {name: task.queue or "default" for name, task in tasks.items()}
    assert {name: queue for name, queue in asked.items() if queue not in SERVED} == {}


def test_no_task_is_a_coroutine_that_nobody_awaits(tasks: dict[str, ZhijiaTask]) -> None:
    assert [name for name, task in tasks.items() if inspect.iscoroutinefunction(task.run)] == []


def test_every_task_uses_the_one_task_class(tasks: dict[str, ZhijiaTask]) -> None:
    assert [name for name, task in tasks.items() if not isinstance(task, ZhijiaTask)] == []


def test_the_schedule_names_tasks_that_exist(tasks: dict[str, ZhijiaTask]) -> None:
    assert [tick.task for tick in SCHEDULE if tick.task not in tasks] == []
