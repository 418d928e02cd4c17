"""Mail to members: their addresses, what they want to be told by mail and when, and the words of what they are sent.

A mail says of what kind what happened is and where it is to be seen, never what anybody wrote.
"""
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from domain import dates
from domain.languages import Bilingual
from domain.notice import NoticeKind
from domain.personal import Look
from domain.refusals import BadInput, Refusal
from domain.viewer import Viewer
from domain.words import Worded, Words

LONGEST = 254  # characters of an address
GOOD_FOR = timedelta(minutes=30)  # a code
MOST_CODES = 5  # of one member in a day
MOST_TRIES = 8
LEASE = timedelta(minutes=5)  # how long one that was begun is left to who began it
MOST_LINES = 50  # of a mail
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")


class MailChannel(Worded):
    """By which way a member is mailed a notice of a kind."""

    DIGEST = "DIGEST", Words("摘要", "In the digest.")
    AT_ONCE = "AT_ONCE", Words("随时", "At once, but for quiet hours.", "，免打扰时段除外")
    NONE = "NONE", Words("不发", "Not by mail.")


class DigestCadence(Worded):
    """How often a digest is sent, if there is something to tell."""

    DAILY = "DAILY", Words("每日", "Each day.")
    WEEKLY = "WEEKLY", Words("每周一", "Each Monday.")
    NEVER = "NEVER", Words("不发摘要", "None is sent.")


class MailLanguage(Worded):
    """The language of a member's mail."""

    ZH = "ZH", Words("中文", "Chinese.")
    EN = "EN", Words("英文", "English.")
    BOTH = "BOTH", Words("中英文", "Both.")

    def told(self, words: Bilingual) -> str:
        return words.zh if self is MailLanguage.ZH else words.en if self is MailLanguage.EN else f"{words.zh} {words.en}"


@dataclass
class TooManyCodes(Refusal, description="今日已发送足够多的确认码。So many codes were sent to you today."):
    ADVICE = "明日再试，或使用已收到的确认码。Try again tomorrow, or use the code that came."
    allowed: Annotated[int, "一日最多多少个。How many there are in a day."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"一日最多发送 {self.allowed} 个确认码。", f"{self.allowed} codes are sent in a day at most.")


@dataclass(frozen=True, kw_only=True)
class MailAddress:
    """A member's own address, and when what is sent there."""

    address: str
    confirmed_at: datetime | None
    cadence: str
    hour: int
    quiet_from: int
    quiet_until: int
    language: str
    digest_at: datetime | None


def shown(*values: object, masked: bool) -> MailAddress | None:
    """As its member sees it; nobody else sees anything."""
    names = ("address", "confirmed_at", "cadence", "hour", "quiet_from", "quiet_until", "language", "digest_at")
    return None if masked else MailAddress(**dict(zip(names, values, strict=True)))  # type: ignore[arg-type]  # as the columns are


def look(viewer: Viewer, member_id: UUID) -> Look:
    return Look.OWN if viewer.member_id == member_id else Look.MASKED


def check_address(text: str) -> str:
    """raises   BadInput"""
    kept = text.strip()
    if len(kept) > LONGEST or not _ADDRESS.fullmatch(kept) or "=?" in kept:  # a mail's header reads encoded words as others
        raise BadInput("address", Bilingual("须为一个邮件地址，如 zhang@example.cn。",
                                            "It must be a mail address like zhang@example.cn."))
    return kept


def check_hours(hour: int, quiet_from: int, quiet_until: int) -> None:
    """raises   BadInput"""
    for field, each in (("hour", hour), ("quiet_from", quiet_from), ("quiet_until", quiet_until)):
        if not 0 <= each <= 23:
            raise BadInput(field, Bilingual("须为 0 至 23 点。", "It must be an hour from 0 to 23."))


def next_digest(cadence: str, hour: int, now: datetime) -> datetime | None:
    """When the next digest is due, by China's clocks; None: none is."""
    if cadence == DigestCadence.NEVER:
        return None
    due = now.astimezone(dates.CHINA).replace(hour=hour, minute=0, second=0, microsecond=0)
    while due <= now or (cadence == DigestCadence.WEEKLY and due.weekday() != 0):
        due += timedelta(days=1)
    return due


def awake(now: datetime, quiet_from: int, quiet_until: int) -> datetime:
    """The first moment from now on that is in no quiet hour, by China's clocks."""
    local = now.astimezone(dates.CHINA)
    span = (quiet_until - quiet_from) % 24
    into = (local.hour - quiet_from) % 24
    if into >= span:
        return now
    return local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=span - into)


@dataclass(frozen=True)
class Told:
    """A notice in a mail; `link` to where it is to be seen, None: nowhere."""

    kind: str
    at: datetime
    link: str | None


def code_mail(language: str, code: str) -> tuple[str, str]:
    """Subject and text of the mail that proves an address."""
    tell = MailLanguage(language).told
    return (tell(Bilingual("【三单】确认邮件地址", "[Sandan] Confirm your address")),
            tell(Bilingual(f"确认码：{code}，30 分钟内有效。若非您本人操作，不必理会。\n",
                           f"Your code: {code}. It is good for 30 minutes. If it was not you, nothing is to be done.\n")))


def notices_mail(language: str, notices: Sequence[Told]) -> tuple[str, str]:
    """Subject and text of a mail that tells of notices, the newest first: how many of each kind, then each."""
    tell = MailLanguage(language).told
    counted = Counter(each.kind for each in notices)
    lines = [f"{tell(_words(kind))} × {count}" for kind, count in counted.most_common()]
    each = [f"{one.at.astimezone(dates.CHINA):%Y-%m-%d %H:%M}  {tell(_words(one.kind))}{f'  {one.link}' if one.link else ''}"
            for one in notices[:MOST_LINES]]
    rest = len(notices) - MOST_LINES
    more = [tell(Bilingual(f"另有 {rest} 条。", f"And {rest} more."))] if rest > 0 else []
    foot = tell(Bilingual("收取方式由 setDigest、setMailPreference 更改，退订须用 setMailAddress。",
                          "What you are sent is changed by setDigest and setMailPreference; to end it, use setMailAddress."))
    subject = tell(Bilingual(f"【三单】{len(notices)} 条通知", f"[Sandan] {len(notices)} notices"))
    return subject, "\n".join([*lines, "", *each, *more, "", "-- ", foot, ""])


def _words(kind: str) -> Bilingual:
    known = NoticeKind.__members__.get(kind)
    return Bilingual(known.words.chinese, known.words.english) if known else Bilingual.alike(kind)
