"""The verbs of hardship assistance: lock, permit, move, rule, write, trace, tell."""

from services.hardship.workflow.approval import approve, put_on_file, reapprove_payee
from services.hardship.workflow.authorise import authorise, revoke_authorisation, withdraw_consent
from services.hardship.workflow.check import record_check, start_check
from services.hardship.workflow.draft import agree, save, start, start_for
from services.hardship.workflow.household import add_member, remove_member, save_household
from services.hardship.workflow.notice import open_notice
from services.hardship.workflow.objection import dismiss_objection, object_to, uphold_objection
from services.hardship.workflow.payment import (
    acknowledge_receipt,
    build_bank_file,
    import_bank_reply,
    order_payments,
    take_out,
)
from services.hardship.workflow.photos import attach_photo, remove_photo
from services.hardship.workflow.reading import evidence_for, read_case, reveal
from services.hardship.workflow.refusal import refuse
from services.hardship.workflow.review import recommend, record_visit, return_for_material
from services.hardship.workflow.submission import submit, withdraw

__all__ = [
    "acknowledge_receipt",
    "add_member",
    "agree",
    "approve",
    "attach_photo",
    "authorise",
    "build_bank_file",
    "dismiss_objection",
    "evidence_for",
    "import_bank_reply",
    "object_to",
    "open_notice",
    "order_payments",
    "put_on_file",
    "read_case",
    "reapprove_payee",
    "recommend",
    "record_check",
    "record_visit",
    "refuse",
    "remove_member",
    "remove_photo",
    "return_for_material",
    "reveal",
    "revoke_authorisation",
    "save",
    "save_household",
    "start",
    "start_check",
    "start_for",
    "submit",
    "take_out",
    "uphold_objection",
    "withdraw",
    "withdraw_consent",
]
