"""Text as it is searched: what somebody looks for is found however it was written."""
from string import ascii_lowercase, ascii_uppercase
from unicodedata import normalize

from domain.simplified import SIMPLIFIED, TRADITIONAL

DOT, DOTS = "·", "•‧∙⋅・"
_ALIKE = str.maketrans(TRADITIONAL + DOTS + ascii_uppercase, SIMPLIFIED + DOT * len(DOTS) + ascii_lowercase)


def folded(text: str) -> str:
    """The text without differences of width and form (Unicode's NFKD), of traditional and simplified characters, of the dots in
    names, and of A to Z and a to z."""
    return text.lower() if text.isascii() else normalize("NFKD", text).translate(_ALIKE)


def words(title: str, body: str) -> str:
    """What is searched of an item: its column `words`."""
    return folded(f"{title} {body}")
