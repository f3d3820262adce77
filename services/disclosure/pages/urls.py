"""The addresses of open union affairs."""

from django.urls import path

from services.disclosure.pages import console, portal

DRAFT = "console/disclosures/<str:number>/"
PUBLISHED = "console/disclosures/public/<str:number>/"

urlpatterns = [
    path("", portal.home, name="board"),
    path("disclosures/", portal.archive, name="disclosures"),
    path("disclosures/<str:number>/", portal.show, name="disclosure"),
    path(
        "disclosures/<str:number>/versions/<int:sequence>/", portal.show, name="disclosure-version"
    ),
    path("unions/<str:number>/", portal.of_union, name="union-board"),
    path("unions/<str:number>/duties/", portal.duties, name="union-duties"),
    path("subscribe/", portal.subscribe, name="subscribe"),
    path("feeds/disclosures.<str:kind>", portal.feed, name="feed"),
    path("feeds/unions/<str:number>/disclosures.<str:kind>", portal.feed, name="union-feed"),
    path("console/disclosures/", console.desk, name="disclosure-desk"),
    path("console/disclosures/new/", console.compose, name="disclosure-new"),
    path(PUBLISHED, console.published, name="disclosure-published"),
    path(f"{PUBLISHED}correct/", console.correct, name="disclosure-correct"),
    path(f"{PUBLISHED}withdraw/", console.withdraw, name="disclosure-withdraw"),
    path(DRAFT, console.review, name="disclosure-draft"),
    path(f"{DRAFT}revise/", console.revise, name="disclosure-revise"),
    path(f"{DRAFT}submit/", console.submit, name="disclosure-submit"),
    path(f"{DRAFT}drop/", console.drop, name="disclosure-drop"),
    path(f"{DRAFT}pass-check/", console.pass_check, name="disclosure-pass-check"),
    path(f"{DRAFT}return/", console.return_draft, name="disclosure-return"),
    path(f"{DRAFT}sign-off/", console.sign_off, name="disclosure-sign-off"),
]
