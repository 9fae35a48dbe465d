"""The base of all catalogues of permanent codes."""

from enum import Enum


class CatalogueCode(Enum):
    """A code with its sentence and what to do; words in braces are filled in.

    A number, once released, is never changed and never used for anything else.
    """

    def __init__(self, number: str, sentence: str, remedy: str = "") -> None:
        self.number = number
        self.sentence = sentence
        self.remedy = remedy

    def format(self, **texts: object) -> str:
        """Return the sentence with its words filled in; raise KeyError when one is missing."""
        return self.sentence.format(**texts)

    @property
    def text(self) -> str:
        """Sentence and remedy in one line, braces not filled in."""
        return f"{self.sentence} {self.remedy}"

    @property
    def coded_text(self) -> str:
        """Number, sentence and remedy in one line: `S012 Tệp chưa có …`."""
        return f"{self.number} {self.text}"
