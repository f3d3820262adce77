"""The routes of hardship assistance: thin, each says who may enter."""

from services.hardship.api.member import member
from services.hardship.api.staff import staff

__all__ = ["member", "staff"]
