"""What a member has to have by mail at the year's end, worked out from its notices, and what no mail may say."""
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from domain import dates
from domain.languages import Bilingual
from domain.notice import NoticeKind
from tests.api.client import global_id
from tests.year import calls
from tests.year.log import Log
from tests.year.postbox import Letter
from tests.year.sending import LINK

if TYPE_CHECKING:
    from tests.year.mails import Reader

MOST = 50  # notices that a mail tells one by one
RESIDENTS = (calls.NAME, calls.PHONE, "心愿居民", "1390077", "党员")
"""How names and phones of residents, and names of members, begin."""
_COUNTED, _TOLD = re.compile(r"(.+) × (\d+)"), re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d  .+")


@dataclass(frozen=True)
class Said:
    """What a mail says: how many notices of each kind, by its words, and those that it tells one by one."""

    counted: Counter[str]
    told: Counter[str]


def code(mail: EmailMessage) -> str:
    """That of the mail by which an address is confirmed."""
    found = re.search(r"\w{4}-\w{4}-\w{4}", mail.get_content())
    assert found
    return found[0]


def problems(log: Log, reader: "Reader", came: Sequence[Letter]) -> Iterator[str]:
    """What did not come, came for nothing, twice or in quiet hours."""
    yield from (f"{reader.address}: {problem}" for problem in _Reading(log, reader, came).problems())


class _Reading:
    """See `problems`."""

    def __init__(self, log: Log, reader: "Reader", came: Sequence[Letter]) -> None:
        self.reader, self.came = reader, came
        self.ways = _ways(log, reader)
        self.wanted = {channel: _wanted(log, reader, channel) for channel in ("DIGEST", "AT_ONCE")}
        self.mails = {each.id: each for each in came if each.taken}
        self.said = {each.id: _said(each.mail) for each in came}

    def problems(self) -> Iterator[str]:
        bodies = defaultdict[str, set[bytes]](set)
        for each in self.came:
            bodies[each.id].add(each.mail.as_bytes())
            if any(word in f"{each.mail['Subject']} {each.mail.get_content()}" for word in RESIDENTS):
                yield f"{each.id} names somebody"
            if self._is_quiet(each.at):
                yield f"{each.id} came at {each.at}"
        yield from (f"under {each} came different mails" for each, said in bodies.items() if len(said) > 1)
        of = {each: self._channels(self.said[each]) for each in self.mails}
        for channel, wanted in self.wanted.items():
            yield from self._compared(channel, wanted, [each for each, channels in of.items() if channels == {channel}])
        yield from (f"{each} has {channels}" for each, channels in of.items() if len(channels) != 1 or "NONE" in channels)

    def _compared(self, channel: str, wanted: Said, ids: Sequence[str]) -> Iterator[str]:
        counted = sum((self.said[each].counted for each in ids), Counter[str]())
        told = sum((self.said[each].told for each in ids), Counter[str]())
        is_whole = all(self.said[each].counted.total() <= MOST for each in ids)
        if counted != wanted.counted:
            yield f"{channel}: not told {wanted.counted - counted}, told for nothing {counted - wanted.counted}"
        if told - wanted.told or (is_whole and told != wanted.told):
            yield f"{channel}: does not tell {wanted.told - told}, tells for nothing {told - wanted.told}"
        if channel == "DIGEST":
            days = Counter(dates.day(self._moment(each)) for each in ids)
            yield from (f"{count} digests on {day}" for day, count in days.items() if count > 1)
            if self.reader.digest.get("cadence") == "WEEKLY":
                yield from (f"a digest on {day}" for day in days if day.weekday() != 0)
        if not ids and wanted.counted:
            yield f"{channel}: no mail"

    def _moment(self, mail_id: str) -> datetime:
        return self.mails[mail_id].mail["Date"].datetime  # type: ignore[no-any-return]

    def _channels(self, said: Said) -> set[str]:
        """By which way all can be wanted that a mail tells one by one."""
        return set.intersection(*(self.ways.get(line, {"NONE"}) for line in said.told)) if said.told else {"NONE"}

    def _is_quiet(self, at: datetime) -> bool:
        begin, end = self.reader.digest.get("quietFrom", 22), self.reader.digest.get("quietUntil", 7)
        hour = at.astimezone(dates.CHINA).hour
        is_quiet: bool = begin <= hour < end if begin <= end else hour >= begin or hour < end
        return is_quiet


def _wanted(log: Log, reader: "Reader", channel: str) -> Said:
    """What is to be told to a member by one way, of all that it was told since its address is known."""
    if channel == "DIGEST" and reader.digest.get("cadence") == "NEVER":
        return Said(Counter(), Counter())
    rows = [row for row, pos in _rows(log, reader) if pos > reader.since and reader.channel(row["kind"], pos) == channel]
    return Said(Counter(_words(reader, row["kind"]) for row in rows), Counter(_line(reader, row) for row in rows))


def _ways(log: Log, reader: "Reader") -> Mapping[str, set[str]]:
    """By which ways what a line of a mail tells is wanted: one that says the same as another can be so by two."""
    ways = defaultdict[str, set[str]](set)
    for row, pos in _rows(log, reader):
        ways[_line(reader, row)].add(reader.channel(row["kind"], pos))
    return ways


def _rows(log: Log, reader: "Reader") -> Iterator[tuple[Mapping[str, Any], int]]:
    """A member's notices, each with its event's place."""
    places = {event["id"]: event["pos"] for event in log.events}
    return ((row, places[row["event_id"]]) for row in log.rows("notice") if row["member_id"] == reader.who.member)


def _line(reader: "Reader", row: Mapping[str, Any]) -> str:
    return (f"{row['at'].astimezone(dates.CHINA):%Y-%m-%d %H:%M}  {_words(reader, row['kind'])}  "
            f"{LINK.replace('{id}', global_id(row['object_type'], row['object_id']))}")


def _said(mail: EmailMessage) -> Said:
    lines = mail.get_content().splitlines()
    counted = [found for line in lines if (found := _COUNTED.fullmatch(line))]
    return Said(Counter({found[1]: int(found[2]) for found in counted}),
                Counter(line for line in lines if _TOLD.fullmatch(line)))


def _words(reader: "Reader", kind: str) -> str:
    words = NoticeKind(kind).words
    known = Bilingual(words.chinese, words.english)
    return {"EN": known.en, "BOTH": f"{known.zh} {known.en}"}.get(str(reader.digest.get("language")), known.zh)
