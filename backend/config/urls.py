"""Every address: pages of the rooms, and the APIs for a stock handler."""

from django.urls import URLPattern, URLResolver, path

from backend.config import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/member/v1/", api.member.urls),
    path("api/staff/v1/", api.staff.urls),
    path("api/public/v1/", api.public.urls),
]
