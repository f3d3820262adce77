"""Addresses of the payment desk, of recoveries and of the funds of plans."""

from django.urls import path

from backend.ledger.pages.desk import bank_pages
from services.mutual_aid.pages import binding, payments, recoveries

DESK = "console/benefits/"
BATCH = f"{DESK}batches/<str:number>/"
ONE = f"{DESK}<str:number>/"
RECOVERY = f"{ONE}recoveries/<int:serial>/"
FUNDS = "console/mutual-aid/funds/"

urlpatterns = [
    path(DESK, payments.to_pay, name="benefits-to-pay"),
    path(f"{DESK}order/", payments.order, name="benefits-order"),
    path(f"{DESK}order-all/", payments.order_all, name="benefits-order-all"),
    path(f"{DESK}batches/", payments.batches, name="benefit-batches"),
    path(BATCH, payments.batch, name="benefit-batch"),
    *bank_pages(payments.DESK, BATCH),
    path(f"{BATCH}take-out-changed/", payments.take_out_changed, name="benefit-take-out-changed"),
    path(f"{DESK}to-bind/", binding.to_bind, name="benefits-to-bind"),
    path(f"{DESK}recoveries/", recoveries.recoveries, name="benefit-recoveries"),
    path(ONE, recoveries.desk, name="benefit-desk"),
    path(f"{ONE}bind/", binding.bind, name="benefit-bind"),
    path(f"{ONE}rebind/", recoveries.rebind, name="benefit-rebind"),
    path(f"{ONE}give-up/", recoveries.give_up, name="benefit-give-up"),
    path(f"{ONE}demand/", recoveries.demand, name="benefit-demand"),
    path(f"{RECOVERY}confirm/", recoveries.confirm, name="recovery-confirm"),
    path(f"{RECOVERY}drop/", recoveries.drop, name="recovery-drop"),
    path(f"{RECOVERY}forgive/", recoveries.forgive, name="recovery-forgive"),
    path(f"{RECOVERY}repay/", recoveries.repay, name="recovery-repay"),
    path(FUNDS, recoveries.funds, name="plan-funds"),
    path(f"{FUNDS}<str:code>/", recoveries.fund, name="plan-fund"),
]
