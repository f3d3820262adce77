"""Why a pack is refused, in Chinese: where (the JSON path, and the Chinese name of its part), why.

`PackError` speaks English for the command line and for tests of the format; an officer who sends
a file through a page or the API reads this.
"""

import re

from services.mutual_aid.rules.reading import PackError

_EXACT = {
    "unknown field": "没有这个字段，请删去或改正名称",
    "required field is missing": "缺少这个必填字段",
    "must not be empty": "不能为空",
    "must be a list": "应为列表（方括号）",
    "must be an object": "应为对象（花括号）",
    "appears twice": "重复出现",
    "must be non-empty text": "应为文字，不能为空",
    "must be true or false": "应为 true 或 false",
    'must be money in yuan such as "1800.03" or 1800': (
        "应为以元计的金额，写成文字“1800.03”或整数 1800"
    ),
    'must be a rate as text from "0" to "1", at most four decimals': (
        "应为“0”到“1”之间的比例，写成文字，最多四位小数"
    ),
    "must be a name: a-z, 0-9 and _, not starting with _": (
        "应为由 a-z、0-9 和 _ 组成的名称，不以 _ 开头"
    ),
    "must be a plan code: A-Z and 0-9 groups joined by -": (
        "应为计划代码，由 A-Z、0-9 分组，用 - 连接"
    ),
    "must be a date that exists, YYYY-MM-DD": "应为存在的日期，写成 2026-01-31 的样子",
    "must be a day of the year that exists, MM-DD": "应为存在的月日，写成 01-31 的样子",
    "must be a payment as text with exactly two decimals": "应为给付金额，写成文字，正好两位小数",
    "must be a JSON Pointer such as /benefits/0": "应为 JSON 路径，如 /benefits/0",
    "must be one of the six benefit kinds": "应为六种给付类型之一",
    "lies before valid_from": "早于 valid_from",
    "lies before from": "早于 from",
    "another benefit has this item": "另一给付项目已经用了这个名称",
    "the lower age is above the upper one": "下限年龄高于上限年龄",
    "the last one, and only the last, is null": "只有最后一段、并且最后一段必须写 null",
    "must rise strictly from above 0": "各段上限应大于 0 并逐段升高，不能重叠",
    "needs exactly one rate for each band": "每一段正好要有一个比例",
    "only one payer takes the remainder": "只能有一方负担余额",
    "a payer needs an amount or a ratio": "每一方要写明金额或比例",
    "a payer has an amount or a ratio, not both": "每一方只写金额或只写比例，不能都写",
    "the other parts are more than the fee": "其余各方合计超过会费",
    "the parts do not sum to the fee": "各方合计不等于会费",
    "a pack with holes cannot be verified": "还有未核实内容（holes）的规则不能写 verified: true",
    "a fixed start needs its first day": "固定起保要写明第一天",
    "needs either in or settlements": "算例要有 in 或 settlements，且只有一个",
    "needs either out or error": "算例要有 out 或 error，且只有一个",
    "is not possible beside settlements": "有 settlements 的算例不能写 error",
    "starts with a byte order mark; save it as UTF-8 without BOM": (
        "开头有 BOM，请另存为不带 BOM 的 UTF-8"
    ),
    "is nested too deeply": "嵌套层数太多",
    "must be one JSON object": "应为一个 JSON 对象",
    "key appears twice in one object": "同一对象里这个字段出现两次",
    "holds half of a character pair": "含有不完整的字符",
}
_PATTERNS = [
    (r"must have exactly (\d+) values", r"正好要有 \1 个值"),
    (r"must be an integer from (\d+)", r"应为不小于 \1 的整数"),
    (r"must be text of at most (\d+) characters", r"应为文字，最多 \1 个字符"),
    (r"must be (\".*\")", r"应为 \1"),
    (r"is needed beside (\w+)", r"有 \1 时必须填写"),
    (r"cannot be read: .*", "文件读不出来"),
    (r"larger than (\d+) bytes", r"文件大于 \1 字节"),
    (r"is not UTF-8 \(byte (\d+)\)", r"不是 UTF-8 编码（第 \1 字节起）"),
    (r"is not JSON: .* \(line (\d+) column (\d+)\)", r"不是合格的 JSON（第 \1 行第 \2 列）"),
    (r"(\S+) is not JSON", r"\1 不是合格的 JSON"),
    (r"holds a number that is too long: .*", "含有过长的数字"),
    (
        r"number (\S+) has a fraction or exponent; write a decimal string",
        r"数字 \1 带小数或指数，请加引号写成文字",
    ),
    (r"expected (.*), got (.*)", r"算例应得 \1，算出 \2"),
]
_COMPILED = [(re.compile(pattern, re.DOTALL), words) for pattern, words in _PATTERNS]
_PARTS = {
    "entry": "参加条件",
    "fee": "会费",
    "cover": "保障期",
    "claim": "申领规定",
    "benefits": "给付项目",
    "rate_by_group": "照顾比例",
    "exclusions": "除外责任",
    "stacking_with": "与其他计划的关系",
    "vectors": "算例",
    "holes": "未核实内容",
}
_CODES = {
    "unknown_item": "没有这一项目",
    "bad_entry": "内容不合给付类型",
    "day_on_period_item": "按期累计的项目不能写天序",
    "missing_cycles": "缺少分周期的金额",
    "missing_daily": "缺少逐日金额",
    "bad_money": "金额写法不对",
    "unknown_class": "没有这一类别",
    "unknown_grade": "没有这一等级",
}
_WHOLE = "/"
LONGEST_PATH = 200


def in_chinese(error: PackError) -> str:
    """Say where and why: `/benefits/0/rate（给付项目第 1 项）：应为……`."""
    return f"{place_words(error.path)}：{reason_words(error.reason)}"


def reason_words(reason: str) -> str:
    """Give the Chinese words of a reason; one that has none stays as it is."""
    if reason in _EXACT:
        return _EXACT[reason]
    for pattern, words in _COMPILED:
        found = pattern.fullmatch(reason)
        if found:
            return found.expand(words).replace('" or "', '" 或 "')
    return reason


def result_words(result: str) -> str:
    """Say what a vector expects or gives: an amount as it stands, an error code in Chinese."""
    return _CODES.get(result, result)


def place_words(path: str) -> str:
    """Name the place of a path for a person; the path itself stays, to be looked up."""
    if path == _WHOLE:
        return "整个文件"
    shown = path if len(path) <= LONGEST_PATH else f"{path[:LONGEST_PATH]}…"
    tokens = path.split("/")[1:]
    part = _PARTS.get(tokens[0])
    if part is None:
        return shown
    if len(tokens) > 1 and tokens[1].isdecimal():
        return f"{shown}（{part}第 {int(tokens[1]) + 1} 项）"
    return f"{shown}（{part}）"
