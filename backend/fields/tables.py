"""One migration operation for all tables of a room: they are rendered once, not once for each."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Do operations that do not look at what they find, such as those of a first migration.

    Each operation of a migration lets Django render the models anew that hang together by foreign
    keys, and here they all do. The operations inside see the state after the last of them.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)
        for operation in self.operations:
            if not operation.reversible:
                message = f"it has no way back, so it stands by itself: {operation.describe()}"
                raise ValueError(message)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Give what a migration file writes down."""
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the tables to the state; its models are rendered when somebody asks for them."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Do the operations in the order of writing; foreign keys follow after the last."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Undo the operations, the last one first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what the operation does."""
        return "Create the tables of a room with their triggers"
