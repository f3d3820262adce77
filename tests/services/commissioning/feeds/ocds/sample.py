"""A finished project as plain facts, and its published files: nothing from a database."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from backend.kernel import clock
from services.commissioning.feeds.ocds import catalogue, packages, release, tables
from services.commissioning.feeds.ocds.facts import (
    Agreement,
    Award,
    Body,
    Change,
    Facts,
    Goal,
    LineSpent,
    Outcome,
    Payment,
    Planning,
    Step,
    Tender,
)
from services.commissioning.feeds.ocds.numbers import decode, digest, encode

PREFIX = "ocds-abcdef"
OPENED = datetime(2026, 1, 10, 9, tzinfo=clock.TZ)
BUYER = Body("ZHIJIA-UNION", "GH-0001", "示范市总工会")
HEART = Body("CN-USCC", "51990100MJ00000015", "示范市心桥社会工作服务中心")
LAMP = Body("CN-USCC", "51990100MJ00000028", "示范市明灯职工成长促进会")
PUBLISHER = packages.Publisher("示范市总工会", "ZHIJIA-UNION", "GH-0001", "https://example.org")

PAYMENTS = (
    Payment("stage-1", 1, 9_000_000, date(2026, 3, 5)),
    Payment("stage-2", 2, 5_400_000, date(2026, 6, 20)),
)
GOALS = (
    Goal("persons", "服务人数", "人", 60_000, 61_200),
    Goal("satisfaction", "满意度", "分", 400, 463),
)


def tender(status: str = "active") -> Tender:
    """The call, open or complete."""
    done = status == "complete"
    return Tender(
        status=status,
        mode="comparison",
        mode_label="公开比选",
        text="面向全市一线职工提供心理咨询服务。",
        opened_at=OPENED,
        deadline=OPENED + timedelta(days=20),
        persons=600,
        sessions=60,
        criteria=(("需求契合", 20), ("服务方案", 80)),
        tenderers=(HEART, LAMP) if done else (),
        number_of_tenderers=2 if done else None,
    )


def agreement(**changed: Any) -> Agreement:
    """The contract, signed and running."""
    made = Agreement(
        number="XY-2026-000001",
        amount_fen=18_000_000,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 10, 31),
        signed_on=date(2026, 2, 20),
        status="active",
        lines=(
            LineSpent("line-1", "人员", 12_000_000, 12_000_000, 11_500_000),
            LineSpent("line-2", "场地", 6_000_000, 6_000_000, 5_900_005),
        ),
        goals=tuple(replace(goal, delivered_hundredths=None) for goal in GOALS),
        steps=(Step("m-1", "delivery", "中期服务过半", "scheduled", date(2026, 6, 30)),),
    )
    return replace(made, **changed)


def facts() -> list[tuple[list[str], Facts]]:
    """The five pictures of the project, with the tags of each."""
    planning = Planning("一线职工压力大。", "职工服务委托专项", 20_000_000, (("心理咨询", 412),))
    base = Facts(
        "WT-2026-000001", "一线职工心理关爱服务", "counselling", "心理咨询",
        "https://example.org/projects/WT-2026-000001/", BUYER, planning,
    )  # fmt: skip
    award = Award(HEART, 18_000_000, OPENED + timedelta(days=30), 600, 60)
    finished = agreement(
        status="terminated",
        ended_on=date(2026, 10, 31),
        goals=GOALS,
        payments=PAYMENTS,
        steps=(
            Step("m-1", "delivery", "中期服务过半", "met", date(2026, 6, 30), date(2026, 6, 28)),
        ),
        changes=(
            Change("c-1", date(2026, 7, 1), "科目", "1", "2", "场地涨价"),
        ),
        outcome=Outcome(date(2026, 11, 10), "服务到位。", 9_500, "优"),
    )  # fmt: skip
    called = replace(base, tender=tender())
    awarded = replace(base, tender=tender("complete"), award=award)
    return [
        (["planning"], base),
        (["tender"], called),
        (["award"], awarded),
        (["contract"], replace(awarded, agreement=agreement())),
        (["implementation", "contractTermination"], replace(awarded, agreement=finished)),
    ]


def releases() -> list[dict[str, Any]]:
    """The releases as a reader gets them."""
    return [
        decode(
            encode(
                release.build(
                    one,
                    prefix=PREFIX,
                    sequence=place,
                    at=OPENED + timedelta(days=60 * place),
                    tags=tags,
                )
            )
        )
        for place, (tags, one) in enumerate(facts(), start=1)
    ]


def reader(files: Mapping[str, bytes]) -> Callable[[str], io.BytesIO | None]:
    """Open files that are held in memory."""
    return lambda path: io.BytesIO(files[path]) if path in files else None


def published(rows: Sequence[dict[str, Any]] | None = None) -> dict[str, bytes]:
    """Every file below `/open/`, by path."""
    rows = list(rows or releases())
    ocid, at = f"{PREFIX}-WT-2026-000001", OPENED + timedelta(days=400)
    years: dict[str, list[bytes]] = {}
    for row in rows:
        years.setdefault(row["date"][:4], []).append(encode(row))
    paths = {
        f"ocds/releases/{ocid}.json": packages.release_package(PUBLISHER, "x", rows, at),
        f"ocds/records/{ocid}.json": packages.record_package(PUBLISHER, "x", rows, at),
        "ocds/digests.json": {ocid: {row["id"]: digest(row).hex() for row in rows}},
        "catalog.jsonld": catalogue.catalogue(PUBLISHER, [2026], OPENED, at),
    }
    found = {path: encode(document) for path, document in paths.items()}
    for year, lines in years.items():
        found[f"ocds/bulk/{year}.jsonl.gz"] = b"".join(packages.bulk(lines))
    return found | {"ocds/csv.zip": b"".join(tables.zipped(rows))}
