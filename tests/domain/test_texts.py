"""What a line, a text and a name may hold, whoever wrote it."""
import pytest

from domain import texts
from domain.refusals import BadInput

KEPT = ["楼道照明", "买买提·阿卜杜拉", "𠮷㙓𬭸", "👨‍👩‍👧 亲子", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 队", "葛\U000e0100城", "\ue000生僻字",
        "شىنجاڭ\u200f", "ZWNJ می\u200cخواهم", "a  b", "张三　李四", "é"]
INVISIBLE = ["", "  ", "\u200b", "\ufeff \u2060", "\u00ad", "\u3164", "\u2800\u2800", "\u200d", "\ufe0f", "\u0301",
             "\u200e\u200f", "　", "\t\n"]
REFUSED = ["\0", "\a", "\x1b]0;x", "\x7f", "\x9b31m", "\u202e", "\u2066", "\ufffd", "\ufffe", "\ufdd0", "\U0001ffff",
           "\ud83d", "\ufff9"]


@pytest.mark.parametrize("text", KEPT)
def test_what_stays(text: str) -> None:
    assert texts.line("f", text) == texts.required("f", text) == texts.name("f", text) == texts.exact("f", text) == text


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_cannot_be_seen_is_nothing(text: str) -> None:
    assert texts.optional("f", text) is None
    assert texts.optional_line("f", text) is None
    for rule in (texts.line, texts.required, texts.name, texts.exact):
        with pytest.raises(BadInput, match="empty"):
            rule("f", text)


@pytest.mark.parametrize("character", REFUSED)
def test_what_no_text_may_hold(character: str) -> None:
    for rule in (texts.line, texts.optional_line, texts.required, texts.optional, texts.name, texts.exact):
        with pytest.raises(BadInput, match=rf"^f: .*U\+{ord(character[0]):04X}") as bad:
            rule("f", f"前{character}后")
        assert character[0] not in str(bad.value)
    assert character[0] not in texts.writable(f"前{character}后")


@pytest.mark.parametrize(("written", "line", "text"), [
    ("a\nb", "a b", "a\nb"), ("a\r\n b\rc", "a b c", "a\n b\nc"), ("a\u2028b\u2029c\x85d\ve\ff", "a b c d e f",
                                                                   "a\nb\nc\nd\ne\nf"),
    ("a\tb", "a b", "a\tb"), (" 义\u200b诊\ufeff ", "义诊", "义诊"), ("\n\nx\n", "x", "x")])
def test_line_ends(written: str, line: str, text: str) -> None:
    assert texts.line("f", written) == line
    assert texts.required("f", written) == text


@pytest.mark.parametrize("name", ["大青?村", "？？？", "·", "——", "（）", "🙂"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(BadInput):
        texts.name("f", name)


@pytest.mark.parametrize("subject", ["a\u200bb", "a\nb", "\ufeffa"])
def test_what_is_known_elsewhere_is_not_mended(subject: str) -> None:
    with pytest.raises(BadInput):
        texts.exact("f", subject)


def test_many_names_at_once() -> None:
    assert texts.are_plain("星城街道买买提·阿卜杜拉𠮷（北）")
    for text in ("\n", "?", "？", "\ufffd", "\u3164", "\u200b", "\x1b", "\ud800"):
        assert not texts.are_plain(f"星城{text}街道")


def test_a_terminal_gets_one_line() -> None:
    assert texts.shown("a\nb\x1b]0;x\a\u202ec\td 👨‍👩‍👧") == "a b\ufffd]0;x\ufffd\ufffdc d 👨‍👩‍👧"
