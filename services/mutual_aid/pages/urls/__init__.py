"""Addresses of the pages of mutual aid; one file for each part."""

from services.mutual_aid.pages.urls import (
    benefits,
    claims_member,
    claims_staff,
    enrolment,
    groups,
    plans,
    settlements,
)

urlpatterns = [
    *enrolment.urlpatterns,
    *claims_member.urlpatterns,
    *claims_staff.urlpatterns,
    *benefits.urlpatterns,
    *plans.urlpatterns,
    *settlements.urlpatterns,
    *groups.urlpatterns,
]
