"""What a client likes better, as the header Accept and its kin say it: names, each with a quality (RFC 9110, 12.4.2)."""
import re

QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def weighted(header: str) -> list[tuple[str, float]]:
    """Each name, in small letters, with its quality from 0, by which it is not wanted, to 1; 0 too where it is none."""
    listed = []
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        if name:
            listed.append((name, float(quality) if QUALITY.fullmatch(quality) else 0.0))
    return listed
