"""Standing forms that come with the product, ready to go through the three people."""

import json
from pathlib import Path
from typing import Any

AID_QUARTERLY = "aid_quarterly"
FINANCE_QUARTERLY = "finance_quarterly"
MUTUAL_AID_QUARTERLY = "mutual_aid_quarterly"
PROJECT_FINAL = "project_final"
PROJECT_LATE = "project_late"
PROJECT_PROGRESS = "project_progress"


def shipped(code: str) -> dict[str, Any]:
    """Give a shipped form as the keywords of `workflow.open_form`: code, title, body, figures."""
    words: dict[str, Any] = json.loads(
        Path(__file__).with_name(f"{code}.json").read_text(encoding="utf-8")
    )
    return words
