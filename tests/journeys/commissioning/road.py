"""The road of one project: who calls what over the API, and the clock beside it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.test import Client

from backend.kernel import clock
from backend.kernel.identifiers import uuid7
from services.commissioning import feed_writing
from tests import cast
from tests.conftest import MoveToMoment
from tests.services.commissioning.build import World

BUYER, APPROVER, JUDGE = "project_buyer", "project_approver", "acceptance_officer"
OFFICERS = {"heart": "feng_xue", "lamp": "second_officer", "tree": "third_officer"}
PROVIDER = OFFICERS["heart"]
MEMBERS = (
    "li_mei", "wang_qiang", "liu_yang", "zhao_min", "he_jing", "wu_tong", "chen_ping",
    "plan_officer", "district_approver", "second_reviewer", "bus_chair", "west_reviewer",
)  # fmt: skip
"""As many as the smallest cell lets show, and two more."""


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of service with the words and figures of its project, in fen."""

    kind: str
    need: str
    title: str
    budget_fen: int
    prices: dict[str, int]

    @property
    def price(self) -> int:
        """What the winner asks."""
        return self.prices["heart"]


SERVICES = (
    Service(
        "counselling",
        "下班后能有心理咨询",
        "一线职工心理关爱服务",
        960_000,
        {"heart": 870_000, "lamp": 930_000, "tree": 900_000},
    ),
    Service(
        "skills",
        "想考一个职业证书",
        "转岗职工技能提升培训",
        840_000,
        {"heart": 799_999, "lamp": 810_000, "tree": 820_000},
    ),
    Service(
        "family",
        "放学后孩子没人接",
        "职工子女放学后托管服务",
        720_000,
        {"heart": 650_001, "lamp": 700_000, "tree": 690_000},
    ),
    Service(
        "mutual_help",
        "独居老职工希望有人上门看看",
        "独居老职工志愿陪伴",
        360_000,
        {"heart": 333_333, "lamp": 350_000, "tree": 340_000},
    ),
)


@dataclass
class Road:
    """One project under way; each call is one request of one of the cast."""

    world: World
    move_to: MoveToMoment
    service: Service
    number: str = ""
    contract: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    def read(self, who: str, path: str) -> Any:
        """Read what must be there."""
        return self._called(who, "GET", path, None, 0).json()

    def send(
        self, who: str, path: str, body: Any = None, *, version: int = 0, method: str = "POST"
    ) -> Any:
        """Write what must be taken in; gives the answer, or nothing where it has no JSON."""
        answer = self._called(who, method, path, body or {}, version)
        is_json = answer.get("Content-Type", "").startswith("application/json")
        return answer.json() if is_json else answer.content

    def refusal(
        self, who: str, path: str, body: Any = None, *, version: int = 0, method: str = "POST"
    ) -> tuple[int, str]:
        """Send what must be refused; gives status and code."""
        answer = self._answer(who, method, path, body or {}, version)
        return answer.status_code, answer.json().get("code", "")

    def act(self, who: str, name: str, body: Any = None) -> Any:
        """Do an act of the buyer's side on the project, with the version that stands."""
        version = self.read(BUYER, f"staff/commissioning/projects/{self.number}")["version"]
        return self.send(who, f"{self.desk}/{name}", body, version=version)

    @property
    def desk(self) -> str:
        """The project on the buyer's desk."""
        return f"staff/commissioning/projects/{self.number}"

    def sheet(self, who: str = APPROVER) -> Any:
        """The contract as it stands."""
        return self.read(who, f"{self.desk}/contract")

    def on(self, moment: datetime) -> None:
        """Let the worker catch up, then move the clock; sign-ins do not last that long."""
        feed_writing.drain()
        self.move_to(moment)
        self.tokens.clear()

    def pass_days(self, days: int, *, working: bool = False) -> None:
        """Move on to ten in the morning so many days later."""
        today = clock.today()
        day = clock.add_working_days(today, days) if working else today + timedelta(days=days)
        self.on(datetime.combine(day, time(10), tzinfo=clock.TZ))

    def _called(self, who: str, method: str, path: str, body: Any, version: int) -> Any:
        answer = self._answer(who, method, path, body, version)
        said = answer.content.decode() if answer.status_code >= 300 else ""
        assert answer.status_code < 300, f"{who} {method} {path}: {answer.status_code} {said}"
        return answer

    def _answer(self, who: str, method: str, path: str, body: Any, version: int) -> Any:
        audience, _, rest = path.partition("/")
        headers = {"Idempotency-Key": str(uuid7()), "If-Match": f'"{version}"'}
        if who not in self.tokens:
            self.tokens[who] = cast.sign_in(self.world.cast.users[who])
        headers["X-Session-Token"] = self.tokens[who]
        return Client().generic(
            method,
            f"/api/{audience}/v1/{rest}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
