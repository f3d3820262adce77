"""What has happened so far in the year, counted for who watches and for the table at the end."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Tally:
    """Counts of acts that came about; `open` says how many claims are on their way."""

    claims: int = 0
    open: int = 0
    approved: int = 0
    returned: int = 0
    rejected: int = 0
    doubles: int = 0
    looks: int = 0
    cut: int = 0
    deaths: int = 0
    recovered: int = 0
    changed_accounts: int = 0
    paid: int = 0
    paid_fen: int = 0
    bank_returned: int = 0
    rebound: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        names = [one.name for one in fields(self)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def words(self) -> str:
        """Write the counts in one line."""
        return "，".join(f"{title} {getattr(self, name):,}" for name, title in TITLES.items())


TITLES = {
    "claims": "申领",
    "approved": "核定",
    "returned": "退回补正",
    "rejected": "不予给付",
    "doubles": "重复发票",
    "looks": "疑点核对",
    "cut": "调减",
    "deaths": "身故",
    "recovered": "追回",
    "changed_accounts": "换账户",
    "paid": "付款",
    "bank_returned": "银行退回",
    "rebound": "核准新账户",
}
