"""A hardship case step by step over the two APIs, each step by who takes it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.kernel.identifiers import id_check_character
from tests.journeys.people import MEMBER, PARTS, STAFF, People, Person
from tests.journeys.photos import send_photo, small_photo

PURPOSES = ["health", "bank", "household", "means_check", "minor", "notice"]
FICTITIOUS_DIVISION = "999903"


def household_id(birth: date, order: int) -> str:
    """Give a valid ID number of a division that does not exist."""
    first = f"{FICTITIOUS_DIVISION}{birth:%Y%m%d}{order:03d}"
    return first + id_check_character(first)


@dataclass(frozen=True)
class Words:
    """What a worker says of her household; every word of it is nobody else's business."""

    spouse: str
    child: str
    situation: str
    address: str
    amount_fen: int
    self_paid_fen: int = 4_873_615
    income_fen: int = 3_612_340
    rigid_fen: int = 2_241_785

    @property
    def secrets(self) -> list[str]:
        """What may stand in no public byte."""
        yuan = f"{self.amount_fen // 100:,}.{self.amount_fen % 100:02d}"
        return [
            self.spouse, self.child, self.address, *self.situation.split("，"),
            yuan, yuan.replace(",", ""), str(self.amount_fen), str(self.self_paid_fen),
        ]  # fmt: skip


class Case:
    """One application; `people` take the parts that the keys name."""

    def __init__(
        self, people: People, words: Words, *, worker: str, chair: str, visitor: str, reviewer: str
    ) -> None:
        self.people, self.words, self.worker_key = people, words, worker
        self.worker, self.chair, self.visitor, self.reviewer = (
            people[key] for key in (worker, chair, visitor, reviewer)
        )
        self.number = ""

    @property
    def mine(self) -> str:
        """The address of the application for its worker."""
        return f"{MEMBER}/hardship/applications/{self.number}"

    @property
    def theirs(self) -> str:
        """The address of the case for officers."""
        return f"{STAFF}/hardship/cases/{self.number}"

    def seen(self) -> dict[str, Any]:
        """What the worker sees of her application."""
        return dict(self.worker.read(self.mine))

    def case(self, officer: Person | None = None) -> dict[str, Any]:
        """What an officer sees of the case."""
        return dict((officer or self.reviewer).read(self.theirs))

    def begin(self) -> None:
        """Begin the application and fill in everything but the photographs."""
        begun = self.worker.do("POST", f"{MEMBER}/hardship/applications", {"purposes": PURPOSES})
        self.number = str(begun["number"])
        answers = {
            "cause": "illness",
            "situation": self.words.situation,
            "address": self.words.address,
            "annual_income_fen": self.words.income_fen,
            "rigid_expense_fen": self.words.rigid_fen,
            "self_paid_fen": self.words.self_paid_fen,
        }
        saved = self.worker.do("PATCH", f"{self.mine}/answers", answers, version=begun["version"])
        self.worker.do(
            "PUT", f"{self.mine}/household", {"members": self._members()}, version=saved["version"]
        )

    def _members(self) -> list[dict[str, str]]:
        own = PARTS[self.worker_key]
        spouse = household_id(date(1984, 2, 2), 100 + own.serial)
        child = household_id(date(2015, 3, 12), 200 + own.serial)
        return [
            {"relation": "self", "name": own.name, "id_number": own.id_number},
            {"relation": "spouse", "name": self.words.spouse, "id_number": spouse},
            {"relation": "child", "name": self.words.child, "id_number": child},
        ]

    def attach(self, person: Person, upload: str, kind: str = "proof") -> str:
        """Put an uploaded photograph into the file; gives its number."""
        base = MEMBER if person is self.worker else STAFF
        where = f"{base}/hardship/applications/{self.number}/photos"
        return str(person.do("POST", where, {"upload": upload, "kind": kind})["number"])

    def submit(self) -> Any:
        """Hand the application in."""
        return self.worker.do("POST", f"{self.mine}/submit", version=self.seen()["version"])

    def authorise_all(self) -> int:
        """Photograph the signed letter and enter it for every adult; gives how many there are."""
        upload = send_photo(self.worker, MEMBER, small_photo("authorisation"))
        letter = self.attach(self.worker, upload, "authorisation")
        adults = [one for one in self.seen()["members"] if one["is_adult"]]
        for adult in adults:
            signed = {
                "member": adult["number"],
                "letter": letter,
                "signed_on": f"{self.worker.stack.now():%Y-%m-%d}",
            }
            self.worker.do("POST", f"{self.mine}/authorisations", signed)
        return len(adults)

    def step(self, officer: Person, act: str, body: Any = None) -> Any:
        """Take one step as an officer, with the version she sees."""
        version = self.case(officer)["version"]
        return officer.do("POST", f"{self.theirs}/{act}", body, version=version)

    def visit(self) -> None:
        """Visit at home, with a photograph."""
        upload = send_photo(self.visitor, STAFF, small_photo("visit"))
        self.attach(self.visitor, upload, "visit")
        today = f"{self.worker.stack.now():%Y-%m-%d}"
        self.step(self.visitor, "visit", {"visited_on": today, "finding": "情况与申请一致。"})

    def recommend(self) -> None:
        """Recommend as the chair."""
        body = {"kind": "medical", "amount": self._amount(), "opinion": "走访属实，建议帮扶。"}
        self.step(self.chair, "recommend", body)

    def check(self) -> None:
        """Start the economic check and record its result."""
        self.step(self.reviewer, "start-check")
        self.step(self.reviewer, "record-check", {"agrees": True, "finding": "核对一致。"})

    def open_notice(self) -> date:
        """Hang out the notice; gives its last day."""
        self.step(self.chair, "notice")
        return date.fromisoformat(self.seen()["notice_until"])

    def approval(self) -> dict[str, Any]:
        """What the district says when it approves."""
        return {"amount": self._amount(), "fund": self.fund()["number"], "opinion": "同意。"}

    def fund(self) -> dict[str, Any]:
        """The federation's fund for hardship, with its balance."""
        funds = self.people["sun_li"].read(f"{STAFF}/funds")["items"]
        return next(one for one in funds if one["code"] == "HARDSHIP")

    def _amount(self) -> dict[str, Any]:
        return {"amount_fen": self.words.amount_fen, "currency": "CNY"}

    def to_submitted(self) -> None:
        """Walk from nothing to a submitted application with all signatures."""
        self.begin()
        self.attach(self.worker, send_photo(self.worker, MEMBER, small_photo("proof")))
        self.submit()
        self.authorise_all()

    def to_notice(self) -> date:
        """Walk on from a submitted application to its notice; gives the notice's last day."""
        self.visit()
        self.recommend()
        self.check()
        return self.open_notice()

    def approve(self) -> None:
        """Approve as the district reviewer; the notice must have run."""
        self.step(self.reviewer, "approve", self.approval())

    def grant(self) -> dict[str, Any]:
        """The grant as the fund keeper's work list shows it."""
        items = self.people["sun_li"].read(f"{STAFF}/hardship/grants")["items"]
        return next(one for one in items if one["application_number"] == self.number)


def day_after(day: date) -> date:
    """Give the next day."""
    return day + timedelta(days=1)
