"""Every table says what it is, in English and Chinese, and how its rows hang together."""

import ast
import re

from django.apps import apps
from django.db.models import Model

from tests.house.source import ROOMS, ROOT, files, place, tree

HAN = re.compile(r"[\u4e00-\u9fff]")
# A difference of two amounts may be below zero and is a plain whole number.
WHOLE = {"MoneyField", "BigIntegerField"}
KEYS = {"ForeignKey", "OneToOneField"}


def our_models() -> list[type[Model]]:
    """Give every model of ours."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("backend.", "services.", "notifications"))
    ]


def test_every_foreign_key_names_its_way_back_and_its_end() -> None:
    silent = []
    for path in files(*ROOMS):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in KEYS and ast.unparse(node.func.value) == "models":
                said = {word.arg for word in node.keywords}
                said |= {"on_delete"} if len(node.args) > 1 else set()
                missing = {"related_name", "on_delete"} - said
                silent += [f"{place(path, node)} without {name}" for name in sorted(missing)]
    assert silent == []


def test_every_model_has_a_chinese_name_and_a_docstring() -> None:
    silent = [
        model._meta.label
        for model in our_models()
        if not HAN.search(str(model._meta.verbose_name)) or not HAN.search(model.__doc__ or "")
    ]
    assert silent == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [
        f"| {model._meta.verbose_name} | `{model.__name__}` | {model._meta.app_config.name} |"
        for model in our_models()
    ]
    assert [row for row in missing if row not in glossary] == []


def test_every_constraint_has_the_name_of_its_room() -> None:
    strangers = [
        f"{model._meta.label}: {constraint.name}"
        for model in our_models()
        for constraint in model._meta.constraints
        if not constraint.name.startswith(model._meta.app_label)
    ]
    assert strangers == []


def test_money_is_whole_fen_and_never_a_float() -> None:
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if type(field).__name__ in {"FloatField", "DecimalField"}
        or (field.name.endswith("_fen") and type(field).__name__ not in WHOLE)
    ]
    assert floats == []
