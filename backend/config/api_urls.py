"""The addresses of the three APIs alone, for the lean handler."""

from django.urls import path

from backend.config import api

urlpatterns = [
    path("api/member/v1/", api.member.urls),
    path("api/staff/v1/", api.staff.urls),
    path("api/public/v1/", api.public.urls),
]
