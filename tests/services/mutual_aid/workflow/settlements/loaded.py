"""The product loaded and set up, for the server from which dying workers are forked.

Only that server imports this: whoever runs inside a test has a set-up Django already.
"""

import django

django.setup()

from services.mutual_aid.feeds import blocks  # noqa: E402 - models exist only once Django stands
from services.mutual_aid.workflow.settlements import (  # noqa: E402
    computing,
    files,
    issuing,
    reading,
    runs,
)

__all__ = ["blocks", "computing", "files", "issuing", "reading", "runs"]
