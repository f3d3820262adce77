"""The verbs of open union affairs, split by act: lock, permit, move, rule, write, trace, tell."""

from services.disclosure.workflow.catalogue import load_catalogue
from services.disclosure.workflow.drafting import (
    drop,
    open_correction,
    open_draft,
    open_form,
    revise,
    submit,
)
from services.disclosure.workflow.publication import publish_version, withdraw
from services.disclosure.workflow.review import pass_check, return_draft, sign_off

__all__ = [
    "drop",
    "load_catalogue",
    "open_correction",
    "open_draft",
    "open_form",
    "pass_check",
    "publish_version",
    "return_draft",
    "revise",
    "sign_off",
    "submit",
    "withdraw",
]
