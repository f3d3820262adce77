"""What holds on each page, for each of the cast: it fits a phone, is labelled, and stays quiet."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.visitor import PHONE, Visitor, Visitors

pytestmark = pytest.mark.browser

WALKS = {
    "": ("/", "/disclosures/", "/subscribe/", "/unions/GH-0001/duties/", "/me/sign-in/",
         "/console/sign-in/", "/projects/", "/projects/open-data/"),
    "li_mei": ("/me/", "/me/cover/", "/me/hardship/", "/me/hardship/notices/", "/me/inbox/",
               "/me/inbox/settings/", "/me/account/", "/me/data/", "/me/claims/",
               "/me/claims/new/", "/me/claims/new/family/", "/me/claims/new/heir/",
               "/me/benefits/", "/me/estimate/", "/me/hardship/offer/", "/me/needs/",
               "/me/services/"),
    "wang_qiang": ("/console/", "/console/hardship/", "/console/mutual-aid/",
                   "/console/mutual-aid/batches/new/", "/console/hardship/new/",
                   "/console/payee-accounts/new/", "/console/members/phone/",
                   "/console/mutual-aid/file-claim/"),
    "zhao_min": ("/console/", "/console/claims/", "/console/payee-accounts/"),
    "sun_li": ("/console/funds/", "/console/hardship/payments/", "/console/payment-batches/"),
    "wu_tong": ("/console/disclosures/", "/console/disclosures/new/"),
    "privacy_checker": ("/console/",),
    "project_buyer": ("/console/commissioning/", "/console/commissioning/needs/",
                      "/console/commissioning/organizations/", "/console/commissioning/pool/"),
    "feng_xue": ("/console/provider/", "/console/provider/organization/",
                 "/console/provider/projects/"),
    "plan_officer": ("/console/mutual-aid/plans/", "/console/mutual-aid/plans/new/",
                     "/console/mutual-aid/plans/DEMO-HOSP-2026.v2/",
                     "/console/mutual-aid/plans/DEMO-HOSP-2026.v2/compare/?with=DEMO-HOSP-2026"),
}  # fmt: skip
# From these lists one more page each is looked at: the first thing that they lead to.
OPENS = ", ".join(
    f"main {one}:not([href$='/preview/'])"
    for one in ("tbody a", ".notices a.title", ".tasks a", ".door-ways a")
)
LOOK = """() => {
  const seen = (one) => one.getClientRects().length > 0;
  const named = (one) => one.labels && one.labels.length || one.getAttribute('aria-label');
  const fields = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
  const targets = [...document.querySelectorAll('button, .button, input[type=submit], nav a')];
  return {
    sideways: document.documentElement.scrollWidth - window.innerWidth,
    headings: document.querySelectorAll('h1').length,
    landmarks: ['header', 'main', 'footer', 'nav'].filter((tag) => !document.querySelector(tag)),
    unnamed: fields.filter(seen).filter((one) => !named(one)).map((one) => one.outerHTML),
    silent: [...document.images].filter((one) => !one.alt).map((one) => one.src),
    small: targets.filter(seen).filter((one) => one.getBoundingClientRect().height < TARGET)
      .map((one) => one.outerHTML.slice(0, 120)),
    twice: [...document.querySelectorAll('[id]')].map((one) => one.id)
      .filter((id, place, all) => all.indexOf(id) !== place),
    codes: [...document.querySelectorAll('main td, main dd, main .state, main h1, main h2')]
      .map((one) => one.innerText.trim()).filter((text) => /^[a-z]+(_[a-z]+)+$/.test(text)),
    squeezed: [...document.querySelectorAll('caption, h2')].filter(seen)
      .filter((one) => !one.matches('.unseen'))
      .filter((one) => one.innerText.length > 3 && one.getBoundingClientRect().width < 60)
      .map((one) => one.innerText),
    text: parseFloat(getComputedStyle(document.body).fontSize),
  };
}"""
GOOD: dict[str, Callable[[Any], bool]] = {
    "sideways": lambda found: found <= 0,
    "headings": lambda found: found == 1,
    **dict.fromkeys(
        ("landmarks", "unnamed", "silent", "small", "twice", "codes", "squeezed"), lambda f: not f
    ),
}


def _wrong(visitor: Visitor, target: int) -> list[str]:
    found = visitor.page.evaluate(LOOK.replace("TARGET", str(target)))
    return [
        f"{visitor.path}: {name} {found[name]}" for name, ok in GOOD.items() if not ok(found[name])
    ]


def _walk(visitor: Visitor, starts: tuple[str, ...]) -> list[str]:
    """Look at the pages of a walk and at the first page that each leads to; gives what is wrong."""
    wrong: list[str] = []
    paths = list(starts)
    for path in paths:  # grows on the way
        assert visitor.open(path) == 200, path
        wrong += _wrong(visitor, 44)
        link = visitor.page.locator(OPENS)
        where = (link.first.get_attribute("href") or "") if path in starts and link.count() else ""
        if where.startswith("/") and where not in paths:
            paths.append(where)
    return wrong


def test_the_look_itself_sees_what_is_wrong(visitors: Visitors) -> None:
    guest = visitors.come(size=PHONE)
    guest.open("/")
    guest.page.evaluate(
        """() => {
          const main = document.querySelector('main');
          main.insertAdjacentHTML('beforeend',
            '<h1>x</h1><input><img src="/static/web/icon.svg"><b id="main"></b>'
            + '<h2>分期付款</h2><p class="state">in_check</p>'
            + '<div>x</div><a class="button">x</a>');
          main.querySelector('div:last-of-type').style.width = '500px';
          [...main.querySelectorAll('h2')].pop().style.width = '20px';
          Object.assign(main.lastElementChild.style, { minHeight: '0', height: '20px' });
        }"""
    )
    found = " ".join(_wrong(guest, 44))
    for name in (
        "sideways", "headings", "unnamed", "silent", "small", "twice", "codes", "squeezed",
    ):  # fmt: skip
        assert name in found
    guest.close()


@pytest.mark.requirement("RX.11")
@pytest.mark.parametrize("key", WALKS)
def test_every_page_fits_a_phone_and_names_what_it_asks(visitors: Visitors, key: str) -> None:
    visitor = visitors.come(key, size=PHONE)
    assert _walk(visitor, WALKS[key]) == []
    assert visitor.faults == []
    visitor.close()


@pytest.mark.requirement("RX.11")
@pytest.mark.parametrize("key", ["", "li_mei"])
def test_large_mode_writes_larger_and_gives_the_thumb_room(visitors: Visitors, key: str) -> None:
    visitor = visitors.come(key, size=PHONE)
    visitor.open("/me/" if key else "/")
    visitor.page.locator("text=长辈版（大字）").click()
    visitor.page.wait_for_load_state()
    wrong: list[str] = []
    for path in WALKS[key]:
        visitor.open(path)
        wrong += _wrong(visitor, 60)
        size = visitor.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        least = 18 * 1.4 if visitor.page.locator("body.portal").count() else 16 * 1.4
        assert size == pytest.approx(least)
    assert wrong == []
    visitor.close()


@pytest.mark.requirement("RX.11")
def test_the_name_of_a_table_is_not_squeezed_on_a_phone(visitors: Visitors) -> None:
    guest = visitors.come(size=PHONE)
    guest.open("/projects/open-data/")
    guest.page.evaluate(
        """() => document.querySelector('main').insertAdjacentHTML('beforeend',
          '<table class="rows"><caption>按科目支出（元）</caption><tbody><tr>'
          + '<td data-label="科目">人员</td></tr></tbody></table>')"""
    )
    assert _wrong(guest, 44) == []
    guest.close()


def test_a_foreign_script_is_refused_by_the_policy_of_the_page(visitors: Visitors) -> None:
    guest = visitors.come()
    guest.open("/")
    ran = guest.page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener('securitypolicyviolation', () => done('refused'));
          const script = document.createElement('script');
          script.textContent = 'window.broken = true';
          document.head.append(script);
          setTimeout(() => done(String(window.broken)), 500);
        })"""
    )
    assert ran == "refused"
    guest.close()


def test_a_page_that_is_not_there_says_so_and_leads_home(visitors: Visitors) -> None:
    guest = visitors.come(size=PHONE)
    assert guest.open("/nowhere/") == 404
    assert guest.heading == "没有找到这一页"
    assert _wrong(guest, 44) == []
    guest.page.locator("text=回到首页").click()
    guest.page.wait_for_url(f"{guest.base}/")
    guest.close()
