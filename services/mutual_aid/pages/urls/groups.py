"""Addresses of rate-group standings."""

from django.urls import path

from services.mutual_aid.pages import groups

DESK = "console/mutual-aid/groups/"
ONE = f"{DESK}<str:number>/"

urlpatterns = [
    path(DESK, groups.desk, name="mutual-aid-groups"),
    path(f"{DESK}record/", groups.record, name="mutual-aid-group-record"),
    path(f"{DESK}record-list/", groups.record_list, name="mutual-aid-group-list"),
    path(f"{DESK}confirm/", groups.confirm_chosen, name="mutual-aid-groups-confirm"),
    path(ONE, groups.standing, name="mutual-aid-group"),
    path(f"{ONE}confirm/", groups.confirm, name="mutual-aid-group-confirm"),
    path(f"{ONE}drop/", groups.drop, name="mutual-aid-group-drop"),
    path(f"{ONE}end/", groups.end, name="mutual-aid-group-end"),
    path(f"{ONE}confirm-end/", groups.confirm_end, name="mutual-aid-group-confirm-end"),
    path(f"{ONE}keep/", groups.keep, name="mutual-aid-group-keep"),
]
