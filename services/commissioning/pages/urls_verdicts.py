"""The addresses of verdict, disputes and audit, and of the public pages and data."""

from django.urls import path

from services.commissioning.pages import audit, disputes, public, verdicts

PROJECT = "console/commissioning/projects/<str:number>/"
DISPUTE = "console/commissioning/disputes/<str:number>/"

urlpatterns = [
    path("projects/", public.projects, name="projects"),
    path("projects/open-data/", public.about_data, name="open-data"),
    path("projects/<str:number>/", public.project, name="public-project"),
    path("feeds/projects.atom", public.feed, name="projects-feed"),
    path("open/ocds/releases.json", public.document, {"path": "ocds/releases.json"}),
    path("open/ocds/digests.json", public.document, {"path": "ocds/digests.json"}),
    path("open/ocds/csv.zip", public.document, {"path": "ocds/csv.zip"}),
    path("open/ocds/bulk/<int:year>.jsonl.gz", public.document, {"path": ""}),
    path("open/catalog.jsonld", public.document, {"path": "catalog.jsonld"}, name="catalogue"),
    path("open/ocds/<str:kind>/<str:ocid>.json", public.project_data, name="project-data"),
    path(f"{PROJECT}verdict/", verdicts.show, name="commissioning-verdict"),
    path(f"{PROJECT}verdict/accept/", verdicts.accept, name="commissioning-accept"),
    path(f"{PROJECT}verdict/rectify/", verdicts.rectify, name="commissioning-rectify"),
    path(f"{PROJECT}verdict/evaluate/", verdicts.evaluate, name="commissioning-evaluate"),
    path(f"{PROJECT}verdict/reevaluate/", verdicts.reevaluate, name="commissioning-reevaluate"),
    path(f"{PROJECT}verdict/rectified/", verdicts.rectified, name="commissioning-rectified"),
    path(f"{PROJECT}verdict/archive/", verdicts.archive, name="commissioning-archive"),
    path(f"{PROJECT}audit/", audit.show, name="commissioning-audit"),
    path("console/commissioning/disputes/", disputes.waiting, name="commissioning-disputes"),
    path(f"{DISPUTE}dismiss/", disputes.dismiss, name="commissioning-dispute-dismiss"),
    path(f"{DISPUTE}uphold/", disputes.uphold, name="commissioning-dispute-uphold"),
    path(
        "console/provider/projects/<str:number>/disputes/",
        disputes.make,
        name="provider-disputes",
    ),
]
