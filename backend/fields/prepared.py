"""A queryset compiled once: one row by one value, built as the ORM builds it.

Compiling a query over many joined tables costs more than running it. Where one row is read in the
same way at every step of a case, its text is made once for the process (docs/performance.md).
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """One row of `rows(value)`, found by a value that its text leaves open.

    `rows` takes the value to look for and filters by it alone; a column it names must be unique.
    """

    def __init__(self, rows: Callable[[Any], QuerySet[M]], example: Any) -> None:
        self.rows, self.example = rows, example

    def get(self, value: Any) -> M | None:
        """Read the row; None where there is none."""
        text, params, build = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(text, [value if one == self.example else one for one in params])
            row = cursor.fetchone()
        return None if row is None else build(row)

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], Callable[[Any], M]]:
        """Compile text and columns as `ModelIterable` does before it reads its first row."""
        query = self.rows(self.example).query
        compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        text, params = compiler.as_sql()
        select, info = compiler.select, compiler.klass_info
        model, fields = info["model"], info["select_fields"]
        first, last = fields[0], fields[-1] + 1
        names = [column[0].target.attname for column in select[first:last]]
        # The stubs are of a later Django.
        joined = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        converters = compiler.get_converters(column[0] for column in select)

        def build(row: Any) -> M:
            if converters:
                (row,) = compiler.apply_converters([row], converters)
            found: M = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for one in joined:
                one.populate(row, found)
            return found

        return text, params, build
