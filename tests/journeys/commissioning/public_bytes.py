"""Nothing in any public byte tells of a person (R9.23)."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from django.test import Client

from tests import cast
from tests.journeys.commissioning import judging, paying
from tests.journeys.commissioning.delivering import RATING_WORDS
from tests.journeys.commissioning.road import BUYER, Road


def tell_of_nobody(road: Road, published: Path, gone: str) -> None:
    """Look for every personal value of the cast in everything that the public can read.

    The names of the panel stand in the result notice, and nowhere is who stepped back.
    """
    panel = set(road.read(BUYER, f"{road.desk}/panel")["notice"]["panel_names"])
    parts = (*cast.CAST, *cast.FURTHER)
    assert panel < {one.name for one in parts}
    assert gone not in panel
    secret = {one.name for one in parts} - panel
    secret |= {one.phone for one in parts} | {one.id_number for one in parts}
    secret |= {paying.ACCOUNT, judging.RECUSED_BECAUSE, RATING_WORDS}
    seen = dict(everything(road, published))
    assert len(seen) > len(addresses(road))
    assert all(road.number in text for path, text in seen.items() if road.number in path)
    told = {(path, one) for path, text in seen.items() for one in secret if one in text}
    assert told == set()


def everything(road: Road, published: Path) -> Iterator[tuple[str, str]]:
    """Give every public answer and every published file."""
    for path in addresses(road):
        answer = Client().get(path)
        assert answer.status_code == 200, path
        yield path, answer.content.decode()
    for file in sorted(published.rglob("*")):
        if file.suffix == ".zip":
            with ZipFile(file) as packed:
                for name in packed.namelist():
                    yield f"{file.name}/{name}", packed.read(name).decode()
        elif file.is_file():
            content = file.read_bytes()
            unpacked = gzip.decompress(content) if file.suffix == ".gz" else content
            yield str(file.relative_to(published)), unpacked.decode()


def addresses(road: Road) -> list[str]:
    """Every public address of one project and of the lists that it stands in."""
    api, one = "/api/public/v1", f"/projects/{road.number}"
    return [
        f"{api}/projects",
        f"{api}{one}",
        f"{api}{one}/call",
        f"{api}{one}/panel",
        f"{api}/open-calls",
        "/projects/",
        f"{one}/",
    ]
