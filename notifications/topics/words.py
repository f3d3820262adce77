"""How a topic reads: category, sentence, link, and how long it is worth pushing."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from notifications.topics.names import Category


@dataclass(frozen=True, slots=True)
class Wording:
    """How a topic reads.

    `text` and `link` are templates over `ALLOWED_PARAMS`; `push_hours` is how long a push is
    worth sending, in hours. What is `texted` goes to the phone as a text message too.
    """

    category: Category
    text: str
    link: str = "/me/inbox/"
    push_hours: int = 72
    texted: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """Names of the parameters the two templates use."""
        parsed = [*Formatter().parse(self.text), *Formatter().parse(self.link)]
        return frozenset(name for _, name, _, _ in parsed if name)

    def render(self, params: Mapping[str, str | int]) -> str:
        """The inbox sentence."""
        return self.text.format_map(params)

    def link_for(self, params: Mapping[str, str | int]) -> str:
        """The address inside the product that the sentence leads to."""
        return self.link.format_map(params)
