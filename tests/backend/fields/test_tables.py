"""The operation that makes all tables of a room at once."""

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from backend.fields.tables import CreateTables

KEY = models.BigAutoField(primary_key=True)


def _points_to(model: str) -> Any:
    return models.ForeignKey(model, on_delete=models.PROTECT, null=True)


def _a_room() -> list[Operation]:
    return [
        migrations.RunSQL("CREATE SEQUENCE shed_serial", "DROP SEQUENCE shed_serial"),
        migrations.CreateModel("Spade", [("id", KEY), ("shed", _points_to("garden.Shed"))]),
        migrations.CreateModel(
            "Shed",
            [("id", KEY), ("best", _points_to("garden.Spade"))],
            options={"indexes": [models.Index(fields=["best", "id"], name="shed_best")]},
        ),
    ]


def _migration(operations: list[Operation]) -> Migration:
    migration = Migration("0001_initial", "garden")
    migration.operations = operations
    return migration


def _relations() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname ~ '^(garden_|shed_)' UNION "
            "SELECT conname FROM pg_constraint WHERE conname ~ '^garden_' AND contype = 'f'"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_tables_that_point_at_each_other_are_made_and_taken_away() -> None:
    migration, before = _migration([CreateTables(_a_room())]), ProjectState()
    with connection.schema_editor() as editor:
        migration.apply(before.clone(), editor)
    try:
        made = _relations()
    finally:
        with connection.schema_editor() as editor:
            migration.unapply(before.clone(), editor)
    assert {"shed_serial", "shed_best", "garden_shed", "garden_spade"} <= made
    assert len([name for name in made if "_fk_" in name]) == 2
    assert _relations() == set()


def test_the_state_is_that_of_the_operations_one_by_one() -> None:
    at_once = _migration([CreateTables(_a_room())]).mutate_state(ProjectState())
    one_by_one = _migration(_a_room()).mutate_state(ProjectState())
    assert at_once == one_by_one


def test_rendered_models_of_before_do_not_hide_the_new_ones() -> None:
    state = ProjectState()
    assert list(state.apps.get_models()) == []
    CreateTables(_a_room()).state_forwards("garden", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Spade", "Shed"}


def test_it_is_written_down_as_a_migration_file() -> None:
    text = MigrationWriter(_migration([CreateTables(_a_room())])).as_string()
    assert "backend.fields.tables.CreateTables(" in text
    assert text.count("migrations.CreateModel(") == 2


def test_an_operation_without_a_way_back_is_refused() -> None:
    with pytest.raises(ValueError, match="no way back"):
        CreateTables([*_a_room(), migrations.RunSQL("SELECT 1")])
