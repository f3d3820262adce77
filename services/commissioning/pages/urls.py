"""The addresses of commissioned services."""

from django.urls import URLPattern

from services.commissioning.pages import urls_calls, urls_contracts, urls_panel, urls_verdicts

urlpatterns: list[URLPattern] = [
    *urls_calls.urlpatterns,
    *urls_panel.urlpatterns,
    *urls_contracts.urlpatterns,
    *urls_verdicts.urlpatterns,
]
