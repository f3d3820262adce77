"""Addresses of plans, covers, batches and rosters."""

from django.urls import path

from services.mutual_aid.pages import console, fees, periods, portal, receipts, rosters

DESK = "console/mutual-aid/"
BATCH = f"{DESK}batches/<str:number>/"
PERSON = f"{BATCH}people/<int:line_id>/"
FEES = f"{DESK}fees/"
STATEMENT = f"{FEES}statements/<str:number>/"

urlpatterns = [
    path("open/receipt-key.json", receipts.key, name="receipt-key"),
    path("open/verify/receipt.py", receipts.verifier, name="receipt-verifier"),
    path("me/cover/", portal.my_cover, name="my-cover"),
    path("me/cover/<int:cover_id>/certificate.pdf", portal.my_certificate, name="my-certificate"),
    path("me/plans/<str:number>/", portal.plan, name="my-plan"),
    path("me/plans/<str:number>/join/", portal.join, name="my-plan-join"),
    path("me/plans/withdraw/<str:number>/", portal.withdraw, name="my-plan-withdraw"),
    path("verify/cover/<str:token>/", portal.verify_cover, name="verify-cover"),
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
    path(f"{BATCH}void-with-refund/", periods.void_with_refund, name="mutual-aid-void-refund"),
    path(f"{BATCH}add/", periods.add, name="mutual-aid-add"),
    path(f"{BATCH}renew/", periods.renew, name="mutual-aid-renew"),
    path(f"{BATCH}print/", periods.printed, name="mutual-aid-print"),
    path(f"{BATCH}print/list.pdf", periods.seal_list, name="mutual-aid-seal-list"),
    path(f"{BATCH}people/", periods.people_of, name="mutual-aid-people"),
    path(PERSON, periods.person, name="mutual-aid-person"),
    path(f"{PERSON}leave/", periods.leave, name="mutual-aid-leave"),
    path(f"{PERSON}death/", periods.die, name="mutual-aid-death"),
    path(f"{PERSON}certificate.pdf", periods.certificate, name="mutual-aid-certificate"),
    path(FEES, fees.desk, name="mutual-aid-fees"),
    path(f"{FEES}statements/", fees.take, name="mutual-aid-statement-take"),
    path(STATEMENT, fees.statement, name="mutual-aid-statement"),
    path(f"{STATEMENT}lines/<int:row_number>/", fees.assign, name="mutual-aid-assign"),
    path(f"{FEES}refunds/<str:number>/", fees.send_refund, name="mutual-aid-refund"),
    path(f"{DESK}rosters/<str:number>/", rosters.result, name="mutual-aid-roster"),
    path(f"{DESK}rosters/<str:number>/marked.xlsx", rosters.marked, name="mutual-aid-marked"),
]
