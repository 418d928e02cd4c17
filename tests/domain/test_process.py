"""Every process as it is declared: each step in each state, what the clock makes of it, and that it all hangs together."""
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from domain import process, processes, trail
from domain.process import CLOCK, GONE, Deadline, Passage, Process, State
from domain.refusals import WrongState
from domain.words import Words
from tests import changes

NOW = datetime(2026, 5, 1, tzinfo=UTC)
MATRIX = [(each, step, state) for each in processes.ALL for step, state in product(each.steps, each.states)]
each_process = pytest.mark.parametrize("declared", processes.ALL, ids=lambda each: each.type)


@pytest.mark.parametrize(("declared", "step", "state"), MATRIX,
                         ids=[f"{each.type}-{step}-{state}" for each, step, state in MATRIX])
def test_a_step_leads_from_its_states_alone(declared: Process, step: str, state: str) -> None:
    sources = declared.steps[step].sources
    if state in sources:
        declared.check(step, state)
        return
    with pytest.raises(WrongState) as refused:
        declared.check(step, state)
    assert (refused.value.state, refused.value.expected) == (state, [*sources])


@each_process
def test_every_state_is_reached(declared: Process) -> None:
    reached = {*declared.begins}
    while more := ({target for step in declared.steps.values() for source in reached.intersection(step.sources)
                    if (target := step.from_(source)[0])}
                   | {each.target for each in declared.passages if each.source in reached}) - reached - {GONE}:
        reached |= more
    assert reached == declared.states.keys()


@each_process
def test_the_clock_is_ahead_of_who_has_not_written_it_yet(declared: Process) -> None:
    for deadline, state in ((each, state) for each in declared.deadlines for state in declared.states):
        moments: dict[str, datetime | None] = {each.column: None for each in declared.deadlines}
        assert declared.state_at(state, moments, NOW) == state
        expected = (state in deadline.states and declared.steps[deadline.step].target) or state
        assert declared.state_at(state, {**moments, deadline.column: NOW}, NOW) == expected
        assert declared.state_at(state, {**moments, deadline.column: NOW + timedelta(microseconds=1)}, NOW) == state


@each_process
def test_the_words_are_in_both_languages(declared: Process) -> None:
    for words in [*(each.words for each in declared.states.values()), *(each.words for each in declared.steps.values())]:
        assert words.chinese
        assert not words.chinese.isascii()
        assert words.english.endswith(".")
    names = [state.words.chinese for state in declared.states.values()]
    assert len(names) == len({*names})


def test_the_kinds_of_events_are_different() -> None:
    kinds = [kind for each in processes.ALL for kind in each.events]
    assert len(kinds) == len({*kinds})
    assert set(kinds) <= trail.KINDS.keys()


def test_a_change_that_no_step_leads_to_is_found() -> None:
    """As the end of each test that writes looks for it; what is the same as before is no change."""
    def told(kind: str, was: str, now: str, object_type: str = "Whistle") -> dict[str, object]:
        return {"kind": kind, "object_type": object_type, "before": {"state": was}, "after": {"state": now}}
    declared = [told("whistle.closed", "LINKED", "CLOSED"), told("whistle.closed", "VERIFIED", "CLOSED"),
                told("sign_up.cancelled", "SIGNED_UP", "WITHDRAWN", "SignUp"),
                told("item.expired", "PUBLISHED", "EXPIRED", "Demand"),
                told("whistle.linked", "LINKED", "LINKED"), told("route.set", "A", "B", "Route")]
    assert [*changes.undeclared(declared)] == []
    for each in (told("whistle.closed", "ACCEPTED", "CLOSED"), told("whistle.answered", "LINKED", "CLOSED"),
                 told("sign_up.cancelled", "ATTENDED", "WITHDRAWN", "SignUp")):
        assert len([*changes.undeclared([*declared, each])]) == 1


A_STEP = process.Step(Words("甲", "A."), "PUBLISHER", ("OPEN",), "DONE", "thing.done")
THING = Words("物", "A thing.")
BY_CLOCK = process.Step(Words("乙", "B."), CLOCK, ("OPEN",), "DONE", "thing.late")
STATES = {"OPEN": State(Words("开", "Open.")), "DONE": State(Words("完", "Done."))}


@pytest.mark.parametrize(("begins", "steps", "deadlines", "wrong"), [
    ({"NEW": "thing.made"}, {"FINISH": A_STEP}, (), "NEW"),
    ({"OPEN": "thing.made"}, {"FINISH": process.Step(A_STEP.words, "X", ("OPEN",), "LOST", "thing.lost")}, (), "LOST"),
    ({"OPEN": "thing.made"}, {"FINISH": A_STEP}, (Deadline("due_at", ("OPEN",), "FINISH"),), "clock"),
    ({"OPEN": "thing.made"}, {"LATE": BY_CLOCK}, (), "LATE"),
    ({"OPEN": "thing.made"}, {"LATE": BY_CLOCK}, (Deadline("due_at", ("SHUT",), "LATE"),), "SHUT")])
def test_a_declaration_that_does_not_hang_together_is_refused(
        begins: dict[str, str], steps: dict[str, process.Step], deadlines: tuple[Deadline, ...], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        Process("thing", "Thing", THING, begins, STATES, steps, deadlines)


def test_a_state_that_days_tell_is_told_of_states_that_there_are_and_not_stored() -> None:
    with pytest.raises(ValueError, match="GONE_BY"):
        Process("thing", "Thing", THING, {"OPEN": "thing.made"}, STATES, {}, state=None,
                passages=(Passage("OPEN", "GONE_BY", "ends_on", last=True),))
    with pytest.raises(ValueError, match="not stored"):
        Process("thing", "Thing", THING, {"OPEN": "thing.made"}, STATES, {},
                passages=(Passage("OPEN", "DONE", "ends_on", last=True),))
