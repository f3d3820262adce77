"""People at a browser: they sign in as everybody does, and remember what went wrong unseen."""

import re
from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.people import PARTS
from tests.journeys.stack import Stack, until

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1440, "height": 900}
STEP_SECONDS = 30


class Visitor:
    """One window: `faults` gathers errors of the console, broken scripts and refused content."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.faults: list[str] = []
        page.set_default_timeout(1000 * STEP_SECONDS)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> int:
        """Go to an address; gives the status of the answer."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer.status

    @property
    def path(self) -> str:
        """Where the window stands, without host and fragment."""
        return self.page.url.removeprefix(self.base).partition("#")[0]

    @property
    def heading(self) -> str:
        """What the page says first."""
        return self.page.locator("h1").inner_text()

    def press(self, words: str) -> None:
        """Press the button with these words and wait for the next page."""
        self.page.locator("main button", has_text=words).first.click()
        self.page.wait_for_load_state()

    def text(self) -> str:
        """Everything that the page says."""
        return self.page.locator("main").inner_text()

    def close(self) -> None:
        """Close the window."""
        self.page.context.close()


class Visitors:
    """Opens windows; a person signs in at a door once, later windows know her already."""

    def __init__(self, browser: Browser, stack: Stack) -> None:
        self.browser, self.stack = browser, stack
        self.known: dict[str, Any] = {}

    def come(
        self, key: str = "", *, size: dict[str, int] | None = None, script: bool = True
    ) -> Visitor:
        """Open a window for somebody of the cast, or for a stranger."""
        context = self.browser.new_context(
            locale="zh-CN",
            viewport={"width": (size or DESK)["width"], "height": (size or DESK)["height"]},
            java_script_enabled=script,
            storage_state=self.state_of(key) if key else None,
        )
        return Visitor(context.new_page(), self.stack.url)

    def state_of(self, key: str) -> Any:
        """Give what the browser keeps of somebody who is signed in."""
        if key not in self.known:
            visitor = self.come()
            self.sign_in(visitor, key, "/console/" if PARTS[key].role else "/me/")
            self.known[key] = visitor.page.context.storage_state()
            visitor.close()
        return self.known[key]

    def sign_in(self, visitor: Visitor, key: str, home: str) -> None:
        """Walk through a door: phone, code, and for staff the second factor."""
        phone = PARTS[key].phone
        before = len(self.stack.texts_to(phone))
        visitor.open(f"{home}sign-in/")
        visitor.page.fill("[name=phone]", phone)
        visitor.press("获取验证码")
        visitor.page.fill("[name=code]", self.code_for(phone, before))
        visitor.press("登录")
        if "second-factor" in visitor.path:
            visitor.page.fill("[name=code]", self.stack.authenticators[phone].code())
            visitor.press("进入")
        assert visitor.path == home, visitor.text()

    def code_for(self, phone: str, before: int) -> str:
        """Wait for the text message with the code."""
        text = until(lambda: self.stack.texts_to(phone)[before:], "the code")[-1]
        found = re.search(r"(?<!\d)\d{6}(?!\d)", str({**text, "phone": ""}))
        assert found is not None
        return found[0]
