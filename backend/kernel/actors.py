"""The little that the lowest rooms need to know about who acts."""

from typing import Protocol


class ActorLike(Protocol):
    """Who did it: satisfied by `backend.access.actor.Actor`, which lives on a higher floor."""

    @property
    def user_id(self) -> int | None:
        """Key of the user, or None for the system itself."""

    @property
    def label(self) -> str:
        """Name of the post or system part, never a person's name (it can never be erased)."""
