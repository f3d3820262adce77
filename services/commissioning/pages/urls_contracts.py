"""The addresses of contracts, payments, sessions, reports and a worker's services."""

from django.urls import URLPattern, path

from backend.ledger.pages.desk import bank_pages
from services.commissioning.pages import contracts, provided, reports, services, sessions, stages

CONSOLE = "console/commissioning/"
CONTRACT = f"{CONSOLE}projects/<str:number>/contract/"
BATCH = f"{CONSOLE}stage-batches/<str:number>/"
REPORT = f"{CONSOLE}reports/<str:number>/"
PROVIDED = "console/provider/projects/<str:number>/"
SESSION = "console/provider/sessions/<str:number>/"
OWN_REPORT = "console/provider/reports/<str:number>/"

urlpatterns: list[URLPattern] = [
    path("me/services/", services.mine, name="me-services"),
    path("me/services/confirm/", services.confirm, name="me-service-confirm"),
    path("me/services/<str:number>/", services.one, name="me-service"),
    path("me/services/<str:number>/rate/", services.rate, name="me-service-rate"),
    path(CONTRACT, contracts.show, name="commissioning-contract"),
    path(f"{CONTRACT}draft/", contracts.draft, name="commissioning-contract-draft"),
    path(f"{CONTRACT}sign/", contracts.sign, name="commissioning-contract-sign"),
    path(f"{CONTRACT}terminate/", contracts.terminate, name="commissioning-terminate"),
    path(f"{CONTRACT}judge/", contracts.judge, name="commissioning-judge"),
    path(f"{CONTRACT}midterm/", contracts.midterm, name="commissioning-midterm"),
    path(f"{CONTRACT}changes/", contracts.ask, name="commissioning-change-ask"),
    path(
        f"{CONTRACT}changes/<str:change>/approve/",
        contracts.approve_change,
        name="commissioning-change-approve",
    ),
    path(
        f"{CONTRACT}changes/<str:change>/refuse/",
        contracts.refuse_change,
        name="commissioning-change-refuse",
    ),
    path(
        f"{CONTRACT}stages/<str:stage>/approve/",
        contracts.approve_stage,
        name="commissioning-stage-approve",
    ),
    path(
        f"{CONTRACT}stages/<str:stage>/withhold/",
        contracts.withhold_stage,
        name="commissioning-stage-withhold",
    ),
    path(f"{CONSOLE}payments/", stages.waiting, name="commissioning-payments"),
    path(f"{CONSOLE}payments/order/", stages.order, name="commissioning-stages-order"),
    path(BATCH, stages.batch, name="commissioning-stage-batch"),
    *bank_pages(stages.DESK, BATCH),
    path(f"{CONSOLE}reports/", reports.waiting, name="commissioning-reports"),
    path(REPORT, reports.check, name="commissioning-report"),
    path(f"{REPORT}confirm/", reports.confirm, name="commissioning-report-confirm"),
    path(f"{REPORT}return/", reports.send_back, name="commissioning-report-return"),
    path(
        f"{REPORT}papers/<str:paper>/<str:variant>/",
        reports.paper,
        name="commissioning-report-paper",
    ),
    path(f"{CONSOLE}confirm/", services.station, name="commissioning-confirm-for"),
    path("console/provider/projects/", provided.projects, name="provider-projects"),
    path(PROVIDED, provided.show, name="provider-project"),
    path(f"{PROVIDED}agree/", provided.agree, name="provider-agree"),
    path(f"{PROVIDED}account/", provided.account, name="provider-account"),
    path(f"{PROVIDED}sessions/", provided.plan, name="provider-session-plan"),
    path(f"{PROVIDED}changes/", provided.ask, name="provider-change-ask"),
    path(f"{PROVIDED}reports/", provided.begin, name="provider-report-begin"),
    path(SESSION, sessions.show, name="provider-session"),
    path(f"{SESSION}screen/", sessions.screen, name="provider-session-screen"),
    path(f"{SESSION}open/", sessions.open_it, name="provider-session-open"),
    path(f"{SESSION}close/", sessions.close, name="provider-session-close"),
    path(f"{SESSION}drop/", sessions.drop, name="provider-session-drop"),
    path(OWN_REPORT, reports.write, name="provider-report"),
    path(f"{OWN_REPORT}save/", reports.save, name="provider-report-save"),
    path(f"{OWN_REPORT}spendings/", reports.spend, name="provider-spending-add"),
    path(
        f"{OWN_REPORT}spendings/<str:spending>/voucher/",
        reports.voucher,
        name="provider-voucher-add",
    ),
    path(
        f"{OWN_REPORT}spendings/<str:spending>/remove/",
        reports.unspend,
        name="provider-spending-remove",
    ),
    path(f"{OWN_REPORT}photos/", reports.photo, name="provider-photo-add"),
    path(
        f"{OWN_REPORT}photos/<str:photo>/remove/",
        reports.unphoto,
        name="provider-photo-remove",
    ),
    path(f"{OWN_REPORT}submit/", reports.submit, name="provider-report-submit"),
    path(f"{OWN_REPORT}take-up/", reports.take_up, name="provider-report-take-up"),
    path(
        f"{OWN_REPORT}papers/<str:paper>/<str:variant>/",
        reports.own_paper,
        name="provider-report-paper",
    ),
]
