"""Addresses of settlements and their data files."""

from django.urls import path

from services.mutual_aid.pages import overpaid, settlements

DESK = "console/settlements/"
FILE = f"{DESK}files/<str:number>/"
ONE = f"{DESK}<str:number>/"

urlpatterns = [
    path(DESK, settlements.desk, name="settlements"),
    path(f"{DESK}send/", settlements.send, name="data-file-send"),
    path(FILE, settlements.data_file, name="data-file"),
    path(f"{FILE}refused.csv", settlements.refused, name="data-file-refused"),
    path(f"{FILE}settle/", settlements.draft, name="settlement-draft"),
    path(ONE, settlements.settlement, name="settlement"),
    path(f"{ONE}approve/", settlements.approve, name="settlement-approve"),
    path(f"{ONE}cancel/", settlements.cancel, name="settlement-cancel"),
    path(f"{ONE}overpaid/", overpaid.overpaid, name="settlement-overpaid"),
    path(f"{ONE}overpaid/<int:serial>/demand/", overpaid.demand, name="settlement-overpaid-demand"),
]
