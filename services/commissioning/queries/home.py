"""Doors of the worker's home page: what she needs, and the services that she was at."""

from backend.accounts.models import Membership, Person
from backend.accounts.models.member import STANDING
from backend.web.parts import HomeCard, Link
from services.commissioning.models import Confirmation, Need
from services.commissioning.states.projects import UNDER_CONTRACT

RANK_NEEDS, RANK_SERVICES = 60, 61


def home_cards(person: Person) -> list[HomeCard]:
    """Give the ways to needs and services; a service that may be rated is named with its count."""
    return [*_needs(person), _services(person)]


def _needs(person: Person) -> list[HomeCard]:
    """The way to say what one needs, with what most ask for; none without a membership."""
    own = Membership.objects.filter(person=person, state__in=STANDING).select_related("union")
    membership = own.first()
    if membership is None:
        return []
    rows = Need.objects.of_city(membership.union.d1).filter(is_open=True)
    most = rows.order_by("-voices", "-id").values_list("title", "voices").first()
    asked = f"现在响应最多的是“{most[0]}”，{most[1]} 人需要。" if most and most[1] else ""
    return [
        HomeCard(
            title="说说您的需要",
            note=f"响应人数多的，工会会立项请社会组织来服务。{asked}",
            actions=(Link("提出或响应需求", "/me/needs/"),),
            rank=RANK_NEEDS,
        )
    ]


def _services(person: Person) -> HomeCard:
    waiting = Confirmation.objects.filter(
        person=person, has_rated=False, session__contract__project__state__in=UNDER_CONTRACT
    ).count()
    told = f"您有 {waiting} 次服务可以打分，不记名。" if waiting else ""
    return HomeCard(
        title="参加工会的服务",
        note=told or "到了现场，扫屏幕上的二维码确认；参加以后可以打分，不记名。",
        actions=(
            Link("给服务打分" if waiting else "确认到场", "/me/services/"),
            Link("看委托服务项目", "/projects/"),
        ),
        rank=RANK_SERVICES,
    )
