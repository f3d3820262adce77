"""What allauth asks us about phones, codes and secrets; the one place where it meets our tables."""

import secrets
from base64 import b64decode, b64encode
from types import MappingProxyType
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.fields import PhoneField
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from backend.accounts import codes
from backend.accounts.models import User
from backend.accounts.phones import phone_of, user_by_phone
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.identifiers import check_phone

CODE_DIGITS = 6


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Phones are found by their keyed index; nobody can sign up by himself, people are entered."""

    error_messages = MappingProxyType(
        {
            **DefaultAccountAdapter.error_messages,
            "incorrect_code": "验证码不对，请对照短信重新输入。",
            "rate_limited": "操作太频繁，请稍后再试。",
            "too_many_login_attempts": "尝试次数过多，请稍后再试。",
        }
    )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the caller's address; a trusted proxy's last X-Forwarded-For entry wins."""
        address = str(request.META.get("REMOTE_ADDR") or "local")
        if address in settings.TRUSTED_PROXIES:
            entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            address = entries[-1].strip() or address
        return address

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: a person comes in through a union, never through an open form."""
        return False

    def clean_phone(self, phone: str) -> str:
        """Put a typed phone right; raises Django's ValidationError with our Chinese sentence."""
        try:
            return check_phone(phone)
        except Invalid as wrong:
            raise ValidationError(wrong.message, code=wrong.code) from wrong

    def phone_form_field(self, **options: Any) -> PhoneField:
        """Take eleven digits as people here write them; +86 is understood as well."""
        return PhoneField(**{**options, "validators": []})

    def add_message(self, *_: Any, **__: Any) -> None:
        """Say nothing: our pages and answers speak for themselves."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """Find who signs in with this phone."""
        return user_by_phone(phone)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        """Give the user's phone and whether a code has proved it.

        The phone of somebody who is not known yet has an index only: it is empty here.
        """
        phone, proved = phone_of(user), user.phone_verified_at is not None
        return (phone, proved) if phone or user.phone_index is not None else None

    def set_phone(self, *_: Any, **__: Any) -> None:
        """Refuse: a phone changes through a correction that a second person confirms."""
        raise ValidationError("手机号请到所在工会办理变更。", code="phone_change_at_union")

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Note that a code sent to the phone came back."""
        user.phone_verified_at = clock.now()
        user.save(update_fields=["phone_verified_at"])

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        """Draw six digits; without letters, since people read them out and type them."""
        return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **_: Any) -> None:
        """Hand the code to the gateway."""
        codes.deliver(phone, code)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of the second factor sealed under the keyring."""

    error_messages = MappingProxyType(
        {
            **DefaultMFAAdapter.error_messages,
            "incorrect_code": "动态口令不对，请看验证器上最新的 6 位数字再输入。",
        }
    )

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return b64encode(keyring().wrap(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return keyring().unwrap(b64decode(encrypted_text)).decode()

    def get_totp_label(self, user: Any) -> str:
        """Name the account in the authenticator app without a personal value."""
        return f"职家 {user.number[-6:]}"
