"""The task list of a claim: one line for each screen, with its state in words."""

from django.urls import reverse

from backend.web.parts import Task, Tone
from services.mutual_aid.queries.claims_mine import MyClaim

DONE, OPEN, WRONG = "已填", "待填", "要改"


def tasks_of(mine: MyClaim) -> list[Task]:
    """List the screens of a claim that may still change."""
    there = sum(need.is_there for need in mine.needs)
    wrong_lines = [one for one in mine.gaps if one.pointer.startswith("/lines/")]
    lines_state = WRONG if wrong_lines else DONE if mine.lines else OPEN
    papers_done = bool(mine.lines) and there == len(mine.needs)
    return [
        _task(mine, "事件", "claim-event", DONE if mine.event_on else OPEN),
        _task(mine, "申领项目", "claim-lines", lines_state, f"{len(mine.lines)} 项"),
        _task(
            mine,
            "单据照片",
            "claim-photos",
            DONE if papers_done else OPEN,
            f"需要 {len(mine.needs)} 种，已有 {there} 种，共 {len(mine.photos)} 张",
        ),
        _task(
            mine,
            "核对并提交",
            "claim-check",
            "可以提交" if not mine.gaps else OPEN,
            f"还差 {len(mine.gaps)} 处" if mine.gaps else "",
        ),
    ]


def _task(mine: MyClaim, label: str, name: str, state: str, hint: str = "") -> Task:
    tones: dict[str, Tone] = {OPEN: "wait", WRONG: "stop"}
    return Task(label, reverse(name, args=[mine.number]), state, tones.get(state, "good"), hint)
