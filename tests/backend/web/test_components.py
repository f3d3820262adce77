"""Components say money, days and states as people read them."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client

from backend.kernel.errors import FieldError
from backend.kernel.money import Money
from backend.web.forms import PageForm
from backend.web.parts import Step
from backend.web.templatetags import components


def drawn(body: str, **context: object) -> str:
    return Template("{% load components %}" + body).render(Context(context))


def test_money_has_two_decimals_and_its_unit() -> None:
    assert components.yuan(120430) == "1,204.30"
    assert components.yuan(Money(-5)) == "-0.05"
    assert components.yuan(None) == ""
    assert "1,204.30" in components.money(120430)
    assert "未定" in components.money(None)


def test_days_carry_their_weekday_and_moments_the_local_time() -> None:
    assert components.day(date(2026, 12, 5)) == "2026年12月5日（周六）"
    assert components.day(None) == ""
    late = datetime(2026, 12, 4, 16, 5, tzinfo=UTC)
    assert components.moment(late) == "2026年12月5日 00:05"
    assert components.day(late) == "2026年12月5日（周六）"


def test_a_post_is_named_as_people_call_it() -> None:
    assert components.post("district_reviewer、fund_keeper") == "区总工会审核人、经费管理人"
    assert components.post("member") == "会员"
    assert components.post("系统:relay") == "系统自动办理"


def test_a_state_is_words_and_its_words_are_escaped() -> None:
    assert components.state("审核中", "wait") == '<span class="state state-wait">审核中</span>'
    assert "<b>" not in components.state("<b>", "good")


def test_a_timeline_says_in_words_what_is_done_and_what_is_not() -> None:
    steps = [Step("已提交", "done"), Step("公示", "now"), Step("审批", "next")]
    html = drawn("{% timeline steps %}", steps=steps)
    assert "，已完成" in html
    assert "，还没到" in html
    assert html.count('aria-current="step"') == 1


class OneForm(PageForm):
    """A form of two fields."""

    phone = forms.CharField(label="手机号")
    why = forms.CharField(label="原因", widget=forms.Textarea)


@pytest.mark.requirement("RX.11")
def test_an_error_is_named_tied_to_its_field_and_listed_with_a_link() -> None:
    form = OneForm({"phone": ""})
    html = drawn("{% error_summary form %}{% field form.phone %}", form=form)
    assert '<a href="#id_phone">请填写“手机号”。</a>' in html
    assert 'id="id_phone-error"' in html
    assert 'aria-describedby="id_phone-error"' in html
    assert 'aria-invalid="true"' in html


def test_field_errors_of_a_verb_are_listed_the_same_way() -> None:
    html = drawn(
        "{% error_summary errors %}",
        errors=[FieldError("/phone", "bad_phone", "手机号应为 11 位。")],
    )
    assert '<a href="#id_phone">手机号应为 11 位。</a>' in html


@pytest.mark.requirement("RX.11")
@pytest.mark.django_db
def test_large_mode_is_kept_in_a_cookie_and_goes_back_to_the_page() -> None:
    client = Client()
    assert 'data-large="1"' not in client.get("/style/").content.decode()
    reply = client.post("/display/", {"large": "1", "next": "/style/"})
    assert (reply.status_code, reply["Location"]) == (302, "/style/")
    assert 'data-large="1"' in client.get("/style/").content.decode()
    client.post("/display/", {"large": "0", "next": "/style/"})
    assert 'data-large="1"' not in client.get("/style/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:x"])
def test_the_switch_never_leads_to_another_site(elsewhere: str) -> None:
    assert Client().post("/display/", {"next": elsewhere})["Location"] == "/"


@pytest.mark.django_db
def test_pages_carry_no_inline_script_or_style() -> None:
    reply = Client().get("/style/")
    html = reply.content.decode()
    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert "onclick" not in html
    assert "default-src 'self'" in reply["Content-Security-Policy"]
