"""Short-lived links to an attachment: signed, 60 seconds, good in one session only.

Whoever makes a link has checked the right to read; the link carries no right to anybody else.
"""

from django.core import signing

from backend.access.actor import Actor
from backend.files.models import Attachment
from backend.kernel.errors import NotFound

LIFE_SECONDS = 60
SALT = "files.link"
SHORT_SESSION = 32


def make(attachment: Attachment, variant: str, *, actor: Actor, purpose: str) -> str:
    """Give the token for `/files/{token}` of the API."""
    content = [attachment.number, variant, actor.session[:SHORT_SESSION], purpose]
    return signing.dumps(content, salt=SALT, compress=True)


def open_link(token: str, *, actor: Actor) -> tuple[Attachment, str, str]:
    """Give (attachment, variant, purpose); NotFound when expired, altered or another session's."""
    try:
        number, variant, session, purpose = signing.loads(token, salt=SALT, max_age=LIFE_SECONDS)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    if not actor.session or session != actor.session[:SHORT_SESSION]:
        raise NotFound
    attachment = Attachment.objects.select_related("key").filter(number=number).first()
    if attachment is None:
        raise NotFound
    return attachment, variant, purpose
