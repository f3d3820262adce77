"""Addresses of the plan officers' pages."""

from django.urls import path

from services.mutual_aid.pages import plans

PLANS = "console/mutual-aid/plans/"
PLAN = f"{PLANS}<str:number>/"

urlpatterns = [
    path(PLANS, plans.plan_list, name="mutual-aid-plans"),
    path(f"{PLANS}new/", plans.load, name="mutual-aid-plan-load"),
    path(PLAN, plans.plan, name="mutual-aid-plan"),
    path(f"{PLAN}compare/", plans.compare, name="mutual-aid-plan-compare"),
    path(f"{PLAN}propose/", plans.propose, name="mutual-aid-plan-propose"),
    path(f"{PLAN}approve/", plans.approve, name="mutual-aid-plan-approve"),
    path(f"{PLAN}decline/", plans.decline, name="mutual-aid-plan-decline"),
    path(f"{PLAN}ask-withdrawal/", plans.ask_withdrawal, name="mutual-aid-plan-ask-withdrawal"),
    path(f"{PLAN}withdraw/", plans.withdraw, name="mutual-aid-plan-withdraw"),
    path(f"{PLAN}try/", plans.try_out, name="mutual-aid-plan-try"),
    path("console/mutual-aid/trials/<str:number>/", plans.trial, name="mutual-aid-trial"),
]
