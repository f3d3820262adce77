"""Setting up the second factor of staff: a secret is shown once and proved by a first code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.internal.flows.reauthentication import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.internal.flows import activate_totp
from django.http import HttpRequest

from backend.accounts import attempts, authenticator_codes, sessions
from backend.accounts.models import Post, User
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.actors import ActorLike
from backend.kernel.errors import Conflict, Invalid

OPEN_HOURS = 24
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """The secret to put into the authenticator app, as text and as address for a QR code."""

    secret: str
    address: str


def is_needed(user: User) -> bool:
    """Tell whether the user holds a post and has no second factor yet."""
    return is_bound(user) and not has(user)


def is_bound(user: User) -> bool:
    """Tell whether the user holds a post and therefore keeps the second factor."""
    return Post.objects.filter(user=user, until__isnull=True).exists()


def offer(user: User, *, fresh: bool) -> Offer:
    """Give the secret of this session, a new one when `fresh`.

    Raises Conflict `second_factor_exists`: a lost one is reset by the union above;
    `second_factor_closed` when it is too late for a first one.
    """
    if has(user):
        raise Conflict("second_factor_exists", "您已经设置过动态口令。换了手机请到上级工会重置。")
    must_be_open(user)
    secret = get_totp_secret(regenerate=fresh)
    return Offer(secret, get_adapter().build_totp_url(user, secret))


def activate(request: HttpRequest, user: User, code: str) -> None:
    """Take the second factor into use once its first code is right; posts count from now on.

    Raises Invalid `wrong_code`, TooMany, Conflict `sign_in_expired` when the sign-in is too old,
    `second_factor_closed`.
    """
    must_be_open(user)
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
    authenticator_codes.claim(authenticator, form.cleaned_data["code"])
    post_authentication(request, authenticator)


def open_for(users: Sequence[User]) -> None:
    """Let users set up a first second factor from now on, for a day."""
    now = clock.now()
    User.objects.filter(pk__in=[user.pk for user in users]).update(second_factor_opened_at=now)
    for user in users:
        user.second_factor_opened_at = now


def must_be_open(user: User) -> None:
    """Raise Conflict `second_factor_closed` unless a post or a reset opened it within a day.

    Otherwise whoever holds the phone of an officer could make himself one, years later.
    """
    opened = user.second_factor_opened_at
    if opened is None or clock.now() - opened > timedelta(hours=OPEN_HOURS):
        raise Conflict(
            "second_factor_closed",
            f"动态口令要在任职或重置后 {OPEN_HOURS} 小时内设置，现在已过时限。"
            "请联系上级工会重新开放，再来设置。",
        )


def reset(user: User, *, actor: ActorLike, union_id: int, reason: str) -> None:
    """Take a lost second factor off and open the setting up of a new one.

    In the caller's transaction; every session of the user ends. Raises Invalid `reason_missing`.
    """
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid("reason_missing", f"请写明重置的原因，1 到 {LONGEST_REASON} 个字。")
    locked = User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=locked).delete()
    sessions.end_all(locked)
    attempts.succeeded(attempts.of_user(locked.pk))
    open_for([locked])
    trail.record(
        actor,
        "second_factor.reset",
        locked,
        person_id=locked.person_id,
        union_id=union_id,
        fields=["second_factor"],
        purpose=why,
    )


def has(user: User) -> bool:
    """Tell whether the user has an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
