"""One demo photograph for all papers of the year.

Checking a picture takes a sandbox of its own; 2,000 of them say no more than one. It is decoded
once; every paper is an upload of its own, released by the files room with those same clean files.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.access.hop import hop
from backend.accounts.models import User
from backend.config.demo.actors import actor_of
from backend.config.demo.cases import sample_photo
from backend.files import workflow
from backend.files.advice import judge
from backend.files.decoder import CleanPhoto, decode
from backend.files.likeness import content_index
from backend.files.models import Media
from backend.files.workflow import CleanFile, Seen

NAME = "demo.jpg"


class Photos:
    """Gives uploads of the one photograph, each to be attached once."""

    def __init__(self) -> None:
        self._bytes = sample_photo("year")
        self._photo: CleanPhoto | None = None

    async def take(self, user: User) -> str:
        """Give the number of a released upload of this user."""
        return await hop(self._take, user)

    def _take(self, user: User) -> str:
        photo = self._photo = self._photo or self._decode()
        actor = actor_of(user)
        upload = workflow.begin(Media.IMAGE, len(self._bytes), NAME, actor=actor)
        files = [
            CleanFile(one.name, "image/jpeg", io.BytesIO(one.content), one.width, one.height)
            for one in photo.variants
        ]
        advice = [str(poor) for poor in judge(photo)]
        seen = Seen(advice, content_index(photo.variants[0].content), photo.look)
        return workflow.release(upload.number, files, actor=actor, seen=seen).number

    def _decode(self) -> CleanPhoto:
        with TemporaryDirectory(prefix="zhijia-year-") as folder:
            path = Path(folder) / NAME
            path.write_bytes(self._bytes)
            return decode(path)
