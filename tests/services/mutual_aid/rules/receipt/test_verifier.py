"""The published verifier, written from the text of the format, agrees with the product."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Context, Decimal, Inexact, localcontext
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings

from backend.kernel.signature import SigningKeys
from services.mutual_aid.rules.canonical import digest
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.receipt import document, estimate, make_receipt, sign
from services.mutual_aid.rules.vectors import circumstances
from tests.services.mutual_aid.rules.packs import SHIPPED, shipped
from tests.services.mutual_aid.rules.random_packs import Case, cases

PROGRAM = Path(__file__).parents[5] / "docs" / "verifier" / "zhijia_verify_receipt.py"
NAMES = sorted(path.stem for path in SHIPPED.glob("*.json"))


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("zhijia_verify_receipt", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = _load()


def recompute(receipt: dict[str, Any], pack: Mapping[str, object]) -> Decimal:
    """Recompute in the context that the program itself sets."""
    with localcontext(Context(prec=60, traps=[Inexact])):
        payment: Decimal = VERIFIER.recompute(receipt, pack)
        return payment


def _receipt(pack: Pack, events: Any, person: Circumstances) -> dict[str, Any]:
    """Give a receipt as a reader gets it: through JSON."""
    made = make_receipt(pack, digest(pack.raw), events, person, evaluate(pack, events, person))
    read: dict[str, Any] = json.loads(json.dumps(made))
    return read


@given(cases())
@settings(max_examples=80, deadline=None)
def test_verifier_and_product_agree_on_random_plans_of_the_six_kinds(case: Case) -> None:
    receipt = _receipt(case.pack, case.events, case.person)
    payment = recompute(receipt, case.pack.raw)
    assert f"{payment:.2f}" == receipt["payment"]


@pytest.mark.requirement("R8.17")
@pytest.mark.parametrize("name", NAMES)
def test_verifier_and_product_agree_on_every_vector_of_every_pack(name: str) -> None:
    pack = shipped(name)
    vectors: Any = pack.raw["vectors"]
    paid, expected = [], []
    for vector in vectors:
        person = circumstances(vector)
        for step in vector.get("settlements", [vector]):
            if "error" in vector:
                continue
            receipt = _receipt(pack, step["in"], person)
            payment = recompute(receipt, pack.raw)
            paid.append(f"{payment:.2f}")
            expected.append(step["out"])
            person = replace(
                person,
                already_paid=person.already_paid + evaluate(pack, step["in"], person).payment,
            )
    assert paid == expected
    assert paid


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.update(payment="1450.01"), "payment 是 1450.01，应为 1450.00"),
        (lambda found: found["inputs"]["events"].update(outpatient=["5000.01"]), "第 1 行 base"),
        (lambda found: found["inputs"].update(group="model_worker"), "第 1 行"),
        (lambda found: found["plan"].update(version=2), "计算单上写的计划与规则不同"),
        (lambda found: found["lines"].pop(), "应有 3 行"),
        (lambda found: found["lines"][0]["clauses"][1].update(words="起付线 1,500.00 元"), "依据"),
        (lambda found: found["lines"][0]["clauses"][1].update(at="/benefits/7"), "读不通"),
    ],
)
def test_the_verifier_says_where_a_receipt_was_changed(
    change: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = shipped("BJ-MED-2020")
    events = {"outpatient": ["5000"], "inpatient": ["4000", "2000"]}
    receipt = _receipt(pack, events, Circumstances())
    change(receipt)
    place = tmp_path / "receipt.json"
    place.write_text(json.dumps({"receipt": receipt, "pack": pack.raw}))
    assert VERIFIER.main([str(place)]) == 1
    assert said in capsys.readouterr().out


def test_a_pack_of_another_digest_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, other = shipped("BJ-MED-2020"), tmp_path / "pack.json"
    receipt = _receipt(pack, {"outpatient": ["5000"]}, Circumstances())
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    other.write_text(json.dumps(pack.raw | {"region": "别处"}))
    assert VERIFIER.main([str(tmp_path / "receipt.json"), "--pack", str(other)]) == 1
    assert capsys.readouterr().out == "不相符：计算单上写的计划与规则不同\n"


@pytest.fixture
def handed_out(tmp_path: Path) -> dict[str, Any]:
    """Sign a receipt and publish the key, as the product does."""
    SigningKeys.create_file(tmp_path / "private.json")
    keys = SigningKeys.from_file(tmp_path / "private.json")
    (tmp_path / "keys.json").write_text(json.dumps({"keys": keys.public()}))
    pack = shipped("BJ-MED-2020")
    receipt = _receipt(pack, {"outpatient": ["5000"]}, Circumstances())
    return document(receipt, sign(receipt, keys.current), keys.current_id, pack)


def test_the_program_runs_alone_and_checks_the_signature(
    handed_out: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps(handed_out))
    command = [sys.executable, str(PROGRAM), "receipt.json", "--key", "keys.json"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert ended.stdout == "相符：BJ-MED-2020，应付 640.00 元，签名有效\n"
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_signature_over_other_words_is_false(
    handed_out: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_out["receipt"]["about"] = "SL-2026-000001"
    place = tmp_path / "receipt.json"
    place.write_text(json.dumps(handed_out))
    assert VERIFIER.main([str(place), "--key", str(tmp_path / "keys.json")]) == 1
    assert capsys.readouterr().out == "不相符：签名不对：计算单被改动过，或不是这个工会签发的\n"


def test_without_a_key_it_says_that_the_signature_was_not_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, place = shipped("BJ-MED-2020"), tmp_path / "receipt.json"
    place.write_text(
        json.dumps({"receipt": estimate(pack, {"outpatient": ["5000"]}), "pack": pack.raw})
    )
    assert VERIFIER.main([str(place)]) == 0
    words = "签名没有核对（要有签名、公钥文件和 cryptography）"
    assert capsys.readouterr().out == f"相符：BJ-MED-2020，试算 640.00 元，{words}\n"
