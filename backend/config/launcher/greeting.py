"""How to sign in as each of the cast, for the screen of whoever started a demo."""

from pathlib import Path

from backend.config.demo.cast import CAST, FURTHER, SECOND_FACTOR_SECRET, UNIONS, Part

NAMES = {spec.key: spec.name for spec in UNIONS}


def write_greeting(path: Path, messages: Path) -> None:
    """Write the cast's phones, posts and the way to sign in to a file for the owner alone."""
    lines = [
        "  Sign in with a phone number; the code comes as the last line of",
        f"  {messages}",
        "  Staff then give a second factor: add this secret to an authenticator app",
        f"  {SECOND_FACTOR_SECRET}",
        "",
        *(_line(part) for part in CAST),
        "",
        *(_line(part) for part in FURTHER),
        "",
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines), encoding="utf-8")


def _line(part: Part) -> str:
    where = NAMES[part.post_at if part.role else part.member_of]
    return f"  {part.phone}  {part.name}  {where} {part.post}"
