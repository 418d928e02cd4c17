"""Makes `domain/simplified.py` from OpenCC's data: `python -m tests.domain.characters`.

A search must find what was stored before, so the table is fixed: with another one a migration folds `item.words` anew.
"""
import unicodedata
from importlib.metadata import version
from pathlib import Path

from opencc import OpenCC

FILE = Path(__file__).parents[2] / "domain/simplified.py"
IDEOGRAPHS = (range(0x2E80, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480))
WIDTH = 60  # characters in a line


def of_opencc() -> dict[str, str]:
    """Each traditional character with its simplified one; those of Taiwan and Hong Kong too, where they are not themselves what
    another one becomes: 么 is 麼."""
    known = _changed("t2s")
    for region in ("tw2s", "hk2s"):
        known |= {one: other for one, other in _changed(region).items() if one not in known and one not in known.values()}
    while longer := {one: known[other] for one, other in known.items() if other in known}:
        known |= longer
    return known


def _changed(conversion: str) -> dict[str, str]:
    converter = OpenCC(conversion)
    pairs = ((one, converter.convert(one)) for block in IDEOGRAPHS for one in map(chr, block)
             if unicodedata.normalize("NFKD", one) == one)
    return {one: other for one, other in pairs if one != other}


def module() -> str:
    known = dict(sorted(of_opencc().items()))
    return (f'"""Traditional characters and, at the same places, the simplified ones: of OpenCC {version("opencc")} '
            '(Apache License 2.0), by\n`python -m tests.domain.characters`."""\n\n'
            f'TRADITIONAL = (\n{_lines("".join(known))})\nSIMPLIFIED = (\n{_lines("".join(known.values()))})\n')


def _lines(text: str) -> str:
    return "".join(f'    "{text[start:start + WIDTH]}"\n' for start in range(0, len(text), WIDTH))


if __name__ == "__main__":
    FILE.write_text(module(), "utf-8")
