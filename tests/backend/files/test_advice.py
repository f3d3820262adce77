"""What the sender is told about a photograph: only what is so, and never more than advice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from backend.access.actor import Actor
from backend.files import decoder, forms
from backend.files.advice import SENTENCES, Poor, judge, spoken
from backend.files.measures import measures
from backend.files.models import Attachment
from tests.backend.files import papers, samples
from tests.backend.files.conftest import Tus
from tests.backend.files.test_attachments import Sign
from tests.backend.files.test_decoder import laid

Spoil = Callable[[Image.Image], Image.Image]
# What is done to a good photograph, and what is said then.
SPOILED: list[tuple[str, Spoil, list[Poor]]] = [
    ("as it is", lambda picture: picture, []),
    ("out of focus", lambda picture: papers.blurred(picture, 3), [Poor.BLURRED]),
    ("under a lamp", papers.with_glare, [Poor.GLARE]),
    ("in the dark", lambda picture: papers.darker(picture, 0.35), [Poor.DARK]),
    ("cut off", papers.cut_off, [Poor.CUT_EDGE]),
    ("too small", lambda picture: picture.resize((640, 480)), [Poor.TOO_SMALL]),
    ("at half the size", papers.halved, []),
]


def judged(picture: Image.Image) -> list[Poor]:
    """Judge a picture as the sandbox and reception do together."""
    preview = picture.convert("RGB")
    preview.thumbnail((1600, 1600))
    figures = measures(preview)
    original = decoder.CleanVariant("original", *picture.size, b"")
    return judge(decoder.CleanPhoto((original,), decoder._measures(**figures), None))


@pytest.mark.parametrize(("spoil", "said"), [pytest.param(*row[1:], id=row[0]) for row in SPOILED])
@pytest.mark.parametrize("seed", [1, 3])
def test_each_fault_is_named_and_no_other(seed: int, spoil: Spoil, said: list[Poor]) -> None:
    assert judged(spoil(papers.photograph(seed))) == said


def test_a_white_screenshot_is_not_taken_for_glare_nor_its_lines_for_cut_off() -> None:
    page = papers.form(2)
    assert judged(page) == []
    assert judged(page.filter(ImageFilter.GaussianBlur(4))) == [Poor.BLURRED]


def test_an_empty_picture_is_not_called_out_of_focus() -> None:
    assert judged(Image.new("RGB", (900, 700), "grey")) == []
    assert judged(Image.new("RGB", (1, 1), "white")) == [Poor.TOO_SMALL]


def test_every_piece_of_advice_leaves_the_choice() -> None:
    assert set(SENTENCES) == set(Poor)
    assert all(text.endswith("可以重拍一张，也可以就用这张。") for text in SENTENCES.values())
    assert [one.code for one in spoken(["glare", "dark"])] == ["glare", "dark"]


def blurred_photo() -> bytes:
    """A photograph out of focus, as it comes from the phone."""
    return samples.encoded(papers.blurred(papers.photograph(1), 4), "JPEG", quality=85)


def test_the_sender_is_told_at_once_and_the_photograph_is_accepted(
    tus: Tus, begin: Callable[..., str]
) -> None:
    content = blurred_photo()
    where = begin(len(content))
    assert tus("li_mei", "GET", where).json()["advice"] == []
    reply = tus("li_mei", "PATCH", where, content, Upload_Offset=0)
    assert (reply.status_code, reply["Photo-Advice"]) == (204, "blurred")
    shown = tus("li_mei", "GET", where).json()
    assert shown["state"] == "released"
    sentence = "照片有些模糊，发票号码这样的小字可能看不清。可以重拍一张，也可以就用这张。"
    assert shown["advice"] == [{"code": "blurred", "sentence": sentence}]
    assert Attachment.objects.get().advice == ["blurred"]


def test_nothing_is_said_about_a_good_photograph_nor_about_a_workbook(
    tus: Tus, begin: Callable[..., str], actor: Sign
) -> None:
    content = samples.encoded(papers.photograph(1), "JPEG", quality=85)
    where = begin(len(content))
    reply = tus("li_mei", "PATCH", where, content, Upload_Offset=0)
    assert "Photo-Advice" not in reply.headers
    assert tus("li_mei", "GET", where).json()["advice"] == []
    roster = SimpleUploadedFile("名单.csv", "姓名\n演示\n".encode(), "text/csv")
    sender: Actor = actor("wang_qiang")
    made = forms.receive(roster, actor=sender, media=forms.Media.WORKBOOK)
    assert (made.advice, made.content_digest, made.perceptual_hash) == ([], None, None)


def test_the_sandbox_measures_what_it_lets_through(tmp_path: Path) -> None:
    photo = decoder.decode(laid(tmp_path, blurred_photo()))
    assert judge(photo) == [Poor.BLURRED]
    assert photo.look is not None
