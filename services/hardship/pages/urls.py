"""The addresses of hardship assistance."""

from django.urls import path

from backend.ledger.pages.desk import bank_pages
from services.hardship.pages import board, console, decisions, payments, portal, screens

MINE = "me/hardship/<str:number>/"
CASE = "console/hardship/<str:number>/"
BATCH = "console/hardship/batches/<str:number>/"

urlpatterns = [
    path("me/hardship/", portal.overview, name="hardship"),
    path("me/hardship/notices/", board.notices, name="hardship-notices"),
    path("me/hardship/notices/<str:number>/", board.notice, name="hardship-notice"),
    path(MINE, portal.application, name="hardship-application"),
    path(f"{MINE}cause/", screens.cause, name="hardship-cause"),
    path(f"{MINE}money/", screens.money, name="hardship-money"),
    path(f"{MINE}event/", screens.event, name="hardship-event"),
    path(f"{MINE}address/", screens.address, name="hardship-address"),
    path(f"{MINE}household/", screens.household, name="hardship-household"),
    path(
        f"{MINE}household/<str:member>/remove/",
        screens.remove_member,
        name="hardship-member-remove",
    ),
    path(f"{MINE}photos/", screens.photos, name="hardship-photos"),
    path(
        f"{MINE}photos/<str:evidence>/remove/", screens.remove_photo, name="hardship-photo-remove"
    ),
    path(f"{MINE}photos/<str:evidence>/<str:variant>/", portal.photo, name="hardship-photo"),
    path(f"{MINE}authorisations/", screens.authorisations, name="hardship-authorisations"),
    path(f"{MINE}authorisations/revoke/", screens.revoke, name="hardship-authorisation-revoke"),
    path(f"{MINE}check/", portal.check, name="hardship-check"),
    path(f"{MINE}withdraw/", portal.withdraw, name="hardship-withdraw"),
    path(f"{MINE}receipt/", portal.receipt, name="hardship-receipt"),
    path(f"{MINE}consents/withdraw/", portal.take_back, name="hardship-consent-withdraw"),
    path("console/hardship/", console.cases, name="hardship-cases"),
    path("console/hardship/new/", console.start_for, name="hardship-start-for"),
    path("console/hardship/payments/", payments.waiting, name="hardship-payments"),
    path("console/hardship/payments/order/", payments.order, name="hardship-order"),
    path(BATCH, payments.batch, name="hardship-batch"),
    *bank_pages(payments.DESK, BATCH),
    path(
        "console/hardship/notices/<str:notice>/sheet/",
        console.notice_sheet,
        name="hardship-notice-sheet",
    ),
    path(CASE, console.review, name="hardship-case"),
    path(f"{CASE}reveal/", console.reveal, name="hardship-reveal"),
    path(f"{CASE}photos/add/", decisions.add_photo, name="hardship-case-photo-add"),
    path(f"{CASE}photos/<str:evidence>/<str:variant>/", console.photo, name="hardship-case-photo"),
    path(f"{CASE}authorise/", decisions.authorise, name="hardship-case-authorise"),
    path(f"{CASE}return/", decisions.return_for_material, name="hardship-return"),
    path(f"{CASE}visit/", decisions.visit, name="hardship-visit"),
    path(f"{CASE}recommend/", decisions.recommend, name="hardship-recommend"),
    path(f"{CASE}start-check/", decisions.start_check, name="hardship-start-check"),
    path(f"{CASE}record-check/", decisions.record_check, name="hardship-record-check"),
    path(f"{CASE}notice/", decisions.open_notice, name="hardship-open-notice"),
    path(f"{CASE}objections/<str:objection>/dismiss/", decisions.dismiss, name="hardship-dismiss"),
    path(f"{CASE}objections/<str:objection>/uphold/", decisions.uphold, name="hardship-uphold"),
    path(f"{CASE}approve/", decisions.approve, name="hardship-approve"),
    path(f"{CASE}reapprove-payee/", decisions.reapprove_payee, name="hardship-reapprove"),
    path(f"{CASE}file/", decisions.put_on_file, name="hardship-put-on-file"),
    path(f"{CASE}refuse/", decisions.refuse, name="hardship-refuse"),
]
