"""Everything that anyone can read without sign-in, as bytes."""

import re
from urllib.parse import urljoin, urlsplit

import httpx

from tests.journeys.stack import Stack

SEEDS = (
    "/", "/subscribe/", "/feeds/disclosures.atom", "/feeds/disclosures.rss",
    "/feeds/disclosures.json", "/api/public/v1/disclosures", "/api/public/v1/openapi.json",
    "/healthz", "/readyz",
)  # fmt: skip
CLOSED = ("/me", "/console", "/sign-in", "/sign-out", "/display", "/style", "/static")
_LINK = re.compile(rb"""(?:href|src|action)=["']([^"'#]+)|<(?:link|id|guid)[^>]*>(http[^<]+)""")
_ADDRESS = re.compile(rb'"(?:url|link|html_url|home_page_url|feed_url|next_url)": ?"([^"]+)"')
LIMIT = 400


def crawl(stack: Stack) -> dict[str, bytes]:
    """Follow every link from the public addresses; gives what stands at each."""
    found: dict[str, bytes] = {}
    waiting = list(SEEDS)
    with httpx.Client(base_url=stack.url, timeout=30) as client:
        while waiting and len(found) < LIMIT:
            where = waiting.pop()
            if where in found:
                continue
            answer = client.get(where)
            found[where] = answer.content
            waiting += [link for link in _links(stack, where, answer) if link not in found]
            if where.startswith("/api/public/v1/disclosures") and answer.status_code == 200:
                waiting += _items(answer)
    assert len(found) < LIMIT
    return found


def _links(stack: Stack, where: str, answer: httpx.Response) -> list[str]:
    links = []
    for groups in (*_LINK.findall(answer.content), *_ADDRESS.findall(answer.content)):
        raw = b"".join(groups) if isinstance(groups, tuple) else groups
        address = urlsplit(urljoin(f"{stack.url}{where}", raw.decode().replace("&amp;", "&")))
        if address.netloc == urlsplit(stack.url).netloc and not address.path.startswith(CLOSED):
            links.append(address.path + (f"?{address.query}" if address.query else ""))
    return links


def _items(answer: httpx.Response) -> list[str]:
    content = answer.json()
    return [f"/api/public/v1/disclosures/{one['number']}" for one in content.get("items", [])]


def told(found: dict[str, bytes], secrets: list[str]) -> list[tuple[str, str]]:
    """Give each secret that stands in a public byte, with its address."""
    return [
        (where, secret)
        for where, content in found.items()
        for secret in secrets
        if secret.encode() in content or secret.encode("unicode_escape") in content
    ]
