"""Photographs as a phone takes them, and the upload that is cut and resumed."""

import io
import random
import socket
from typing import Any

from PIL import Image, ImageDraw
from tusclient.client import TusClient

from tests.journeys.people import Person
from tests.journeys.stack import until

WIDTH, HEIGHT = 4000, 3000
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
TURNED_RIGHT = 6
LATITUDE = (39.0, 54.0, 26.37)
PIECE = 600_000


def phone_photo(words: str) -> bytes:
    """Photograph a sheet of paper: 12 megapixel, lying on its side, with the place it was taken."""
    dice = random.Random(words)
    grain = Image.frombytes("RGB", (500, 375), dice.randbytes(500 * 375 * 3))
    sheet = grain.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((400, 300, WIDTH - 400, HEIGHT - 300), fill="#fbfaf6")
    pen.text((600, 500), words, fill="#222222", font_size=120)
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = TURNED_RIGHT, "Zhaoxiang"
    place = exif.get_ifd(GPS)
    place.update({1: "N", 2: LATITUDE, 3: "E", 4: (116.0, 23.0, 29.22)})
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def has_place(content: bytes) -> bool:
    """Tell whether a photograph still says where it was taken, or with what."""
    exif = Image.open(io.BytesIO(content)).getexif()
    return bool(exif.get_ifd(GPS)) or MAKER in exif


class Upload:
    """One photograph on its way by tus."""

    def __init__(self, person: Person, base: str, content: bytes) -> None:
        self.person, self.base, self.content = person, base, content
        uploader = self._client().uploader(
            file_stream=io.BytesIO(content),
            chunk_size=PIECE,
            metadata={"filename": "IMG_2026.jpg", "media": "image"},
        )
        uploader.set_url(uploader.create_url())
        self.url = str(uploader.url)

    def _client(self) -> TusClient:
        headers = {"X-Session-Token": self.person.token}
        return TusClient(f"{self.person.stack.url}{self.base}/uploads", headers=headers)

    @property
    def number(self) -> str:
        """The upload's number."""
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    def cut_after(self, sent: int) -> int:
        """Send the whole in one request and hang up in the middle; gives how much was kept."""
        path = self.url.removeprefix(self.person.stack.url)
        head = (
            f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"X-Session-Token: {self.person.token}\r\nTus-Resumable: 1.0.0\r\n"
            "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(self.content)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.person.stack.port)) as line:
            line.sendall(head.encode() + self.content[:sent])
        return until(self.kept, "the part before the cut")

    def kept(self) -> int:
        """Ask how many bytes are there."""
        answer = self.person.client.head(self.url, headers={"Tus-Resumable": "1.0.0"})
        assert answer.status_code == 200, answer.headers
        return int(answer.headers["Upload-Offset"])

    def resume(self) -> str:
        """Go on from where it stands with a stock client; gives the number to attach."""
        uploader = self._client().uploader(
            file_stream=io.BytesIO(self.content), url=self.url, chunk_size=PIECE
        )
        uploader.upload()
        shown: dict[str, Any] = self.person.read(f"{self.base}/uploads/{self.number}")
        assert shown["state"] == "released", shown
        return self.number


def send_photo(person: Person, base: str, content: bytes) -> str:
    """Upload a photograph without a cut; gives the number to attach."""
    return Upload(person, base, content).resume()


def small_photo(words: str) -> bytes:
    """Photograph something small."""
    sheet = Image.new("RGB", (800, 600), "#fbfaf6")
    ImageDraw.Draw(sheet).text((80, 80), words, fill="#222222")
    out = io.BytesIO()
    sheet.save(out, "JPEG")
    return out.getvalue()
