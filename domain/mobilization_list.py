"""The list by which a mobilisation is called: its posts, their shifts, and who is sent to each."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain import texts
from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput

MOST_POSTS, MOST_SHIFTS, MOST_ASSIGNMENTS, MOST_NEEDED = 500, 5_000, 20_000, 1_000
LONGEST_SHIFT, LONGEST = timedelta(hours=24), timedelta(days=60)
MOST_TOLD = 100  # of what is wrong with a list: the first ones


@dataclass(frozen=True)
class Listed:
    """A list that was read: its posts, their shifts, and who is assigned to them, each with its place in the list.

    posts        name, address and division_id of each
    shifts       the number of its post, when it begins and ends, how many it needs
    assignments  the number of its shift, and the member; where it stands: `posts[3].shifts[0].member_ids[7]`
    """

    posts: Sequence[Mapping[str, Any]]
    shifts: Sequence[tuple[int, datetime, datetime, int]]
    assignments: Sequence[tuple[int, UUID]]
    places: Sequence[str]

    @property
    def starts_at(self) -> datetime:
        return min(begin for _, begin, _, _ in self.shifts)

    @property
    def ends_at(self) -> datetime:
        return max(end for _, _, end, _ in self.shifts)


def read(posts: Sequence[Mapping[str, Any]], now: datetime) -> Listed:
    """Read a list.

    posts    name, address, division_id and shifts of each: starts_at, ends_at, needed and member_ids of each of these
    raises   BadInput naming the places, of which there are MOST_TOLD at most
    """
    check_size(posts)
    shifts: list[tuple[int, datetime, datetime, int]] = []
    assignments: list[tuple[int, UUID]] = []
    places: list[str] = []
    with Told() as faults:
        known = [_post(faults, each, f"posts[{number}]") for number, each in enumerate(posts)]
        for number, post in enumerate(posts):
            for at, shift in enumerate(post["shifts"]):
                place = f"posts[{number}].shifts[{at}]"
                faults.of(_check_shift, place, shift, now)
                members = shift["member_ids"]
                assignments += [(len(shifts), member) for member in members]
                places += [f"{place}.member_ids[{index}]" for index in range(len(members))]
                shifts.append((number, shift["starts_at"], shift["ends_at"], shift["needed"]))
        _check_at_once(faults, shifts, assignments, places)
    return Listed(known, shifts, assignments, places)


class Told(Faults):
    """Those of a list, which can be as many as its rows: the first of them are told."""

    def __exit__(self, *raised: Any) -> None:
        del self.found[MOST_TOLD:]
        super().__exit__(*raised)


def check_size(posts: Sequence[Mapping[str, Any]]) -> None:
    """raises   BadInput: nothing in it, or more than is taken"""
    shifts = [shift for post in posts for shift in post["shifts"]]
    counts = ((len(posts), MOST_POSTS, "岗位", "posts"), (len(shifts), MOST_SHIFTS, "班次", "shifts"),
              (sum(len(each["member_ids"]) for each in shifts), MOST_ASSIGNMENTS, "人次", "assignments"))
    for count, most, chinese, english in counts:
        if count > most:
            raise BadInput("posts", Bilingual(f"{chinese}最多 {most}，给了 {count}。",
                                              f"At most {most} {english}; there were {count}."))
    if not posts:
        raise BadInput("posts", Bilingual("至少一个岗位。", "At least one post."))


def _post(faults: Faults, given: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    if not given["shifts"]:
        faults.note(BadInput(f"{place}.shifts", Bilingual("至少一个班次。", "At least one shift.")))
    return {"name": faults.of(texts.line, f"{place}.name", given["name"], texts.TITLE),
            "address": faults.of(texts.line, f"{place}.address", given["address"]), "division_id": given.get("division_id")}


def _check_shift(place: str, given: Mapping[str, Any], now: datetime) -> None:
    with Faults() as faults:
        if given["starts_at"] <= now:
            faults.note(BadInput(f"{place}.starts_at", Bilingual("须在将来。", "It must lie ahead.")))
        if not timedelta() < given["ends_at"] - given["starts_at"] <= LONGEST_SHIFT:
            faults.note(BadInput(f"{place}.ends_at", Bilingual("须晚于开始，最长 24 小时。",
                                                               "It must end after it starts, within 24 hours.")))
        if not 1 <= given["needed"] <= MOST_NEEDED:
            faults.note(BadInput(f"{place}.needed", Bilingual(f"须为 1 至 {MOST_NEEDED}。", f"It must be 1 to {MOST_NEEDED}.")))
        elif len(given["member_ids"]) > given["needed"]:
            faults.note(BadInput(f"{place}.member_ids", Bilingual("派的人多于所需。", "More are assigned than are needed.")))


def _check_at_once(faults: Faults, shifts: Sequence[tuple[int, datetime, datetime, int]],
                   assignments: Sequence[tuple[int, UUID]], places: Sequence[str]) -> None:
    """No member is at two posts at one time, by the list itself."""
    order = sorted(range(len(places)), key=lambda n: (assignments[n][1], shifts[assignments[n][0]][1], n))
    busy: tuple[UUID, datetime] | None = None
    for number in order:
        (_, member), (_, starts_at, ends_at, _) = assignments[number], shifts[assignments[number][0]]
        if busy and busy[0] == member and starts_at < busy[1]:
            faults.note(BadInput(places[number], Bilingual("该成员在名单中此时已派往另一班次。",
                                                           "The list has this member at another shift at that time.")))
            ends_at = max(ends_at, busy[1])
        busy = member, ends_at


def check_days(listed: Listed, acknowledge_by: datetime, now: datetime) -> None:
    """raises   BadInput"""
    with Faults() as faults:
        if listed.ends_at - listed.starts_at > LONGEST:
            faults.note(BadInput("posts", Bilingual("首尾不超过 60 天。", "Within 60 days, from the first to the last.")))
        if not now < acknowledge_by <= listed.starts_at:
            faults.note(BadInput("acknowledge_by", Bilingual("须在将来，不晚于首个班次开始。",
                                                             "It must lie ahead, no later than the first shift begins.")))
