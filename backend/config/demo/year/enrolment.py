"""Enrolment of the year through the API: rosters of every unit, and members who join alone."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from backend.access.hop import hop
from backend.config.demo.year.caller import Product, UnexpectedAnswerError
from backend.config.demo.year.crowd import crowd
from backend.config.demo.year.stories import UNIT_PLANS, Plan
from backend.config.demo.year.workers import City, Unit, Worker
from backend.kernel import clock
from backend.kernel.money import Money
from services.mutual_aid.workflow import cover, reading

STAFF = "/api/staff/v1/mutual-aid"
MOST_ON_A_STATEMENT = 1500
ROSTER = ("序号", "姓名", "身份证号", "手机号")
STATEMENT = ("日期", "金额", "付款人", "流水号", "附言")


class Enrolment:
    """Opens batches, pays their fees by bank statements, and has them confirmed from above."""

    def __init__(self, product: Product, city: City) -> None:
        self._ask = product
        self._city = city
        self._serial = 0

    async def units(self) -> None:
        """Enrol every unit in every plan for units."""
        pairs = [(unit, plan) for plan in UNIT_PLANS for unit in self._city.units.values()]
        made = await crowd(self._hand_in(unit, plan) for unit, plan in pairs)
        await self._settle(
            [(batch, unit.workers[0]) for batch, (unit, _) in zip(made, pairs, strict=True)]
        )

    async def alone(self, joiners: Sequence[Worker]) -> None:
        """Let members join the plan for individuals."""
        made = await crowd(self._join(worker) for worker in joiners)
        await self._settle(list(zip(made, joiners, strict=True)))

    async def _hand_in(self, unit: Unit, plan: Plan) -> dict[str, Any]:
        token = await self._city.officer(unit.chair)
        body = {
            "plan": plan.number,
            "union": unit.union.number,
            "headcount": len(unit.workers),
            "female_headcount": unit.women,
        }
        batch = await self._ask.post(f"{STAFF}/batches", token, body)
        path = f"{STAFF}/batches/{batch['number']}"
        upload = await self._ask.upload(token, _roster(unit.workers), "名单.csv")
        sent = await self._ask.post(f"{path}/roster", token, {"upload": upload})
        await hop(reading.read_upload, sent["number"])
        batch = await self._ask.get(path, token)
        return dict(await self._ask.post(f"{path}/confirm-unit", token, {}, batch["version"]))

    async def _join(self, worker: Worker) -> dict[str, Any]:
        token = await self._city.member(worker)
        path = f"/api/member/v1/plans/{Plan.ILLNESS.number}/join"
        return dict(await self._ask.post(path, token, {}))

    async def _settle(self, batches: Sequence[tuple[dict[str, Any], Worker]]) -> None:
        """Match the fees by statements, confirm from above, begin the covers that are due."""
        for first in range(0, len(batches), MOST_ON_A_STATEMENT):
            await self._pay([batch for batch, _ in batches[first : first + MOST_ON_A_STATEMENT]])
        await crowd(self._confirm(batch["number"], worker) for batch, worker in batches)
        for _ in range(0, len(batches), cover.MOST_AT_ONCE):
            await hop(cover.begin_due)

    async def _pay(self, batches: Iterable[dict[str, Any]]) -> None:
        token = await self._city.officer("sun_li")
        rows, total = [], 0
        for batch in batches:
            self._serial += 1
            fen = batch["fee_due"]["amount_fen"]
            total += fen
            rows.append(
                (
                    f"{clock.today()}",
                    _yuan(fen),
                    batch["union_name"],
                    f"HF{self._serial:06d}",
                    batch["number"],
                )
            )
        upload = await self._ask.upload(token, _statement(rows, total), "对账单.csv")
        taken = await self._ask.post(f"{STAFF}/fee-statements", token, {"upload": upload})
        if taken["open_count"]:
            message = f"{taken['open_count']} lines of a fee statement found no batch"
            raise UnexpectedAnswerError(message)

    async def _confirm(self, number: str, worker: Worker) -> None:
        token = await self._city.reviewer_of(worker)
        path = f"{STAFF}/batches/{number}"
        batch = await self._ask.get(path, token)
        await self._ask.post(f"{path}/confirm-upper", token, {}, batch["version"])


def _roster(workers: Iterable[Worker]) -> bytes:
    found = [worker.identity for worker in workers]
    rows = [(place, one.name, one.id_number, one.phone) for place, one in enumerate(found, 1)]
    return _csv([ROSTER, *rows])


def _statement(rows: Iterable[Sequence[str]], total: int) -> bytes:
    return _csv([STATEMENT, *rows, ("合计", _yuan(total), "", "", "")])


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _yuan(fen: int) -> str:
    return str(Money(fen)).replace(",", "")
