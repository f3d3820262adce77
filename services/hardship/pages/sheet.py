"""The task list of a draft: one line for each screen, with its state in words."""

from django.urls import reverse

from backend.web.parts import Task
from services.hardship.queries.mine import MyApplication

DONE, OPEN, OPTIONAL = "已填", "待填", "可不填"


def tasks_of(mine: MyApplication) -> list[Task]:
    """List the screens of an application that may still change."""
    adults = [one for one in mine.members if one.is_adult]
    signed = sum(one.is_authorised for one in adults)
    return [
        _task(mine, "困难原因和情况", "hardship-cause", bool(mine.cause and mine.situation)),
        _task(
            mine,
            "收入和必要支出",
            "hardship-money",
            mine.annual_income_fen is not None and mine.rigid_expense_fen is not None,
        ),
        Task(
            "今年遇到的意外",
            reverse("hardship-event", args=[mine.number]),
            DONE if mine.event_on else OPTIONAL,
            "good" if mine.event_on else "plain",
        ),
        _task(
            mine,
            "家庭成员",
            "hardship-household",
            bool(mine.members),
            f"已填 {len(mine.members)} 人",
        ),
        _task(mine, "现住址", "hardship-address", bool(mine.address)),
        _task(mine, "证明材料照片", "hardship-photos", bool(mine.photos), f"{len(mine.photos)} 张"),
        _task(
            mine,
            "成年家庭成员授权书",
            "hardship-authorisations",
            signed == len(adults),
            f"{signed} / {len(adults)} 人已签。可以提交后、走访时再签。",
        ),
    ]


def _task(mine: MyApplication, label: str, name: str, is_done: object, hint: str = "") -> Task:
    return Task(
        label,
        reverse(name, args=[mine.number]),
        DONE if is_done else OPEN,
        "good" if is_done else "wait",
        hint,
    )
