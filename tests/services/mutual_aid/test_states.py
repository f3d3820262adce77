"""The tables of batch, line and upload: everything reachable, nothing leaves a final state."""

import pytest
from django.db import DatabaseError, connection, transaction

from services.mutual_aid.models import Batch
from services.mutual_aid.states import (
    BATCH,
    LINE,
    UPLOAD,
    BatchState,
    LineState,
    UploadState,
)
from tests.cast import Cast
from tests.services.mutual_aid import build


def test_every_state_can_be_reached_and_has_a_label() -> None:
    for machine, states in ((BATCH, BatchState), (LINE, LineState), (UPLOAD, UploadState)):
        assert machine.reachable() == set(states) == set(machine.labels)


def test_the_final_states_are_these() -> None:
    assert BATCH.finals() == {BatchState.RENEWED, BatchState.EXPIRED, BatchState.VOID}
    assert UPLOAD.finals() == {UploadState.READ, UploadState.FAILED}
    assert LineState.DUPLICATE_VOID in LINE.finals()


@pytest.mark.django_db
def test_the_database_refuses_a_step_that_is_in_no_table(world: Cast) -> None:
    batch = build.open_batch(world)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE mutual_aid_batch SET state = 'in_force'")
    assert Batch.objects.get(pk=batch.pk).state == BatchState.DRAFT
