"""The clock of the year: moved in this process only, never in production."""

from datetime import date

import pytest
from django.test import override_settings

from backend.config.demo.year.moving import moving_clock
from backend.kernel import clock
from backend.kernel.errors import Refused


def test_time_moves_forward_and_comes_back() -> None:
    today = clock.today()
    with moving_clock() as moving:
        moving.to(date(2025, 1, 1), 9)
        assert clock.today() == date(2025, 1, 1)
        moving.to(date(2025, 1, 1), 18)
        assert clock.now().hour == 18
        moving.to(date(2025, 1, 1), 9)
        assert clock.now().hour == 18
    assert clock.today() == today


def test_production_settings_refuse_it() -> None:
    production = override_settings(SETTINGS_MODULE="backend.config.settings.production")
    with production, pytest.raises(Refused) as caught, moving_clock():
        pass
    assert caught.value.code == "demo_only"
