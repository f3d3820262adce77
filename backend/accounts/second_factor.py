"""Setting up the second factor of staff: a secret is shown once and proved by a first code."""

from dataclasses import dataclass

from allauth.account.internal.flows.reauthentication import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.internal.flows import activate_totp
from django.http import HttpRequest

from backend.accounts import attempts
from backend.accounts.models import Post, User
from backend.kernel.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Offer:
    """The secret to put into the authenticator app, as text and as address for a QR code."""

    secret: str
    address: str


def is_needed(user: User) -> bool:
    """Tell whether the user holds a post and has no second factor yet."""
    return is_bound(user) and not _has(user)


def is_bound(user: User) -> bool:
    """Tell whether the user holds a post and therefore keeps the second factor."""
    return Post.objects.filter(user=user, until__isnull=True).exists()


def offer(user: User, *, fresh: bool) -> Offer:
    """Give the secret of this session, a new one when `fresh`.

    Raises Conflict `second_factor_exists`: a lost one is reset by the union above.
    """
    if _has(user):
        raise Conflict("second_factor_exists", "您已经设置过动态口令。换了手机请到上级工会重置。")
    secret = get_totp_secret(regenerate=fresh)
    return Offer(secret, get_adapter().build_totp_url(user, secret))


def activate(request: HttpRequest, user: User, code: str) -> None:
    """Take the second factor into use once its first code is right; posts count from now on.

    Raises Invalid `wrong_code`, TooMany, Conflict `sign_in_expired` when the sign-in is too old.
    """
    subject = attempts.of_user(user.pk)
    attempts.claim_try(subject)
    form = ActivateTOTPForm(data={"code": code.strip()}, user=user)
    if not form.is_valid():
        attempts.note_failure()
        attempts.refuse_locked(subject)
        raise Invalid("wrong_code", "口令不对，请看验证器上最新的 6 位数字再输入。")
    attempts.succeeded(subject)
    try:
        authenticator, _ = activate_totp(request, form)
    except ReauthenticationRequired:
        raise Conflict("sign_in_expired", "离登录时间太久了，请重新登录后再设置。") from None
    post_authentication(request, authenticator)


def _has(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
