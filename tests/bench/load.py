"""A small closed-loop load generator: keep-alive connections, whole answers, no measuring of it."""

import asyncio
from collections.abc import Iterator


class Asked(Exception):
    """An answer was not the expected one."""


async def _connection(
    port: int, requests: Iterator[bytes], expected: bytes, done: list[int]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for request in requests:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(expected):
                raise Asked(head[:300].decode("latin-1"))
            lower = head.lower()
            at = lower.find(b"content-length:")
            if at >= 0:
                await reader.readexactly(int(lower[at + 15 : lower.index(b"\r\n", at)]))
            done[0] += 1
    finally:
        writer.close()


def drive(port: int, requests: Iterator[bytes], connections: int, expected: bytes) -> int:
    """Send all requests over so many connections; gives how many were answered.

    Raises Asked when an answer does not begin with `expected` (`b"HTTP/1.1 200"`).
    """

    async def all_of_them() -> int:
        done = [0]
        await asyncio.gather(
            *(_connection(port, requests, expected, done) for _ in range(connections))
        )
        return done[0]

    return asyncio.run(all_of_them())


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Write one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body or method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fetch(port: int, message: bytes) -> tuple[int, bytes]:
    """Send one request and give status and body."""

    async def once() -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        at = lower.find(b"content-length:")
        size = int(lower[at + 15 : lower.index(b"\r\n", at)]) if at >= 0 else 0
        body = await reader.readexactly(size)
        writer.close()
        return int(head.split(b" ", 2)[1]), body

    return asyncio.run(once())
