"""stub"""
from pathlib import Path
from tests.services.commissioning.journey.road import BUYER, Road
import json
def all_tie(road: Road, published: Path) -> None:
    json.dump(road.read(BUYER, f"public/projects/{road.number}"), open("/tmp/j-item.json","w"), ensure_ascii=False, indent=1)
    import shutil
    shutil.rmtree("/tmp/j-pub", ignore_errors=True); shutil.copytree(published, "/tmp/j-pub")
