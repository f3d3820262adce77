"""The addresses of commissioned services."""

from django.urls import URLPattern

from services.commissioning.pages import urls_calls

urlpatterns: list[URLPattern] = [*urls_calls.urlpatterns]
