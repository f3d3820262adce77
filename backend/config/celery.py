"""Background work: the Celery application and the one task class.

PostgreSQL holds all state. A task is a hint to go and look: it may be lost, doubled or late.
"""

import gc
import os
from typing import Any

from celery import Celery
from celery.app.task import Task
from celery.loaders.app import AppLoader
from celery.signals import worker_process_init
from django.db import transaction

_MAIN = os.getpid()


@worker_process_init.connect
def end_an_orphan(**_: object) -> None:
    """End a pool process whose worker died before Celery had bound the one to the other's death.

    It would wait for work for ever: each process of a pool holds the pipes of the others open.
    """
    if _MAIN not in {os.getpid(), os.getppid()}:
        os._exit(1)


@worker_process_init.connect
def spare_the_imports(**_: object) -> None:
    """Take what was imported out of the garbage collector's rounds: it is never garbage.

    A task that reads many rows would pay for them each time (docs/performance.md).
    """
    gc.collect()
    gc.freeze()


class ZhijiaTask(Task):
    """A task whose hint after the commit never spoils the commit.

    The stock class of Celery's Django integration registers its hook without ``robust=True``:
    with the broker down, a committed write would then answer 500.
    """

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send the task once the running transaction is committed; a dead broker is only logged."""

        def hint() -> None:
            self.delay(*args, **kwargs)

        # A function and no partial: Django's report of a failed hook asks for its name.
        transaction.on_commit(hint, robust=True)

    def apply_async_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Like `delay_on_commit`, with the options of `apply_async`."""

        def hint() -> None:
            self.apply_async(*args, **kwargs)

        transaction.on_commit(hint, robust=True)


class ProgramLoader(AppLoader):
    """Loads the program in one go, without looking for garbage meanwhile: nothing of it goes."""

    def import_default_modules(self) -> Any:
        """Import Django's applications and the tasks; a third of the time went into looking."""
        gc.disable()
        try:
            return super().import_default_modules()
        finally:
            gc.freeze()
            gc.enable()


application = Celery("zhijia", task_cls=ZhijiaTask, loader=f"{__name__}:ProgramLoader")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks()
application.set_default()
