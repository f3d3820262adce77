"""The address of the offer."""

from django.urls import URLPattern, path

from backend.config.handover import portal

urlpatterns: list[URLPattern] = [
    path("me/hardship/offer/", portal.offer, name="hardship-offer"),
]
