"""Addresses of the pages of mutual aid; one file for each part."""

from services.mutual_aid.pages.urls import claims_staff, enrolment, plans

urlpatterns = [*claims_staff.urlpatterns, *enrolment.urlpatterns, *plans.urlpatterns]
