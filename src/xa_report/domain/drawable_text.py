"""Characters that documents can draw, and what is drawn in place of common others.

The table is that of the fonts in `resources/fonts`; a test holds it against them. It stands here so
that a text can be judged when it is typed, long before a document is made.
"""

import re
import unicodedata

_DRAWABLE_RANGES = """
A 20-7E A0-36F 374-375 37A-37E 384-38A 38C 38E-3A1 3A3-3CE 3D0-513 51A-51D 591-5C7 5D0-5EA
5F0-5F4 1D00-1DCA 1DFE-1E9B 1E9E 1EA0-1EF9 1F00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57
1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF 1FF2-1FF4
1FF6-1FFE 2000-2010 2012-2022 2026 202A-2030 2032-2034 2039-203A 203C 203E 2044 205E
206A-206F 2074-2079 207F-2089 2090-2094 20A0-20B5 20BF 20F0 2105 2113 2116-2117 2122 2126
212E 214D-214E 2153-2154 215B-215E 2184 2190-2195 21A8 21D4 2202 2206 220F 2211-2212 2215
2219-221A 221E-221F 2229 222B 2248 2260-2262 2264-2265 2302 2310 2320-2321 2500 2502 250C
2510 2514 2518 251C 2524 252C 2534 253C 2550-256C 2580 2584 2588 258C 2590-2593 25A0-25A1
25AA-25AC 25B2 25BA 25BC 25C4 25CA-25CC 25CF-25D9 25E6 263A-263C 2640 2642 2660 2663
2665-2666 2669-266C 266F 2C60-2C6D 2C71-2C77 2E17 A717-A721 A788-A78C F004 FB01-FB02
FB1D-FB36 FB38-FB3C FB3E FB40-FB41 FB43-FB44 FB46-FB4F FE20-FE23 FFFC
"""
# \r\n stands first, or it would count as two line ends.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# No-break, narrow no-break and figure space.
_NO_BREAK = {"\u00a0", "\u202f", "\u2007"}
# Ticks, bullets and numbers in circles of word processors, among them the bullets of the fonts
# Symbol and Wingdings, which Word keeps in the private area of Unicode.
_LOOKALIKES = {
    "\u2010": "-", "\u2011": "-", "\u2043": "–", "\u2212": "–",
    "\u2023": "►", "\u27a2": "►", "\u27a4": "►",
    "\u2713": "√", "\u2714": "√", "\u2611": "√", "\u2705": "√", "\uf0fc": "√", "\uf0fe": "√",
    "\u2605": "*", "\u2606": "*", "\u2756": "*", "\uf076": "*", "\uf02a": "*",
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "►", "\uf06e": "■", "\uf06f": "□",
    "\uf0a8": "□", "\uf02d": "-",
    "\u2717": "×", "\u2718": "×", "\u274c": "×", "\u2610": "□", "\u25aa": "▪", "\u25e6": "○",
}  # fmt: skip


def _read_ranges() -> frozenset[str]:
    drawable = {"\n"}
    for part in _DRAWABLE_RANGES.split():
        first, _, last = part.partition("-")
        drawable.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(drawable)


DRAWABLE_CHARACTERS = _read_ranges()
"""The characters that all faces of the documents draw, and the line end."""


def plain_text(text: str) -> str:
    """Return a text as documents draw it: NFC, plain spaces and line ends, signs replaced."""
    composed = unicodedata.normalize("NFC", text)
    if DRAWABLE_CHARACTERS.issuperset(composed) and composed.isprintable():
        return composed
    return "".join(map(_plain_character, _LINE_ENDS.sub("\n", composed)))


def undrawable_characters(text: str) -> tuple[str, ...]:
    """Return the characters that documents cannot draw, in order, once each."""
    return tuple(dict.fromkeys(c for c in plain_text(text) if c not in DRAWABLE_CHARACTERS))


def _plain_character(character: str) -> str:
    """Return what is drawn in place of a character; nothing for what cannot be seen."""
    if character in _NO_BREAK:
        return "\u00a0"
    if character in DRAWABLE_CHARACTERS and (character == "\n" or character.isprintable()):
        return character
    if character == "\t":
        return " "
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    # Control and format characters (a BOM, zero-width joiners) have no glyph.
    unseen = {"Zs": " ", "Cc": "", "Cf": "", "Mn": character}.get(unicodedata.category(character))
    if unseen is not None:
        return unseen
    # Numbers in circles, Roman numerals and full-width letters have a plain form.
    simple = unicodedata.normalize("NFKC", character)
    return simple if DRAWABLE_CHARACTERS.issuperset(simple) else character
