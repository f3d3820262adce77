"""The three OpenAPI documents: as the code gives them, and where they are committed."""

import json
from pathlib import Path

from backend.config.api import APIS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "openapi"


def committed(audience: str) -> Path:
    """Give the committed document of member, staff or public."""
    return FOLDER / f"{audience}.json"


def document(audience: str) -> str:
    """Write the document as the code describes the API now."""
    schema = APIS[audience].get_openapi_schema(path_prefix=f"/api/{audience}/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"
