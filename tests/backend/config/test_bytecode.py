"""What installing compiles beforehand, so that no process has to at its start."""

from importlib.util import find_spec

import pytest

from backend.config.launcher import bytecode


@pytest.mark.parametrize("name", bytecode.IMPORTED)
def test_each_module_that_is_compiled_beforehand_is_there(name: str) -> None:
    assert find_spec(name) is not None
