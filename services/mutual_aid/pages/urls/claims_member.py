"""Addresses of a claimant: her claims, her benefits, an estimate."""

from django.urls import path

from services.mutual_aid.pages import benefits_member, claim_screens, claims

CLAIM = "me/claims/<str:number>/"

urlpatterns = [
    path("me/claims/", claims.overview, name="claims"),
    path("me/claims/filed/", claims.filed, name="claims-filed"),
    path("me/claims/new/", claims.new, name="claim-new"),
    path("me/claims/new/family/", claims.new_for_family, name="claim-new-family"),
    path("me/claims/new/heir/", claims.new_as_heir, name="claim-new-heir"),
    path("console/mutual-aid/file-claim/", claims.new_for_worker, name="claim-file"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}event/", claim_screens.event, name="claim-event"),
    path(f"{CLAIM}lines/", claim_screens.line_list, name="claim-lines"),
    path(f"{CLAIM}lines/add/<int:place>/", claim_screens.add_line, name="claim-line-add"),
    path(f"{CLAIM}lines/<str:line>/", claim_screens.change_line, name="claim-line"),
    path(f"{CLAIM}lines/<str:line>/remove/", claim_screens.remove_line, name="claim-line-remove"),
    path(f"{CLAIM}lines/<str:line>/read/", claim_screens.read_invoice, name="claim-line-read"),
    path(f"{CLAIM}photos/", claim_screens.photo_list, name="claim-photos"),
    path(
        f"{CLAIM}photos/<str:photo>/remove/", claim_screens.remove_photo, name="claim-photo-remove"
    ),
    path(f"{CLAIM}photos/<str:photo>/<str:variant>/", claims.photo, name="claim-photo"),
    path(f"{CLAIM}check/", claims.check, name="claim-check"),
    path(f"{CLAIM}withdraw/", claims.withdraw, name="claim-withdraw"),
    path(f"{CLAIM}consent/", claims.agree, name="claim-agree"),
    path(f"{CLAIM}consent/withdraw/", claims.take_back, name="claim-take-back"),
    path("me/benefits/", benefits_member.overview, name="benefits"),
    path("me/benefits/<str:number>/", benefits_member.receipt, name="benefit"),
    path(
        "me/benefits/<str:number>/receipt.json",
        benefits_member.take_along,
        name="benefit-receipt",
    ),
    path("me/estimate/", benefits_member.choose, name="estimate-choose"),
    path("me/estimate/<str:plan>/<int:place>/", benefits_member.estimate, name="estimate"),
]
