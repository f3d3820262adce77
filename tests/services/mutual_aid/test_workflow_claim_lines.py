"""Lines and photographs: each checked as the plan wants it, the field named."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.money import Money
from services.mutual_aid.models import Claim, ClaimLine
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.queries.claim_papers import entry_of
from services.mutual_aid.workflow.claims import lines, photos
from services.mutual_aid.workflow.claims.lines import Invoice
from tests.cast import Cast
from tests.services.mutual_aid import build, build_claims

pytestmark = pytest.mark.django_db
INVOICE = Invoice("No 0123456789", Money.from_yuan("10000"), date(2026, 11, 9))


@pytest.fixture
def claim(world: Cast) -> Claim:
    """A draft of her own."""
    build_claims.covered(world, "li_mei")
    return build_claims.begun(world)


def test_a_line_is_kept_sealed_and_read_back(world: Cast, claim: Claim) -> None:
    she = build.actor(world, "li_mei")
    answers = build_claims.stay(entry=build_claims.STAY)
    line = build_claims.add(claim, she, answers)
    row = ClaimLine.objects.select_related("key").get(pk=line.pk)
    assert entry_of(row) == build_claims.STAY
    assert b"10000" not in bytes(row.entry_sealed or b"")
    view = claims_mine.my_claim(claim.number, she).lines[0]
    assert view.words == [("金额", "10,000.00 元"), ("单位补充保险已付", "2,000.00 元")]


Wrong = tuple[str, Mapping[str, object], str, str]
WRONG: list[Wrong] = [
    ("inpatient", {"class": "1"}, "class", "不填“类别”"),
    ("inpatient", {"amount": "1", "day": 3}, "day", "请删去"),
    ("inpatient", {"days": 3}, "amount", "请填写“金额”"),
    ("inpatient", {"amount": "1.234"}, "amount", "最多两位小数"),
    ("inpatient", {"amount": "1", "offsets": {"aunt": "1"}}, "offsets/aunt", "不减"),
    ("observation", {"amount": "9", "days": 8}, "amount", "改填“每天的金额”共 8 个"),
    ("observation", {"daily": ["1"] * 7, "days": 8}, "daily", "应填 8 个"),
    ("observation", {"daily": ["1"] * 3, "days": 3}, "daily", "只填一个“金额”"),
    ("observation", {"daily": [*["1"] * 7, "x"], "days": 8}, "daily/7", "第 8 个"),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_entry_names_the_field(world: Cast, claim: Claim, wrong: Wrong) -> None:
    item, entry, field, words = wrong
    answers = build_claims.stay(item=item, entry=entry)
    with pytest.raises(Invalid) as refused:
        build_claims.add(claim, build.actor(world, "li_mei"), answers)
    assert refused.value.code == "bad_entry"
    assert refused.value.fields[0].pointer == f"/entry/{field}"
    assert words in refused.value.message
    assert claim.lines.count() == 0


def test_a_table_takes_only_its_rows(world: Cast, tmp_path: Path, move_to: object) -> None:
    rows = [build.of_cast("li_mei")]
    build.in_force(world, build.confirmed(world, tmp_path, rows, plan=build.WOMEN))
    move_to(date(2027, 2, 1))  # type: ignore[operator]
    claim = build_claims.begun(world, plan=build.WOMEN, on=date(2027, 1, 20))
    she = build.actor(world, "li_mei")
    for wrong in ({"class": "9"}, {"class": None}, {"grade": "1"}):
        with pytest.raises(Invalid, match="bad_entry"):
            build_claims.add(
                claim, she, build_claims.stay(item="women_illness", on=date(2027, 1, 20),
                                              until=None, entry=wrong)
            )  # fmt: skip
    answers = build_claims.stay(
        item="women_illness", on=date(2027, 1, 20), until=None, entry={"class": "2"}
    )
    build_claims.add(claim, she, answers)
    assert claim.lines.count() == 1


@pytest.mark.parametrize(
    ("on", "until", "code"),
    [
        (date(2025, 12, 31), None, "outside_cover"),
        (date(2026, 11, 24), None, "future_event"),
        (date(2026, 11, 9), date(2026, 11, 2), "ends_before_start"),
    ],
)
def test_days_that_cannot_be_are_refused(
    world: Cast, claim: Claim, on: date, until: date | None, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        build_claims.add(claim, build.actor(world, "li_mei"), build_claims.stay(on=on, until=until))
    assert refused.value.code == code
    assert claim.lines.count() == 0


@pytest.mark.requirement("R8.27")
def test_an_invoice_of_a_day_to_come_is_refused_and_one_of_today_taken(
    world: Cast, claim: Claim
) -> None:
    she = build.actor(world, "li_mei")
    tomorrow = Invoice(INVOICE.number, INVOICE.amount, date(2026, 11, 24))
    with pytest.raises(Invalid) as refused:
        build_claims.add(claim, she, build_claims.stay(invoice=tomorrow))
    assert [(one.pointer, one.code) for one in refused.value.fields] == [
        ("/invoice/on", "future_invoice")
    ]
    assert claim.lines.count() == 0
    today = Invoice(INVOICE.number, INVOICE.amount, date(2026, 11, 23))
    build_claims.add(claim, she, build_claims.stay(invoice=today))
    assert claim.lines.count() == 1


@pytest.mark.requirement("R8.27")
def test_one_stay_is_filled_in_once_and_a_move_on_one_day_is_two(world: Cast, claim: Claim) -> None:
    she = build.actor(world, "li_mei")
    first, moved, left = (date(2026, 11, day) for day in (2, 9, 15))
    kept = build_claims.add(claim, she, build_claims.stay(on=first, until=moved))
    for on, until in (
        (first, moved),
        (date(2026, 11, 8), left),
        (date(2026, 11, 3), date(2026, 11, 4)),
    ):
        with pytest.raises(Invalid) as refused:
            build_claims.add(claim, she, build_claims.stay(on=on, until=until))
        assert [(one.pointer, one.code) for one in refused.value.fields] == [
            ("/happened_on", "stays_overlap")
        ]
    assert claim.lines.count() == 1
    lines.change_line(
        claim.number,
        actor=she,
        version=build_claims.fresh(claim).version,
        line=kept.number,
        answers=build_claims.stay(on=date(2026, 11, 3), until=moved),
    )
    build_claims.add(claim, she, build_claims.stay(on=moved, until=left))
    assert claim.lines.count() == 2


@pytest.mark.requirement("R8.27")
def test_an_invoice_leaves_a_token_that_finds_it_again(world: Cast, claim: Claim) -> None:
    build_claims.covered(world, "chen_ping")
    line = build_claims.add(claim, build.actor(world, "li_mei"), build_claims.stay(invoice=INVOICE))
    other = build_claims.begun(world, "chen_ping")
    spaced = Invoice("no0123456789 ", INVOICE.amount, INVOICE.on)
    again = build_claims.add(
        other, build.actor(world, "chen_ping"), build_claims.stay(invoice=spaced)
    )
    assert line.invoice_token == again.invoice_token
    assert line.unseal("invoice_sealed") == "No 0123456789"
    dearer = Invoice(INVOICE.number, Money.from_yuan("10000.01"), INVOICE.on)
    moved = lines.change_line(
        other.number,
        actor=build.actor(world, "chen_ping"),
        version=build_claims.fresh(other).version,
        line=again.number,
        answers=build_claims.stay(invoice=dearer),
    )
    assert moved.invoice_token != line.invoice_token


def test_one_invoice_stands_once_in_a_claim(world: Cast, claim: Claim) -> None:
    she = build.actor(world, "li_mei")
    build_claims.add(claim, she, build_claims.stay(invoice=INVOICE))
    on, until = date(2026, 11, 10), date(2026, 11, 12)
    with pytest.raises(Invalid, match="invoice_twice"):
        build_claims.add(claim, she, build_claims.stay(on=on, until=until, invoice=INVOICE))
    bad = Invoice("发票/1", INVOICE.amount, INVOICE.on)
    with pytest.raises(Invalid, match="bad_invoice_number"):
        build_claims.add(claim, she, build_claims.stay(on=on, until=until, invoice=bad))
    assert claim.lines.count() == 1


@pytest.mark.requirement("R8.31")
def test_photographs_belong_to_papers_and_lines(world: Cast, claim: Claim) -> None:
    she = build.actor(world, "li_mei")
    line = build_claims.add(claim, she)
    for _ in range(2):
        photos.attach_photo(
            claim.number,
            actor=she,
            upload=build_claims.upload(she),
            document="settlement_sheet",
            line=line.number,
        )
    with pytest.raises(Invalid, match="unknown_document"):
        photos.attach_photo(
            claim.number, actor=she, upload=build_claims.upload(she), document="passport"
        )
    with pytest.raises(NotFound):
        photos.attach_photo(
            claim.number,
            actor=she,
            upload=build_claims.upload(she),
            document="invoice",
            line="no-such",
        )
    lines.remove_line(
        claim.number, actor=she, version=build_claims.fresh(claim).version, line=line.number
    )
    assert [one.line_id for one in claim.photos.all()] == [None, None]
    photo = claim.photos.order_by("id")[0]
    photos.remove_photo(claim.number, actor=she, photo=photo.number)
    assert claim.photos.count() == 1


def test_the_only_consent_paper_stays(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, sister = build_claims.for_family(world), build.actor(world, "chen_ping")
    paper = claim.photos.get()
    with pytest.raises(Conflict, match="in_use"):
        photos.remove_photo(claim.number, actor=sister, photo=paper.number)
    assert claim.photos.count() == 1
