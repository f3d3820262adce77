"""Addresses of the pages of bank accounts."""

from django.urls import URLPattern, path

from backend.config.payees import console, portal

ONE = "console/payee-accounts/<str:number>/"

urlpatterns: list[URLPattern] = [
    path("me/account/", portal.show, name="me-account"),
    path("me/account/consent/", portal.agree, name="me-account-agree"),
    path("me/account/consent/withdraw/", portal.withdraw, name="me-account-withdraw"),
    path("console/payee-accounts/", console.waiting, name="console-payee-accounts"),
    path("console/payee-accounts/new/", console.propose_for, name="console-payee-propose"),
    path(ONE, console.show, name="console-payee-account"),
    path(f"{ONE}reveal/", console.reveal, name="console-payee-reveal"),
    path(f"{ONE}verify/", console.verify, name="console-payee-verify"),
    path(f"{ONE}refuse/", console.refuse, name="console-payee-refuse"),
]
