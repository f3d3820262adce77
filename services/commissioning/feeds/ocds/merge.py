"""Records from releases: the newest value of each field, and how each value came about.

Objects merge key by key; lists whose members all have an `id` merge member by member; any other
list is replaced whole (OCDS 1.1 merging). Of a release, `id`, `date`, `tag` describe the release
itself and are not merged.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

OMITTED = frozenset({"id", "date", "tag", "ocid", "language", "initiationType"})
COMPILED = ("compiled",)


def compiled(releases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Merge releases, oldest first, into the compiled release."""
    ordered = _in_order(releases)
    newest = ordered[-1]
    merged: dict[str, Any] = {}
    for one in ordered:
        _merge(merged, {key: value for key, value in one.items() if key not in OMITTED})
    return {
        **merged,
        "ocid": newest["ocid"],
        "id": f"{newest['ocid']}-{newest['date']}",
        "date": newest["date"],
        "tag": list(COMPILED),
        "language": newest["language"],
        "initiationType": newest["initiationType"],
    }


def versioned(releases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Keep, for each field, every value it had and the release that brought it."""
    ordered = _in_order(releases)
    found: dict[str, Any] = {}
    for one in ordered:
        stamp = {
            "releaseID": one["id"],
            "releaseDate": one["date"],
            "releaseTag": one["tag"],
        }
        kept = {
            key: value
            for key, value in one.items()
            if key not in OMITTED or key in {"language", "initiationType"}
        }
        _version(found, kept, stamp)
    return {**found, "ocid": ordered[-1]["ocid"]}


def _in_order(releases: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(releases, key=lambda one: (one["date"], one["id"]))


def _merge(into: dict[str, Any], fresh: Mapping[str, Any]) -> None:
    for key, value in fresh.items():
        known = into.get(key)
        if isinstance(value, dict):
            if not isinstance(known, dict):
                known = into[key] = {}
            _merge(known, value)
        elif _has_ids(value):
            into[key] = _merge_list(known if _has_ids(known) else [], value)
        else:
            into[key] = copy.deepcopy(value)


def _merge_list(known: Any, fresh: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rows: dict[Any, dict[str, Any]] = {row["id"]: row for row in known}
    for row in fresh:
        _merge(rows.setdefault(row["id"], {}), row)
    return list(rows.values())


def _version(into: dict[str, Any], fresh: Mapping[str, Any], stamp: Mapping[str, Any]) -> None:
    for key, value in fresh.items():
        if isinstance(value, dict):
            _version(into.setdefault(key, {}), value, stamp)
        elif _has_ids(value):
            rows = {row["id"]: row for row in into.setdefault(key, [])}
            for row in value:
                if row["id"] not in rows:
                    rows[row["id"]] = {"id": row["id"]}
                    into[key].append(rows[row["id"]])
                rest = {name: part for name, part in row.items() if name != "id"}
                _version(rows[row["id"]], rest, stamp)
        else:
            _remember(into.setdefault(key, []), value, stamp)


def _remember(history: list[dict[str, Any]], value: Any, stamp: Mapping[str, Any]) -> None:
    if not history or history[-1]["value"] != value:
        history.append({**stamp, "value": copy.deepcopy(value)})


def _has_ids(value: Any) -> bool:
    """A list that merges member by member: not empty, every member an object with an id."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) and "id" in row for row in value)
    )
