"""Loading the catalogue of what must be public."""

import json
from datetime import date
from pathlib import Path

from backend.access.write import verb
from backend.kernel import clock
from services.disclosure.models import CatalogueItem

SHIPPED = Path(__file__).resolve().parent.parent / "catalogue.json"


@verb
def load_catalogue(path: Path = SHIPPED, *, starts_on: date | None = None) -> int:
    """装入公开目录；已有的事项不改，只补缺的。返回新装入的项数。

    A new item is owed from `starts_on`, by default from the day of loading.
    """
    known = set(CatalogueItem.objects.values_list("code", flat=True))
    day = starts_on or clock.today()
    fresh = [
        CatalogueItem(starts_on=day, **row)
        for row in json.loads(path.read_text(encoding="utf-8"))["items"]
        if row["code"] not in known
    ]
    CatalogueItem.objects.bulk_create(fresh)
    return len(fresh)
