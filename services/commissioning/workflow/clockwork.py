"""Who acts where nobody does: the program itself, by its clock."""

from backend.access.actor import Actor

CLOCK = Actor.system("commissioning")
