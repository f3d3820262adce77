"""Every address: the APIs, the pages of the rooms, sign-in for apps."""

from django.urls import URLPattern, URLResolver, include, path

from backend.config.api_urls import urlpatterns as api_addresses
from backend.config.handover import urls as handover
from backend.config.pages import corrections, counter, fault, home, identity, mydata, queue, sign_in
from backend.config.payees import urls as payees
from backend.web import views as web
from notifications.pages import urls as notifications

urlpatterns: list[URLPattern | URLResolver] = [
    *api_addresses,
    path("_allauth/app/v1/", include("backend.accounts.headless")),
    *sign_in.urlpatterns,
    *notifications.urlpatterns,
    *payees.urlpatterns,
    *handover.urlpatterns,
    path("me/", home.show, name="me"),
    path("me/identity/", identity.show, name="me-identity"),
    path("me/data/", mydata.show, name="me-data"),
    path("me/data/copy/", mydata.download, name="me-data-copy"),
    path("console/", queue.show, name="console"),
    path("console/corrections/<str:number>/", corrections.show, name="console-correction"),
    path("console/members/phone/", counter.phone, name="console-member-phone"),
    path(
        "console/members/second-factor/",
        counter.second_factor,
        name="console-member-second-factor",
    ),
    path("", include("backend.ledger.pages.urls")),
    path("", include("services.commissioning.pages.urls")),
    path("", include("services.disclosure.pages.urls")),
    path("", include("services.hardship.pages.urls")),
    path("", include("services.mutual_aid.pages.urls")),
    path("display/", web.display, name="display"),
    path("style/", web.style, name="style"),
]

handler400 = fault.bad_request
handler403 = fault.forbidden
handler404 = fault.not_found
handler500 = fault.failed
