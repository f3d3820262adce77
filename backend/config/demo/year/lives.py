"""The life of one claim through the API: each `yield` waits for the next working day."""

from collections.abc import AsyncIterator
from typing import Any

from backend.config.demo.year.accounts import ensure_account
from backend.config.demo.year.caller import DONE, Answer, Product, UnexpectedAnswerError
from backend.config.demo.year.photos import Photos
from backend.config.demo.year.stories import Plan, Story, Turn
from backend.config.demo.year.tally import Tally
from backend.config.demo.year.workers import City, Worker
from backend.kernel import clock

MEMBER, STAFF = "/api/member/v1/claims", "/api/staff/v1/claims"
FILED = "/api/staff/v1/mutual-aid/filed-claims"
BATCHES = "/api/staff/v1/mutual-aid/batches"
PURPOSES = ["health"]
ROSTER_HEAD = 1
DAYS_UNTIL_RECOVERY, MOST_WAITS = 15, 40
HALF = 2


class Life:
    """One claim on its way; its steps are the routes of whoever acts."""

    def __init__(
        self, story: Story, product: Product, city: City, photos: Photos, tally: Tally
    ) -> None:
        self.story = story
        self.worker = city.workers[story.worker]
        self.number = ""
        self.version = 0
        self._ask = product
        self._city = city
        self._photos = photos
        self._tally = tally

    async def run(self) -> AsyncIterator[None]:
        """Live from the draft to the end."""
        turn = self.story.turn
        if turn is Turn.DEATH:
            await self._die()
            yield
        await self._write()
        await self._submit()
        self._tally.claims += 1
        yield
        if turn is Turn.WITHDRAWN:
            await self._step(await self._filer(), f"{self._base()}/{self.number}/withdraw", {})
            return
        if turn is Turn.SUSPENDED:
            await self._suspend()
            yield
        if turn is Turn.RETURNED:
            await self._return()
            yield
            await self._complete()
            yield
        if turn in {Turn.REJECTED, Turn.TWIN}:
            await self._reject()
            return
        for level in self.story.plan.levels[:-1]:
            await self._decide(level, "review")
            yield
        await self._decide(self.story.plan.levels[-1], "approve")
        if turn is Turn.RECOVERED:
            for _ in range(DAYS_UNTIL_RECOVERY):
                yield
            async for _ in self._recover():
                yield

    # What the claimant does.

    async def _filer(self) -> str:
        match self.story.turn:
            case Turn.FILED:
                return await self._city.chair_of(self.worker)
            case Turn.DEATH:
                return await self._city.member(self._heir)
            case _:
                return await self._city.member(self.worker)

    @property
    def _heir(self) -> Worker:
        return self._city.workers[self.story.heir]

    def _base(self) -> str:
        return FILED if self.story.turn is Turn.FILED else MEMBER

    async def _write(self) -> None:
        story, token = self.story, await self._filer()
        payee = self._heir if story.turn is Turn.DEATH else self.worker
        await ensure_account(payee, self._ask, self._city)
        whose = {"id_number": self.worker.identity.id_number, "name": self.worker.identity.name}
        path, more = MEMBER, dict[str, Any]()
        if story.turn is Turn.FILED:
            path, more = FILED, {**whose, "union": self.worker.union.number}
        elif story.turn is Turn.DEATH:
            path, more = f"{MEMBER}/as-heir", {**whose, "relation": "配偶"}
        body = {
            "plan": story.plan.number,
            "event_on": f"{story.event_on}",
            "purposes": PURPOSES,
            **more,
        }
        begun = await self._ask.post(path, token, body)
        self.number, self.version = begun["number"], begun["version"]
        line = {"item": story.plan.item, "happened_on": f"{story.event_on}", "entry": story.entry}
        if story.ended_on:
            line["ended_on"] = f"{story.ended_on}"
        if story.invoice:
            line["invoice"] = story.invoice
        made = await self._ask.post(
            f"{self._base()}/{self.number}/lines", token, line, self.version
        )
        self.version = made["claim_version"]
        await self._attach(token)

    async def _attach(self, token: str) -> None:
        wanted = ["id_copy"] if self.story.plan is Plan.HOME else []
        filer = self._city.user_of(self.worker)
        if self.story.turn is Turn.DEATH:
            wanted = ["death_certificate", "kinship_proof"]
            filer = self._city.user_of(self._heir)
        elif self.story.turn is Turn.FILED:
            filer = self._city.users[self._city.units[self.worker.union.pk].chair]
        for document in wanted:
            body = {"upload": await self._photos.take(filer), "document": document}
            await self._ask.post(f"{self._base()}/{self.number}/photos", token, body)
            self.version += 1

    async def _submit(self) -> None:
        await self._step(await self._filer(), f"{self._base()}/{self.number}/submit", {})

    async def _complete(self) -> None:
        token = await self._filer()
        path = f"{self._base()}/{self.number}"
        filled = await self._ask.patch(path, token, {"note": "已补充说明。"}, self.version)
        self.version = filled["version"]
        await self._submit()

    # What the officers do.

    async def _officer(self, level: str) -> str:
        match level:
            case "unit":
                return await self._city.chair_of(self.worker)
            case "district":
                return await self._city.reviewer_of(self.worker)
            case "city":
                return await self._city.officer("city_reviewer")
            case _:
                return await self._city.officer("he_jing")

    async def _decide(self, level: str, act: str) -> None:
        """Take one step of the review, with what it needs first: comparison, second opinion."""
        token = await self._officer(level)
        if act == "approve" and self.story.turn is Turn.CUT:
            token = await self._cut(level, token)
        path = f"{STAFF}/{self.number}/{act}"
        answer = await self._ask.try_post(path, token, {"opinion": "情况属实。"}, self.version)
        if answer.code == "needs_look":
            await self._step(
                token, f"{STAFF}/{self.number}/look", {"reason": "已比对，不是同一件。"}
            )
            self._tally.looks += 1
            answer = await self._ask.try_post(path, token, {"opinion": "情况属实。"}, self.version)
        self._take(answer, path)
        if act == "approve" and answer.json["state"] == "approved":
            self._tally.approved += 1

    async def _cut(self, level: str, token: str) -> str:
        """Cut the computed amount by half; gives the token of who approves it then.

        A district has two reviewers; at the other levels, and where nothing is due, all stays.
        """
        if level != "district":
            return token
        found = await self._ask.get(f"{STAFF}/{self.number}", token)
        fen = found["arithmetic"]["payment_fen"] // HALF
        if not fen:
            return token
        body = {"amount": {"amount_fen": fen, "currency": "CNY"}, "reason": "部分费用与本次无关。"}
        await self._step(token, f"{STAFF}/{self.number}/adjust", body)
        self._tally.cut += 1
        return await self._city.second_of(self.worker)

    async def _suspend(self) -> None:
        token = await self._city.approver_of(self.worker)
        path = f"{STAFF}/{self.number}"
        await self._step(token, f"{path}/suspend", {"reason": "单据来源待查。"})
        await self._step(token, f"{path}/resume", {"reason": "已向医院核实。"})

    async def _return(self) -> None:
        token = await self._officer(self.story.plan.levels[0])
        body = {"others": ["请补充费用说明"]}
        await self._step(token, f"{STAFF}/{self.number}/return", body)
        self._tally.returned += 1

    async def _reject(self) -> None:
        token = await self._officer(self.story.plan.levels[0])
        if self.story.turn is Turn.TWIN:
            await self._step(
                token, f"{STAFF}/{self.number}/look", {"reason": "同一张发票已由另一人申领。"}
            )
            self._tally.doubles += 1
        body = {
            "clause": "claim",
            "fact": "所附单据与申领项目不符。",
            "remedy": "可凭正确的单据重新申领。",
        }
        await self._step(token, f"{STAFF}/{self.number}/reject", body)
        self._tally.rejected += 1

    # A death, and a wrong payment that is got back.

    async def _die(self) -> None:
        token = await self._city.chair_of(self.worker)
        path = await self._line(token)
        await self._ask.post(f"{path}/death", token, {"on": f"{self.story.event_on}"})
        self._tally.deaths += 1

    async def _line(self, token: str) -> str:
        """Find the person on the roster of her unit, which began below its head."""
        row = self._city.units[self.worker.union.pk].workers.index(self.worker) + 1 + ROSTER_HEAD
        listed = await self._ask.get(BATCHES, token)
        batch = next(b for b in listed["items"] if b["plan"] == self.story.plan.number)
        path, cursor = f"{BATCHES}/{batch['number']}/people", ""
        while True:
            page = await self._ask.get(f"{path}?limit=100{cursor}", token)
            for one in page["items"]:
                if one["row_number"] == row:
                    return f"{path}/{one['line']}"
            cursor = f"&cursor={page['next_cursor']}"

    async def _recover(self) -> AsyncIterator[None]:
        token = await self._city.approver_of(self.worker)
        keeper = await self._city.officer("sun_li")
        for _ in range(MOST_WAITS):
            found = (await self._ask.get(f"{STAFF}/{self.number}", token))["benefit"]
            if found is None:
                return
            if found["state"] == "paid":
                break
            yield
        number, fen = found["number"], found["amount_fen"]
        money = {"amount": {"amount_fen": fen, "currency": "CNY"}}
        made = await self._ask.post(
            f"/api/staff/v1/mutual-aid/benefits/{number}/demand-back",
            token,
            {**money, "reason": "同一费用已由工伤保险支付。"},
            found["version"],
        )
        path = f"/api/staff/v1/mutual-aid/recoveries/{made['number']}"
        made = await self._ask.post(f"{path}/confirm", keeper, {}, made["version"])
        yield
        first = fen // HALF
        for part in filter(None, (first, fen - first)):
            body = {
                "amount": {"amount_fen": part, "currency": "CNY"},
                "bank_reference": f"TH{self.story.serial}-{part}-{made['version']}",
                "received_on": f"{clock.today()}",
            }
            made = await self._ask.post(f"{path}/repayments", keeper, body, made["version"])
            yield
        self._tally.recovered += 1

    async def _step(self, token: str, path: str, body: dict[str, Any]) -> None:
        self._take(await self._ask.try_post(path, token, body, self.version), path)

    def _take(self, answer: Answer, path: str) -> None:
        if answer.status not in DONE:
            said = answer.body.decode(errors="replace")[:400]
            message = f"{path} ({self.story}): {answer.status} {said}"
            raise UnexpectedAnswerError(message)
        self.version = answer.json["version"]
