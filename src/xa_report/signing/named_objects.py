"""Which objects an object names, told from its bytes alone when they are plain enough.

Reading an object in full only to learn whom it names costs most of a walk over a file. Here one
pattern says that nothing but plain tokens stands between its head and its end, and brackets that
fit say that this is the whole object: then the references in it are all that it names. At anything
else None is returned, and the object has to be read.
"""

import re

from pyhanko.pdf_utils.generic import Reference

from xa_report.signing.plain_object import HEAD

_GAP = rb"[ \n\r\t\f\0]"
_CUT = rb"(?=[ \n\r\t\f\0/\[\]<>(])"
_NAME = rb"/[A-Za-z0-9_.+:#-]++"
_PLAIN = re.compile(
    rb"(?:" + _GAP + rb"++|" + _NAME + _CUT + rb"|"
    rb"[+-]?[0-9]++(?:\.[0-9]++)?" + _CUT + rb"|"
    rb"<<|>>|[\[\]]|<[0-9A-Fa-f]*+>|\((?:[A-Za-z0-9 .:_'+-]|\\[0-7]{3})*+\)|"
    rb"(?:R|true|false|null)" + _CUT + rb")*+"
)
"""Tokens that can be read in one way: no bracket in a text, no comments, nothing cut off."""
_REFERENCE = re.compile(rb"(?<![0-9])([0-9]++)" + _GAP + rb"++([0-9]++)" + _GAP + rb"++R" + _CUT)
_PARENT = re.compile(
    rb"(" + _NAME + _GAP + rb"*)?/Parent(?:" + _GAP + rb"+[0-9]+){2}" + _GAP + rb"+R" + _CUT
)
"""The way up, which the walk does not take; after another name it may be no key but a value."""
_SHAPE = re.compile(rb"<<|>>|[\[\]]|/Parent" + _CUT)
_OPENED_BY = {b">>": b"<<", b"]": b"["}
_KEYWORD = re.compile(rb"endobj|stream")

Named = list[tuple[int, int]]
"""Numbers and generations of objects."""


def named_at(data: bytes, at: int, ref: Reference) -> Named | None:
    """The objects that a numbered object names, its parent aside."""
    head = HEAD.match(data, at)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        return None
    end = _KEYWORD.search(data, head.end())
    return None if end is None else named_in(data[head.end() : end.start()])


def named_in(text: bytes) -> Named | None:
    """The same for the bytes of one dictionary or list."""
    if not _PLAIN.fullmatch(text) or not _whole(text):
        return None
    if b"/Parent" in text:
        if any(way[1] for way in _PARENT.finditer(text)):
            return None
        text = _PARENT.sub(b" ", text)
    return [(int(number), int(generation)) for number, generation in _REFERENCE.findall(text)]


def _whole(text: bytes) -> bool:
    """Whether brackets close in their order, the first with the last; a parent is no list item."""
    begun: list[bytes] = []
    ended = False
    for mark in _SHAPE.findall(text):
        if ended:
            return False
        if mark == b"/Parent":
            if begun[-1:] != [b"<<"]:
                return False
        elif mark in _OPENED_BY:
            if not begun or begun.pop() != _OPENED_BY[mark]:
                return False
            ended = not begun
        else:
            begun.append(mark)
    return ended
