"""The addresses of the three APIs alone, for the lean handler."""

from django.urls import URLPattern, URLResolver, path

from backend.config import api
from backend.config.pages import api_docs

urlpatterns: list[URLPattern | URLResolver] = [
    *[
        path(f"api/{audience}/v1/docs", api_docs.show, {"audience": audience})
        for audience in api.APIS
    ],
    path("api/member/v1/", api.member.urls),
    path("api/staff/v1/", api.staff.urls),
    path("api/public/v1/", api.public.urls),
]
