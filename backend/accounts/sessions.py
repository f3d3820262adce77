"""Session engine (setting `SESSION_ENGINE`): rows of `SignInSession`, keys stored as digests.

The user and the moment of the second factor stand in columns of their own, taken from the
session content on every save, so that `tokens.SQL` needs no second look. A session ends by real
time, not by the business clock that tests move.
"""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from backend.accounts.models import SignInSession, User
from backend.accounts.tokens import digest
from backend.fields.keys import keyring
from backend.kernel.errors import Conflict
from backend.kernel.seal import SealBrokenError

# Where allauth notes how somebody proved who they are; its own name, pinned by a test.
AUTHENTICATION_RECORDS = "account_authentication_methods"
AUTHENTICATION_USER = "account_authentication_methods_user"


class SessionStore(SessionBase):
    """A session in PostgreSQL, found by the digest of its key."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal the content: it holds the open code and the phone while somebody signs in."""
        return b64encode(keyring().wrap(json.dumps(session_dict).encode())).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Open the content; a broken one counts as empty."""
        try:
            content: dict[str, Any] = json.loads(keyring().unwrap(b64decode(session_data)))
        except (SealBrokenError, ValueError):
            return {}
        return content

    def load(self) -> dict[str, Any]:
        """Read the content; an unknown or expired key is dropped and gives an empty session."""
        row = SignInSession.objects.filter(
            key_digest=digest(self.session_key or ""), expire_date__gt=Now()
        ).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    async def aload(self) -> dict[str, Any]:
        """Read the content without blocking the event loop."""
        return await sync_to_async(self.load)()

    def exists(self, session_key: str) -> bool:
        """Tell whether a session with this key stands."""
        return SignInSession.objects.filter(key_digest=digest(session_key)).exists()

    async def aexists(self, session_key: str) -> bool:
        """Tell the same without blocking the event loop."""
        return await sync_to_async(self.exists)(session_key)

    def create(self) -> None:
        """Take a fresh key and store the empty session."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    async def acreate(self) -> None:
        """Create without blocking the event loop."""
        await sync_to_async(self.create)()

    def save(self, must_create: bool = False) -> None:
        """Store the content; raises CreateError on a taken key, UpdateError on a revoked one."""
        if self.session_key is None:
            self.create()
            return
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        row = self._row(content)
        try:
            with transaction.atomic():
                if must_create:
                    row.save(force_insert=True)
                    return
                written = SignInSession.objects.filter(pk=row.pk).update(
                    user_id=row.user_id,
                    session_data=row.session_data,
                    second_factor_at=row.second_factor_at,
                    expire_date=row.expire_date,
                )
        except IntegrityError as taken:
            raise CreateError from taken
        if not written:
            raise UpdateError

    async def asave(self, must_create: bool = False) -> None:
        """Store without blocking the event loop."""
        await sync_to_async(self.save)(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        """Revoke a session, this one unless another key is named."""
        key = session_key or self.session_key
        if key:
            SignInSession.objects.filter(key_digest=digest(key)).delete()

    async def adelete(self, session_key: str | None = None) -> None:
        """Revoke without blocking the event loop."""
        await sync_to_async(self.delete)(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        """Take out what has expired."""
        SignInSession.objects.filter(expire_date__lt=Now()).delete()

    @classmethod
    async def aclear_expired(cls) -> None:
        """Take out what has expired without blocking the event loop."""
        await sync_to_async(cls.clear_expired)()

    def _row(self, content: dict[str, Any]) -> SignInSession:
        user = content.get(SESSION_KEY)
        return SignInSession(
            key_digest=digest(self.session_key or ""),
            user_id=int(user) if user else None,
            session_data=self.encode(content),
            second_factor_at=second_factor_at(content),
            expire_date=self.get_expiry_date(),
        )


def hand_over(key_digest: str, user: User) -> None:
    """Make a signed-in session that of another user, in the caller's transaction.

    The token stays; a second factor passed for the user before does not count for this one.
    Raises Conflict `sign_in_expired` when the session has ended meanwhile.
    """
    row = SignInSession.objects.select_for_update().filter(pk=key_digest).first()
    if row is None:
        raise Conflict("sign_in_expired", "登录已超时，请重新获取验证码。")
    store = SessionStore()
    content = store.decode(row.session_data)
    content[SESSION_KEY] = content[AUTHENTICATION_USER] = str(user.pk)
    content[HASH_SESSION_KEY] = user.get_session_auth_hash()
    content[AUTHENTICATION_RECORDS] = [
        record for record in content.get(AUTHENTICATION_RECORDS, []) if record["method"] != "mfa"
    ]
    row.session_data, row.user, row.second_factor_at = store.encode(content), user, None
    row.save(update_fields=["session_data", "user", "second_factor_at"])


def end_all(user: User) -> None:
    """End every session of a user, everywhere and at once."""
    SignInSession.objects.filter(user=user).delete()


def second_factor_at(content: dict[str, Any]) -> datetime | None:
    """Read from a session's content when its user passed the second factor, if he did."""
    if content.get(AUTHENTICATION_USER) != content.get(SESSION_KEY):
        return None
    moments = [
        record["at"]
        for record in content.get(AUTHENTICATION_RECORDS, [])
        if record.get("method") == "mfa"
    ]
    return datetime.fromtimestamp(max(moments), tz=UTC) if moments else None
