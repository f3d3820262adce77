"""What the demo federation has put before the public: made-up texts and made-up figures."""

from dataclasses import dataclass
from typing import Final

FEDERATION, DISTRICT, FACTORY = "GH-0001", "GH-0002", "GH-0005"


@dataclass(frozen=True, slots=True)
class Notice:
    """One disclosure: of which union, for which item of the catalogue, with which words.

    `of_last_quarter` gives it the period that ended last; without an `item` it names its category.
    """

    union: str
    title: str
    body: str
    item: str = ""
    category: str = ""
    of_last_quarter: bool = False


# In the order of publication: what stands last here stands first on the board.
PUBLISHED: Final = (
    Notice(
        FEDERATION,
        "工作指导思想和三年规划要点",
        "一、把服务送到职工身边\n\n三年内，街道工会和服务站合一，职工步行一刻钟能到。\n\n"
        "二、钱花在职工身上\n\n每季度公开经费收支，帮扶和互助的支出逐年增加。\n\n"
        "三、请职工评价\n\n每项服务结束后请职工打分，结果一并公开。",
        item="guiding_plan",
    ),
    Notice(
        FEDERATION,
        "市总工会机构职责、岗位和办事程序",
        "一、找谁办\n\n|事项|经办|办理时限|\n|困难帮扶申请|所在基层工会|5 个工作日内走访|\n"
        "|医疗互助申领|所在基层工会|材料齐全后 10 个工作日|\n|法律咨询|职工服务中心|当场答复|\n\n"
        "二、对办理不满意\n\n可以向上一级工会申诉，也可以向经费审查委员会反映。",
        item="duties",
    ),
    Notice(
        DISTRICT,
        "河东区总工会办事程序",
        "困难帮扶由基层工会走访和推荐，区总工会核对、公示后审批，市总工会付款。\n\n"
        "每一步的最后一天，申请人在“我的”里都能看到。",
        item="duties",
    ),
    Notice(
        FACTORY,
        "第三机床厂工会办事程序",
        "一、工会办公室在二号楼一层，工作日 8:00 至 17:00。\n\n"
        "二、入会、互助报名和困难帮扶都在这里办。",
        item="duties",
    ),
    Notice(
        FACTORY,
        "第三机床厂工会经费收支",
        "|科目|金额（元）|\n|上级回拨经费|86,400.00|\n|职工会费|7,260.00|\n|收入合计|93,660.00|\n"
        "|职工活动支出|41,850.00|\n|慰问和帮扶支出|18,300.00|\n|支出合计|60,150.00|",
        item="finance_quarterly",
        of_last_quarter=True,
    ),
    Notice(
        FACTORY,
        "第三机床厂工会四季度工作安排",
        "一、十月十五日至十二月十五日，办理明年度住院互助和女职工互助的集体参加。\n\n"
        "二、十一月，走访困难职工家庭和住院职工。\n\n三、十二月，公开全年经费收支。",
        category="plan",
    ),
    Notice(
        FEDERATION,
        "职工服务中心冬季开放时间",
        "职工服务中心每周一至周六 8:30 至 18:00 开放，周四延长到 20:00。\n\n"
        "可以办理：医疗互助咨询、困难帮扶申请、法律咨询、心理咨询预约。",
        category="activity",
    ),
)
# On their way: the first waits for the privacy check, the second for the sign-off.
IN_CHECK: Final = Notice(
    FEDERATION,
    "季度工作重点完成情况",
    "一、新建户外劳动者服务点 12 个，改造 8 个。\n\n二、法律咨询 346 件，调解成功 211 件。\n\n"
    "三、职工技能培训 38 期，2,140 人次参加。",
    item="quarterly_focus",
    of_last_quarter=True,
)
IN_SIGN_OFF: Final = Notice(
    FEDERATION,
    "“示范工匠”推荐条件和名额",
    "一、条件：在一线岗位连续工作满五年，技能等级为高级工以上。\n\n"
    "二、名额：每个区 6 名，产业工会共 10 名，一线职工不少于八成。\n\n三、推荐结果公开五个工作日。",
    item="honour",
)
# The quarter that ended last: persons helped, by union of the demo federation (by its key) and by
# kind. The federation's row is the sum of the districts and the industry; the street lies in one.
AID_KINDS: Final = ("living", "medical", "study_higher", "study_secondary")
AID_PERSONS: Final = {
    "transport": (12, 13, 0, 0),
    "west": (54, 41, 14, 0),
    "street": (21, 14, 0, 0),
    "district": (82, 63, 20, 17),
    "federation": (148, 117, 34, 17),
}
AID_FEN_EACH: Final = (265_000, 353_600, 400_000, 260_000)
# The federation's books of that quarter, in fen.
FINANCE_FIGURES: Final = {
    "income_fen": 1_204_300_000,
    "levy_fen": 968_240_000,
    "subsidy_fen": 200_000_000,
    "other_income_fen": 36_060_000,
    "expense_fen": 986_120_000,
    "aid_fen": 98_611_200,
    "activity_fen": 341_868_800,
    "rights_fen": 152_400_000,
    "passed_on_fen": 321_000_000,
    "office_fen": 72_240_000,
}
