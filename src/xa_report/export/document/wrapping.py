"""Lines: text broken at spaces, and inside a word only when the word alone is too wide."""

from collections.abc import Iterator

from xa_report.export.fonts import Face, width


def wrap(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Break a printable text into lines that fit into `room` points; at least one line."""
    lines = [line for part in text.split("\n") for line in _wrap_line(part, face, size, room)]
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _wrap_line(text: str, face: Face, size: float, room: float) -> Iterator[str]:
    space = width(" ", face, size)
    line: list[str] = []
    used = 0.0
    for word in _words(text, face, size, room):
        needed = width(word, face, size)
        if line and used + space + needed > room:
            yield " ".join(line)
            line, used = [], 0.0
        used += needed + (space if line else 0)
        line.append(word)
    yield " ".join(line)


def _words(text: str, face: Face, size: float, room: float) -> Iterator[str]:
    for word in text.split(" "):
        if not word:
            continue
        if width(word, face, size) <= room:
            yield word
        else:
            yield from _pieces(word, face, size, room)


def _pieces(word: str, face: Face, size: float, room: float) -> Iterator[str]:
    """Cut a word that is wider than the room, letter by letter."""
    piece, used = "", 0.0
    for letter in word:
        needed = width(letter, face, size)
        if piece and used + needed > room:
            yield piece
            piece, used = "", 0.0
        piece += letter
        used += needed
    yield piece
