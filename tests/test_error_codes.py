"""Each code that the program answers with is in the list that people read, and the other way round."""
import re

from domain.error_codes import CODES
from resolvers.executing import errors
from tests.conftest import ROOT

GIVEN = re.compile(r"""(?:"code": |NOT_KEPT = |(?:error|raw)\(\s*\d+, |(?:error_body|failed|fault|Refused)\(\s*)"([A-Z_]+)\"""")


def test_each_code_is_explained() -> None:
    rooms = ("planner", "resolvers", "schema", "hub")
    texts = [file.read_text("utf-8") for room in rooms for file in (ROOT / room).rglob("*.py")]
    given = {code for text in texts for code in GIVEN.findall(text)} | set(errors.CODES.values())
    assert given == set(CODES)


def test_in_both_languages() -> None:
    for text in (each for code in CODES.values() for each in code):
        assert re.match(r".*[\u4e00-\u9fff].*。[A-Z].*\.$", text), text
