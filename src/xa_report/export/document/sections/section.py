"""What a section of the body is: a heading and lines, without any layout."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, after a bold lead when it has one."""

    text: str
    lead: str = ""

    @property
    def opens(self) -> bool:
        """Whether it announces the line after it and stays with it."""
        return (self.text or self.lead).endswith(":")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without its numeral, and the paragraphs below it."""

    title: str
    lines: tuple[Line, ...]
