"""A queryset compiled once: rows by one value, built as the ORM builds them.

Compiling a query over many joined tables costs more than running it. Where rows are read in the
same way at every step of a case, their text is made once for the process (docs/performance.md).
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """The rows of `rows(value)`, found by a value that their text leaves open.

    `rows` takes the value to look for; nothing else in its text may equal `example`. For `get` it
    names a unique column.
    """

    def __init__(self, rows: Callable[[Any], QuerySet[M]], example: Any) -> None:
        self.rows, self.example = rows, example

    def get(self, value: Any) -> M | None:
        """Read the row; None where there is none."""
        return next(iter(self.all(value)), None)

    def all(self, value: Any) -> list[M]:
        """Read every row, in the order of the queryset."""
        text, params, build = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(text, [value if one == self.example else one for one in params])
            return [build(row) for row in cursor.fetchall()]

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
