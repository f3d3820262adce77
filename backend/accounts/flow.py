"""The sign-in flow on allauth's own stages: phone, code, second factor.

Used by the pages; the app client's addresses walk the same stages through allauth's views
(`headless`). allauth's internals are pinned (`~=65.21`) and covered by tests.
"""

from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from backend.accounts import attempts
from backend.accounts.authenticator_codes import SecondFactorForm
from backend.accounts.models import User
from backend.accounts.phones import leads_to, user_by_phone
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.identifiers import check_phone

CODE_STAGE = str(LoginStageKey.LOGIN_BY_CODE.value)
SECOND_FACTOR_STAGE = AuthenticateStage.key


def start(request: HttpRequest, phone: str) -> None:
    """Send a code to a phone; nobody learns whether the phone is known.

    Raises Invalid `bad_phone`, TooMany.
    """
    checked = check_phone(phone)
    attempts.claim_code(checked, get_ip(request))
    LoginCodeVerificationProcess.initiate(
        request=request, user=user_by_phone(checked), phone=checked
    )


def pending(request: HttpRequest) -> str:
    """Name the stage that waits: the code, the second factor, or none ("")."""
    stage = get_pending_stage(request)
    return str(stage.key) if stage else ""


def confirm(request: HttpRequest, code: str) -> None:
    """Compare the code and go on to the next stage or sign in.

    Raises Conflict `code_expired` when none is open, Invalid `wrong_code`, TooMany.
    """
    stage = LoginStageController.enter(request, CODE_STAGE)
    process = LoginCodeVerificationProcess.resume(stage) if stage else None
    if process is None:
        raise Conflict("code_expired", "验证码已过期，请重新获取。")
    subject = attempts.of_phone(process.state["phone"])
    attempts.claim_try(subject)
    known = process.user is not None and leads_to(process.state["phone"], process.user)
    if not (known and compare_user_code(actual=code.strip(), expected=process.code)):
        attempts.note_failure()
        process.record_invalid_attempt()
        attempts.refuse_locked(subject)
        raise Invalid("wrong_code", "验证码不对，请对照短信重新输入。")
    attempts.succeeded(subject)
    process.finish("/")


def confirm_second_factor(request: HttpRequest, code: str) -> None:
    """Compare the code of the authenticator app and sign in.

    Raises Conflict `sign_in_expired`, Invalid `wrong_code`, TooMany.
    """
    stage = LoginStageController.enter(request, SECOND_FACTOR_STAGE)
    if stage is None or stage.login.user is None:
        raise Conflict("sign_in_expired", "登录已超时，请重新获取验证码。")
    subject = attempts.of_user(stage.login.user.pk)
    attempts.claim_try(subject)
    form = SecondFactorForm(data={"code": code.strip()}, user=stage.login.user)
    _must_be_right(form, subject)
    form.save()
    stage.exit()


def confirm_waiting_second_factor(user: User, code: str) -> None:
    """Pass the second factor in a session that is signed in without it.

    Raises Invalid `wrong_code`, TooMany.
    """
    subject = attempts.of_user(user.pk)
    attempts.claim_try(subject)
    form = SecondFactorForm(data={"code": code.strip()}, user=user)
    _must_be_right(form, subject)
    form.save()


def _must_be_right(form: SecondFactorForm, subject: str) -> None:
    if not form.is_valid():
        attempts.note_failure()
        attempts.refuse_locked(subject)
        raise Invalid("wrong_code", "动态口令不对，请看验证器上最新的 6 位数字再输入。")
    attempts.succeeded(subject)
