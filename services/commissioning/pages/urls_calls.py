"""The addresses of organizations, needs, calls and applications."""

from django.urls import path

from services.commissioning.pages import bids, needs, organizations, projects, provider

CONSOLE = "console/commissioning/"
ORG = f"{CONSOLE}organizations/<str:number>/"
PROJECT = f"{CONSOLE}projects/<str:number>/"
BID = f"{CONSOLE}bids/<str:number>/"
PROVIDER = "console/provider/"
OWN_BID = f"{PROVIDER}bids/<str:number>/"

urlpatterns = [
    path("me/needs/", needs.mine, name="me-needs"),
    path("me/needs/<str:number>/voice/", needs.voice, name="me-need-voice"),
    path("me/needs/<str:number>/take-back/", needs.take_back, name="me-need-take-back"),
    path(CONSOLE, projects.desk, name="commissioning"),
    path(f"{CONSOLE}needs/", needs.ranked, name="commissioning-needs"),
    path(f"{CONSOLE}needs/<str:number>/close/", needs.close, name="commissioning-need-close"),
    path(f"{CONSOLE}organizations/", organizations.register, name="commissioning-organizations"),
    path(
        f"{CONSOLE}organizations/new/", organizations.enter, name="commissioning-organization-new"
    ),
    path(ORG, organizations.show, name="commissioning-organization"),
    path(f"{ORG}check/", organizations.check, name="commissioning-org-check"),
    path(f"{ORG}suspend/", organizations.suspend, name="commissioning-org-suspend"),
    path(f"{ORG}bar/", organizations.bar, name="commissioning-org-bar"),
    path(f"{ORG}restore/", organizations.restore, name="commissioning-org-restore"),
    path(f"{ORG}hub/", organizations.link_hub, name="commissioning-org-hub"),
    path(f"{ORG}penalties/", organizations.penalty, name="commissioning-org-penalty"),
    path(f"{ORG}officers/", organizations.appoint, name="commissioning-org-officer"),
    path(
        f"{ORG}officers/<str:officer>/end/",
        organizations.end_officer,
        name="commissioning-org-officer-end",
    ),
    path(f"{ORG}relations/", organizations.relation, name="commissioning-org-relation"),
    path(
        f"{ORG}relations/<str:relation>/end/",
        organizations.end_relation,
        name="commissioning-org-relation-end",
    ),
    path(f"{ORG}supports/", organizations.give_support, name="commissioning-org-support"),
    path(f"{ORG}activities/", organizations.activity, name="commissioning-org-activity"),
    path(
        f"{ORG}proofs/<str:proof>/accept/",
        organizations.accept_proof,
        name="commissioning-proof-accept",
    ),
    path(
        f"{ORG}proofs/<str:proof>/refuse/",
        organizations.refuse_proof,
        name="commissioning-proof-refuse",
    ),
    path(
        f"{CONSOLE}proofs/<str:proof>/<str:variant>/",
        organizations.proof_photo,
        name="commissioning-proof",
    ),
    path(f"{CONSOLE}projects/new/", projects.draft, name="commissioning-project-new"),
    path(PROJECT, projects.show, name="commissioning-project"),
    path(f"{PROJECT}edit/", projects.edit, name="commissioning-project-edit"),
    path(f"{PROJECT}call/", projects.call, name="commissioning-call"),
    path(f"{PROJECT}submit/", projects.submit, name="commissioning-call-submit"),
    path(f"{PROJECT}open/", projects.open_it, name="commissioning-call-open"),
    path(f"{PROJECT}return/", projects.give_back, name="commissioning-call-return"),
    path(f"{PROJECT}amend/", projects.amend, name="commissioning-call-amend"),
    path(f"{PROJECT}cancel/", projects.cancel, name="commissioning-project-cancel"),
    path(f"{PROJECT}again/", projects.again, name="commissioning-project-again"),
    path(BID, bids.show, name="commissioning-bid"),
    path(f"{BID}qualify/", bids.qualify, name="commissioning-bid-qualify"),
    path(f"{BID}disqualify/", bids.disqualify, name="commissioning-bid-disqualify"),
    path(PROVIDER, provider.desk, name="provider"),
    path(f"{PROVIDER}organization/", provider.organization, name="provider-organization"),
    path(f"{PROVIDER}proofs/", provider.submit_proof, name="provider-proof-submit"),
    path(
        f"{PROVIDER}proofs/<str:proof>/<str:variant>/",
        provider.proof_photo,
        name="provider-proof",
    ),
    path(f"{PROVIDER}activities/", provider.report_activity, name="provider-activity"),
    path(f"{PROVIDER}calls/<str:number>/", provider.call, name="provider-call"),
    path(f"{PROVIDER}calls/<str:number>/start/", provider.start, name="provider-bid-start"),
    path(OWN_BID, provider.bid, name="provider-bid"),
    path(f"{OWN_BID}save/", provider.save, name="provider-bid-save"),
    path(f"{OWN_BID}submit/", provider.submit, name="provider-bid-submit"),
    path(f"{OWN_BID}withdraw/", provider.withdraw, name="provider-bid-withdraw"),
]
