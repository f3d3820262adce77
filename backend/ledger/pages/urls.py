"""The addresses of the ledger's pages."""

from django.urls import path

from backend.ledger.pages import console

FUND = "console/funds/<str:number>/"

urlpatterns = [
    path("console/funds/", console.funds, name="ledger-funds"),
    path("console/funds/new/", console.open_fund, name="ledger-fund-new"),
    path(FUND, console.fund, name="ledger-fund"),
    path(f"{FUND}take-in/", console.take_in, name="ledger-take-in"),
    path(f"{FUND}unfreeze/", console.unfreeze, name="ledger-unfreeze"),
    path("console/payment-batches/", console.batches, name="ledger-batches"),
    path("console/payment-batches/<str:number>/", console.batch, name="ledger-batch"),
]
