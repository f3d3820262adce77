"""Text messages 短信: one gateway, chosen by `SMS_GATEWAY`.

Only what must reach a person without the app goes this way: sign-in codes, word to a phone that
it is no longer the registered one, and changes to her account (`texts`). A text never holds
anything about a case.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from backend.kernel import clock

GATEWAYS = {"console": "notifications.sms.ConsoleGateway"}
CODE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One text to one phone; `params` in the order of the vendor's template."""

    phone: str
    template: str
    text: str
    params: dict[str, str]


class SmsGateway(Protocol):
    """A gateway 短信通道 takes one message and raises when it did not."""

    def send(self, message: TextMessage) -> None:
        """Hand the message over."""


class ConsoleGateway:
    """The demo's gateway: one JSON line per message in `$DATA/sms.jsonl`, readable by us alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or Path(settings.DATA)) / "sms.jsonl"

    def send(self, message: TextMessage) -> None:
        """Append the line in one write, so that two processes never mix theirs."""
        line = {**asdict(message), "at": clock.now().isoformat(timespec="seconds")}
        content = json.dumps(line, ensure_ascii=False) + "\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        handle = os.open(self.path, flags, 0o600)
        try:
            os.write(handle, content.encode())
        finally:
            os.close(handle)


def gateway() -> SmsGateway:
    """The gateway that `SMS_GATEWAY` names; raises ImproperlyConfigured for an unknown one."""
    path = GATEWAYS.get(settings.SMS_GATEWAY)
    if path is None:
        msg = f"SMS_GATEWAY must be one of {', '.join(sorted(GATEWAYS))}"
        raise ImproperlyConfigured(msg)
    made: SmsGateway = import_string(path)()
    return made


def tell_old_phone(phone: str) -> None:
    """Say to a phone that was registered until now that something changed; it names nothing."""
    text = "【职家】您在工会登记的联系方式有一项变更。如果不是您本人办理，请尽快联系所在工会。"
    gateway().send(TextMessage(phone=phone, template="contact_changed", text=text, params={}))


def send_code(phone: str, code: str) -> None:
    """Send a sign-in code; it is in no log and no response."""
    text = f"【职家】登录验证码 {code}，{CODE_MINUTES} 分钟内有效。工作人员不会向您要验证码。"
    params = {"code": code, "minutes": str(CODE_MINUTES)}
    gateway().send(TextMessage(phone=phone, template="sign_in_code", text=text, params=params))
