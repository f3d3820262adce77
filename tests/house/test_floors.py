"""A foreign key reaches downward only, as an import does: import-linter cannot see its string."""

from django.apps import apps
from django.db.models import ForeignObject

FLOORS = (
    ("services.mutual_aid", "services.hardship", "services.commissioning"),
    ("services.disclosure",),
    ("notifications",),
    ("backend.web",),
    ("backend.files", "backend.ledger"),
    ("backend.access",),
    ("backend.accounts",),
    ("backend.unions",),
    ("backend.audit",),
    ("backend.fields",),
)
# The trail and the union tree name who acted; the user stands above them (house plan, 1.3).
BY_AUTH_USER = {"backend.audit", "backend.unions"}


def height(room: str) -> int:
    """Give the floor of a room, 0 at the bottom; everything of Django and others is ground."""
    for number, floor in enumerate(reversed(FLOORS), start=1):
        if room in floor:
            return number
    return 0


def test_every_room_with_tables_has_a_floor() -> None:
    ours = {
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith(("backend.", "services.", "notifications"))
    }
    assert {name for name in ours if not height(name)} == {"backend.config"}


def test_foreign_keys_point_downward() -> None:
    upward = []
    for model in apps.get_models():
        room = model._meta.app_config.name
        if not height(room):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignObject) or field.related_model is None:
                continue
            target = field.related_model._meta.app_config.name
            is_user = target == "backend.accounts" and room in BY_AUTH_USER
            lower = height(target) < height(room) or target == room or is_user
            if not lower:
                upward.append(f"{model._meta.label}.{field.name} -> {target}")
    assert upward == []
