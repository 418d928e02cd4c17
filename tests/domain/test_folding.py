"""What is searched: one form for all ways of writing."""
import pytest

from domain import simplified
from domain.folding import folded, words
from tests.domain import characters


@pytest.mark.parametrize(("written", "found"), [
    ("ＡＥＤ　Ａbc É 义诊", "aed abc e\u0301 义诊"), ("樓道照明維修", "楼道照明维修"), ("臺灣裡裏", "台湾里里"),
    ("顯著", "显着"), ("显著", "显着"), ("什麼", "什么"), ("衞生", "卫生"), ("薴", "苎"), ("皇后", "皇后"),
    ("𠮷㙓𬭸", "𠮷㙓𬭸"), ("麥·買•提・·･‧", "麦·买·提····"), ("", "")])
def test_what_is_folded(written: str, found: str) -> None:
    assert folded(written) == found
    assert folded(found) == found


def test_an_items_words_are_its_title_and_its_body() -> None:
    assert words("義診", "AED") == "义诊 aed"


def test_the_characters_are_those_of_opencc() -> None:
    """They stay as they are: with others, a migration has to fold `item.words` anew."""
    known = dict(zip(simplified.TRADITIONAL, simplified.SIMPLIFIED, strict=True))
    assert known == characters.of_opencc()
    assert known.keys().isdisjoint(known.values())
