"""Addresses of the reviewers' pages."""

from django.urls import path

from services.mutual_aid.pages import claims_console, claims_decided, claims_decisions

DESK = "console/claims/"
CLAIM = f"{DESK}<str:number>/"
DOUBLE = f"{CLAIM}doubles/<str:key>/"

urlpatterns = [
    path(DESK, claims_console.desk, name="mutual-aid-claims"),
    path(f"{DESK}decided/", claims_decided.decided, name="mutual-aid-claims-decided"),
    path(CLAIM, claims_console.claim, name="mutual-aid-claim"),
    path(
        f"{CLAIM}photos/<str:photo>/<str:variant>/",
        claims_console.photo,
        name="mutual-aid-claim-photo",
    ),
    path(DOUBLE, claims_console.compare, name="mutual-aid-claim-compare"),
    path(
        f"{DOUBLE}photos/<str:photo>/",
        claims_console.double_photo,
        name="mutual-aid-claim-double-photo",
    ),
    path(f"{CLAIM}reveal/", claims_console.reveal, name="mutual-aid-claim-reveal"),
    path(f"{CLAIM}review/", claims_decisions.pass_on, name="mutual-aid-claim-review"),
    path(f"{CLAIM}approve/", claims_decisions.approve, name="mutual-aid-claim-approve"),
    path(f"{CLAIM}return/", claims_decisions.return_incomplete, name="mutual-aid-claim-return"),
    path(f"{CLAIM}adjust/", claims_decisions.adjust, name="mutual-aid-claim-adjust"),
    path(f"{CLAIM}override/", claims_decisions.override, name="mutual-aid-claim-override"),
    path(f"{CLAIM}reject/", claims_decisions.reject, name="mutual-aid-claim-reject"),
    path(f"{CLAIM}suspend/", claims_decisions.suspend, name="mutual-aid-claim-suspend"),
    path(f"{CLAIM}resume/", claims_decisions.resume, name="mutual-aid-claim-resume"),
    path(
        f"{CLAIM}confirm_mandate/",
        claims_decisions.confirm_mandate,
        name="mutual-aid-claim-confirm_mandate",
    ),
    path(f"{CLAIM}look/", claims_decisions.look, name="mutual-aid-claim-look"),
    path(f"{CLAIM}second_look/", claims_decisions.second_look, name="mutual-aid-claim-second_look"),
]
