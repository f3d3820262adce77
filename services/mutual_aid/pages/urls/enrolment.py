"""Addresses of plans, covers, batches and rosters."""

from django.urls import path

from services.mutual_aid.pages import console, portal, receipts, rosters

DESK = "console/mutual-aid/"
BATCH = f"{DESK}batches/<str:number>/"

urlpatterns = [
    path("open/receipt-key.json", receipts.key, name="receipt-key"),
    path("open/verify/receipt.py", receipts.verifier, name="receipt-verifier"),
    path("me/cover/", portal.my_cover, name="my-cover"),
    path("me/plans/<str:number>/", portal.plan, name="my-plan"),
    path(DESK, console.desk, name="mutual-aid"),
    path(f"{DESK}batches/new/", console.open_batch, name="mutual-aid-open"),
    path(BATCH, console.batch, name="mutual-aid-batch"),
    path(f"{BATCH}headcount/", console.headcount, name="mutual-aid-headcount"),
    path(f"{BATCH}roster/", rosters.send, name="mutual-aid-send"),
    path(f"{BATCH}confirm-unit/", console.confirm_unit, name="mutual-aid-confirm-unit"),
    path(f"{BATCH}return/", console.send_back, name="mutual-aid-return"),
    path(f"{BATCH}fee/", console.record_fee, name="mutual-aid-fee"),
    path(f"{BATCH}confirm-upper/", console.confirm_upper, name="mutual-aid-confirm-upper"),
    path(f"{BATCH}put-in-force/", console.put_in_force, name="mutual-aid-put-in-force"),
    path(f"{BATCH}void/", console.make_void, name="mutual-aid-void"),
    path(f"{DESK}rosters/<str:number>/", rosters.result, name="mutual-aid-roster"),
    path(f"{DESK}rosters/<str:number>/marked.xlsx", rosters.marked, name="mutual-aid-marked"),
]
