"""The addresses of pool, panel and result."""

from django.urls import path

from services.commissioning.pages import panel, panel_results, panelist, pool

CONSOLE = "console/commissioning/"
PANEL = f"{CONSOLE}projects/<str:number>/panel/"
SEAT = "console/panel/projects/<str:number>/"
APPLIED = "console/provider/projects/<str:number>/panel/"

urlpatterns = [
    path(f"{CONSOLE}pool/", pool.show, name="commissioning-pool"),
    path(f"{CONSOLE}pool/enter/", pool.enter, name="commissioning-pool-enter"),
    path(f"{CONSOLE}pool/<str:number>/rest/", pool.rest, name="commissioning-pool-rest"),
    path(f"{CONSOLE}pool/<str:number>/wake/", pool.wake, name="commissioning-pool-wake"),
    path(f"{CONSOLE}objections/", panel.waiting, name="commissioning-objections"),
    path(PANEL, panel.show, name="commissioning-panel"),
    path(f"{PANEL}report/", panel.report, name="commissioning-panel-report"),
    path(f"{PANEL}draw/", panel.draw, name="commissioning-panel-draw"),
    path(f"{PANEL}redraw/", panel.redraw, name="commissioning-panel-redraw"),
    path(f"{PANEL}few-bids/", panel.go_on_with_few, name="commissioning-panel-few"),
    path(f"{PANEL}clear/", panel.clear, name="commissioning-panel-clear"),
    path(f"{PANEL}open-scoring/", panel.open_scoring, name="commissioning-panel-scoring"),
    path(f"{PANEL}notice/", panel.open_notice, name="commissioning-panel-notice"),
    path(f"{PANEL}award/", panel.award, name="commissioning-panel-award"),
    path(
        f"{PANEL}objections/<str:objection>/dismiss/",
        panel.dismiss,
        name="commissioning-objection-dismiss",
    ),
    path(
        f"{PANEL}objections/<str:objection>/uphold/",
        panel.uphold,
        name="commissioning-objection-uphold",
    ),
    path("console/panel/", panelist.seats, name="panel-seats"),
    path(SEAT, panelist.show, name="panel-seat"),
    path(f"{SEAT}declare/", panelist.declare, name="panel-seat-declare"),
    path(f"{SEAT}step-back/", panelist.step_back, name="panel-seat-step-back"),
    path(f"{SEAT}scores/", panelist.save, name="panel-seat-scores"),
    path(f"{SEAT}check/", panelist.check, name="panel-seat-check"),
    path(f"{SEAT}sign/", panelist.sign, name="panel-seat-sign"),
    path(f"{SEAT}dissent/", panelist.dissent, name="panel-seat-dissent"),
    path(f"{SEAT}report/", panelist.report, name="panel-seat-report"),
    path(APPLIED, panel_results.show, name="provider-panel"),
    path(
        f"{APPLIED}seats/<str:seat>/object/",
        panel_results.object_to_panelist,
        name="provider-panel-object",
    ),
    path(f"{APPLIED}object/", panel_results.object_to_result, name="provider-result-object"),
    path(f"{APPLIED}decline/", panel_results.decline, name="provider-result-decline"),
    path("me/services/results/<str:number>/", panel_results.member, name="me-project-result"),
    path("open/verify/panel.py", panel.verifier, name="panel-verifier"),
]
