"""Events of committees' lists of commitments."""
from collections.abc import Mapping

from domain.event import Kind, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting, Holding, Sitting
from domain.words import Words

KINDS: Mapping[str, Kind] = {
    "commitment_list.adopted": of(Words("列清单", "A list of commitments was adopted."), "commitment_list",
                                  "state committee_id year kind seat_id due_on"),
    "commitment_list.checked": of(Words("年中查", "A list of commitments was checked."), "commitment_list", "state due_on"),
    "commitment_list.reported": of(Words("年底述", "A list of commitments was reported."), "commitment_list",
                                   "state due_on"),
    "commitment_list.overdue": of(Words("清单逾期", "A list's check or report is not there in time."), "commitment_list",
                                  "state"),
    "commitment.given": of(Words("列入事项", "A commitment was listed."), "commitment",
                           "state list_id owner_id owner_seat_id due_on"),
    "commitment.checked": of(Words("年中查事项", "A commitment was checked."), "commitment", "state finding"),
    "commitment.reported": of(Words("述", "A commitment's owner reported what came of it."), "commitment", "state outcome"),
    "commitment.dropped": of(Words("取消事项", "A commitment was dropped."), "commitment", "state"),
    "commitment.overdue": of(Words("事项逾期", "A commitment is not reported in time."), "commitment", "state"),
}

_LIST_LED = (Holding("commitment_list", "seat_id"), Sitting("commitment_list", kind="SECRETARY"))
_LIST_ABOVE = Acting("commitment_list", "above_id")
_COMMITTED = (Acting("commitment", "owner_id"), Holding("commitment", "owner_seat_id"))
_COMMITMENT_LED = (Holding("commitment", "seat_id"), Sitting("commitment", kind="SECRETARY"))

RULES: Mapping[str, Rule] = {
    "commitment_list.adopted": Rule(NoticeKind.COMMITMENT_LIST_ADOPTED, (*_LIST_LED, _LIST_ABOVE)),
    "commitment_list.checked": Rule(NoticeKind.COMMITMENT_LIST_CHECKED, _LIST_LED),
    "commitment_list.reported": Rule(NoticeKind.COMMITMENT_LIST_REPORTED, (*_LIST_LED, _LIST_ABOVE)),
    "commitment_list.overdue": Rule(NoticeKind.COMMITMENT_LIST_OVERDUE, (
        *_LIST_LED, Acting("commitment_list", "organization_id"), _LIST_ABOVE)),
    "commitment.given": Rule(NoticeKind.COMMITMENT_GIVEN, _COMMITTED),
    "commitment.checked": Rule(NoticeKind.COMMITMENT_CHECKED, _COMMITTED),
    "commitment.reported": Rule(NoticeKind.COMMITMENT_REPORTED, _COMMITMENT_LED),
    "commitment.dropped": Rule(NoticeKind.COMMITMENT_DROPPED, _COMMITTED),
    "commitment.overdue": Rule(NoticeKind.COMMITMENT_OVERDUE, (*_COMMITTED, *_COMMITMENT_LED)),
}
