"""What an officer reads in the rule files that come with the product is Chinese."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.mutual_aid.rules.packs import SHIPPED

ENGLISH = re.compile("[a-z]{3}")


def notes(value: object) -> Iterator[str]:
    """Give every note of a rule file: what is not known, what an example shows."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "note":
                yield str(inner)
            yield from notes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from notes(inner)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda one: one.stem)
def test_every_note_of_a_shipped_pack_speaks_no_english(path: Path) -> None:
    found = list(notes(json.loads(path.read_text(encoding="utf-8"))))
    assert [one for one in found if ENGLISH.search(one)] == []
