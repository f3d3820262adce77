"""The DCAT catalogue of every data set and feed, as JSON-LD."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.commissioning.feeds.ocds.packages import LICENCE, Publisher
from services.commissioning.feeds.ocds.times import moment

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ZH = "zh"
WHEN_CHANGED = "http://publications.europa.eu/resource/authority/frequency/CONT"
"""How often: whenever something changes."""


def catalogue(
    publisher: Publisher, years: Sequence[int], issued: datetime, changed: datetime
) -> dict[str, Any]:
    """Describe all that is published, with the address and media type of each document."""
    site = publisher.site
    return {
        "@context": CONTEXT,
        "@id": f"{site}/open/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _text(f"{publisher.name}公开数据目录"),
        "dct:description": _text("委托服务和会务公开的全部数据集和订阅。"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher.name},
        "dct:license": {"@id": LICENCE},
        "dct:language": ZH,
        "dct:issued": _moment(issued),
        "dct:modified": _moment(changed),
        "dcat:dataset": [_projects(publisher, years, changed), _feeds(publisher, changed)],
    }


def _projects(publisher: Publisher, years: Sequence[int], changed: datetime) -> dict[str, Any]:
    base = publisher.base
    files = [
        (f"{base}/releases.json", "最近的发布", "application/json"),
        (f"{base}/csv.zip", "全部发布的表格", "application/zip"),
        (f"{base}/digests.json", "每次发布的摘要", "application/json"),
    ]
    files += [
        (f"{base}/bulk/{year}.jsonl.gz", f"{year} 年全部发布", "application/gzip") for year in years
    ]
    return {
        "@id": f"{publisher.site}/open/ocds/",
        "@type": "dcat:Dataset",
        "dct:title": _text("委托服务项目"),
        "dct:description": _text(
            "每个委托服务项目从立项到绩效的全过程：预算、协议、支付、数量、质量和更正（OCDS 1.1）。"
        ),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher.name},
        "dct:license": {"@id": LICENCE},
        "dct:language": ZH,
        "dct:modified": _moment(changed),
        **_kept(publisher),
        "dct:conformsTo": {"@id": "https://standard.open-contracting.org/1.1/en/"},
        "dcat:distribution": [_file(*one) for one in files],
    }


def _feeds(publisher: Publisher, changed: datetime) -> dict[str, Any]:
    feeds = f"{publisher.site}/feeds"
    files = [
        (f"{feeds}/projects.atom", "委托服务项目", "application/atom+xml"),
        (f"{feeds}/disclosures.atom", "会务公开（Atom）", "application/atom+xml"),
        (f"{feeds}/disclosures.rss", "会务公开（RSS）", "application/rss+xml"),
        (f"{feeds}/disclosures.json", "会务公开（JSON）", "application/feed+json"),
    ]
    return {
        "@id": f"{feeds}/",
        "@type": "dcat:Dataset",
        "dct:title": _text("会务公开和委托服务的订阅"),
        "dct:description": _text("新公开、更正和撤回的内容，按时间排列。"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher.name},
        "dct:license": {"@id": LICENCE},
        "dct:language": ZH,
        "dct:modified": _moment(changed),
        **_kept(publisher),
        "dcat:distribution": [_file(*one) for one in files],
    }


def _kept(publisher: Publisher) -> dict[str, Any]:
    """Say how often a data set is renewed, and whom to ask."""
    ask = {
        "@type": "vcard:Organization",
        "vcard:fn": publisher.name,
        "vcard:hasURL": {"@id": f"{publisher.site}/projects/open-data/"},
    }
    return {"dct:accrualPeriodicity": {"@id": WHEN_CHANGED}, "dcat:contactPoint": ask}


def _file(address: str, title: str, media: str) -> dict[str, Any]:
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _text(title),
        "dct:license": {"@id": LICENCE},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": media,
    }


def _text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": ZH}


def _moment(at: datetime) -> dict[str, str]:
    return {"@value": moment(at), "@type": "xsd:dateTime"}
