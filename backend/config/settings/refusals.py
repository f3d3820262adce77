"""What production does not start with: one plain sentence for each finding."""

from collections.abc import Mapping

SHORTEST_SECRET = 40
EXAMPLE_PREFIX = "ocds-abcdef"
NEEDED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
NEEDED_FILES = ("KEYRING_FILE",)
NEVER = {
    "CLOCK_OFFSET_FILE": "moves business time and belongs to demo and tests",
    "FCM_ENDPOINT": "sends push to a stand-in and belongs to tests",
}


def refusals(environ: Mapping[str, str]) -> list[str]:
    """List why production must not start with these variables; empty when it may."""
    found = [
        f"{name} is missing"
        for name in NEEDED
        if not environ.get(name) and not environ.get(f"{name}_FILE")
    ]
    found += [f"{name} is missing" for name in NEEDED_FILES if not environ.get(name)]
    found += [f"{name} is set: it {why}" for name, why in NEVER.items() if environ.get(name)]
    if environ.get("DEBUG", "0").lower() not in {"", "0", "false", "no", "off"}:
        found.append("DEBUG is on")
    secret = environ.get("SECRET_KEY", "")
    if secret and len(secret) < SHORTEST_SECRET:
        found.append(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters")
    if environ.get("SMS_GATEWAY", "console") == "console":
        found.append("SMS_GATEWAY=console writes sign-in codes to a file")
    if environ.get("ZHIJIA_EMBEDDED"):
        found.append("the embedded servers are for development, tests and trials only")
    if not environ.get("OCDS_PREFIX"):
        found.append("OCDS_PREFIX is missing")
    elif environ["OCDS_PREFIX"] == EXAMPLE_PREFIX:
        found.append("OCDS_PREFIX is the example of the standard: apply for one of your own")
    if not environ.get("ALLOWED_HOSTS"):
        found.append("ALLOWED_HOSTS is missing")
    return found
