"""Growing and moving the tree; the ancestor columns of everything placed in it stay right."""

from typing import Any

from django.apps import apps
from django.db import connection, models

from backend.audit import trail
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, Invalid
from backend.unions.models import LEVELS, PlacedInTree, Union, UnionKind

DEEPEST = 5


def found(
    number: str, name: str, kind: UnionKind, parent: Union | None = None, **more: Any
) -> Union:
    """Enter a union under its parent and fill its level and ancestors.

    Raises Invalid `tree_too_deep` below the fifth level.
    """
    level = parent.level + 1 if parent else 1
    if level > DEEPEST:
        raise Invalid("tree_too_deep", "工会层级最多五级，请换一个更高一级的上级工会。")
    union = Union(number=number, name=name, kind=kind, parent=parent, level=level, **more)
    if parent:
        union.d1, union.d2, union.d3, union.d4, union.d5 = parent.ancestors
    union.save()
    setattr(union, f"d{level}", union.pk)
    union.save(update_fields=[f"d{level}"])
    return union


def move(union: Union, parent: Union, *, actor: ActorLike) -> Union:
    """Hang a union with all below it under another parent, in the caller's transaction.

    Every row placed in the subtree follows. Raises Conflict `tree_ring`, `tree_too_deep`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('unions.tree'))")
    union.refresh_from_db()
    parent.refresh_from_db()
    if union.contains(parent):
        raise Conflict("tree_ring", "不能把工会移到它自己或它的下级之下。")
    subtree = Union.objects.filter(**{f"d{union.level}": union.pk})
    depth = (subtree.aggregate(deepest=models.Max("level"))["deepest"] or 0) - union.level
    if parent.level + 1 + depth > DEEPEST:
        raise Conflict("tree_too_deep", "移过去以后层级超过五级，请换一个上级工会。")
    keys = list(subtree.values_list("pk", flat=True))
    Union.objects.filter(pk=union.pk).update(parent=parent)
    Union.objects.filter(pk__in=keys).update(**_renumbered(union.level, parent))
    _carry_along(keys)
    union.refresh_from_db()
    trail.record(actor, "union.move", union, union_id=union.pk, fields=["parent"])
    return union


def _renumbered(old_level: int, parent: Union) -> dict[str, Any]:
    """Give level and ancestors, from the old columns, of all whose top hung at `old_level`."""
    shift = parent.level + 1 - old_level
    columns: dict[str, Any] = {"level": models.F("level") + shift}
    for level in LEVELS:
        if level <= parent.level:
            columns[f"d{level}"] = parent.ancestors[level - 1]
        else:
            before = level - shift
            columns[f"d{level}"] = models.F(f"d{before}") if before <= DEEPEST else None
    return columns


def _carry_along(keys: list[int]) -> None:
    """Copy the ancestors of these unions to every row placed under them."""
    columns = ", ".join(f"d{level} = home.d{level}" for level in LEVELS)
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if issubclass(model, PlacedInTree):
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(
                    f"UPDATE {table} AS placed SET {columns} FROM unions_union AS home"  # noqa: S608
                    " WHERE placed.union_id = home.id AND home.id = ANY(%s)",
                    [keys],
                )
