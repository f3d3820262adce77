"""Small packs written for a test: one benefit, one vector, everything else as short as allowed."""

import json
from pathlib import Path
from typing import Any

from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.parse import parse_bytes

SHIPPED = Path(__file__).parents[4] / "services" / "mutual_aid" / "packs"
SHAPE = Path(__file__).parents[4] / "docs" / "packs" / "pack.schema.json"


def raw_pack(*benefits: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Give the JSON object of a pack with these benefits."""
    return {
        "format": "zhijia-pack/1",
        "code": "TEST-1",
        "version": 1,
        "title": "试算计划",
        "valid_from": "2026-01-01",
        "valid_to": None,
        "region": "示范市",
        "sponsor_org": "示范市总工会",
        "source": ["test"],
        "verified": False,
        "benefits": list(benefits),
        "vectors": [{"in": {}, "out": "0.00"}],
        **fields,
    }


def pack_of(*benefits: dict[str, Any], **fields: Any) -> Pack:
    """Give a parsed pack with these benefits."""
    return parse_bytes(json.dumps(raw_pack(*benefits, **fields)).encode())


def shipped(name: str) -> Pack:
    """Give a pack of the product by its file name without `.json`."""
    return parse_bytes((SHIPPED / f"{name}.json").read_bytes())
