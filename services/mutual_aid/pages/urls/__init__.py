"""Addresses of the pages of mutual aid; one file for each part."""

from services.mutual_aid.pages.urls import benefits, enrolment

urlpatterns = [*enrolment.urlpatterns, *benefits.urlpatterns]
