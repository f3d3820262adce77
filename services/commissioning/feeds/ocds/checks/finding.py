"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: its kind, where it lies, and what is wrong."""

    code: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}　{self.code}　{self.words}"
