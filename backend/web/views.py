"""Pages of the look itself: the style page, and the switch to large mode."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from backend.access.guards import Public
from backend.access.pages import page
from backend.web.forms import PageForm
from backend.web.parts import Fact, Figure, Link, Step, Task
from backend.web.templatetags.shell import LARGE_COOKIE

YEAR_SECONDS = 365 * 24 * 3600


@csrf_exempt  # Only a reading preference: nothing that another site could gain by setting it.
@require_POST
@page(permit=Public(reason="Anybody may read in large type."))
def display(request: HttpRequest) -> HttpResponse:
    """Switch large mode 长辈版 on or off and go back to the page."""
    wanted = request.POST.get("next", "/")
    back = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("large") == "1":
        response.set_cookie(LARGE_COOKIE, "1", max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(LARGE_COOKIE, samesite="Lax")
    return response


class SampleForm(PageForm):
    """A form with each kind of field, for the style page."""

    phone = forms.CharField(label="手机号", max_length=11)
    amount = forms.CharField(
        label="金额（元）", widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    born = forms.DateField(label="出生日期", required=False)
    kind = forms.ChoiceField(
        label="困难原因",
        choices=[("illness", "本人或家人患病"), ("disaster", "意外灾害"), ("other", "其他")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="我已看过说明并同意")
    story = forms.CharField(label="情况说明", widget=forms.Textarea, required=False)


@page(permit=Public(reason="Shows the components with made-up content only."))
def style(request: HttpRequest) -> HttpResponse:
    """Show each component in each state."""
    today = date(2026, 12, 5)
    context = {
        "today": today,
        "form": SampleForm(),
        "wrong": SampleForm({"phone": "", "amount": "12", "agreed": "on"}, prefix="wrong"),
        "steps": [
            Step("已提交", "done", date(2026, 11, 20)),
            Step("工会已走访", "done", date(2026, 11, 22)),
            Step("公示", "now", note="公示到 2026年11月30日（周一）"),
            Step("审批", "next"),
        ],
        "stopped": [Step("已提交", "done", date(2026, 11, 20)), Step("已撤回", "stopped", today)],
        "tasks": [
            Task("家庭成员", "#", "已填好", "good"),
            Task("家庭收入", "#", "还没填", "wait", "近 12 个月，扣除刚性支出"),
            Task("证明照片", "#", "有问题", "stop"),
        ],
        "facts": [
            Fact("保障至", "2026年12月31日（周四）"),
            Fact("本年度剩余额度", "20,000.00 元", "住院互助"),
        ],
        "figures": [
            Figure("收入", "1,204.30", "万元"),
            Figure("支出", "986.12", "万元"),
            Figure("帮扶", "1,316", "人次"),
        ],
        "links": [Link("看病后申领", "#", primary=True), Link("住院前先算一算", "#")],
        "page": {"next_cursor": "x"},
    }
    shell = "console/base.html" if request.GET.get("shell") == "console" else "portal/base.html"
    return render(request, "web/style.html", {**context, "shell": shell})
