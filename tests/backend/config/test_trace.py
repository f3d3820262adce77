"""`make trace` reads requirements and markers as they stand."""

import pytest

from backend.config.checks import trace


def test_every_requirement_of_the_document_is_read() -> None:
    found = trace.collect()
    assert len(found.words) == 161
    assert found.words["R8.17"].startswith("The Beijing formula gives the vectors")


def test_no_marker_names_a_requirement_that_does_not_exist() -> None:
    assert trace.collect().unknown == {}


def test_a_test_is_listed_under_the_requirement_it_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = trace.main(["RX.10"])
    said = capsys.readouterr().out
    assert status == 0
    assert "tests/house/test_money.py::test_no_float_stands_where_money_is_counted" in said
