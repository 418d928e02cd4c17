"""Every process of the house, and what all of them together know: states, and actions."""
from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain import (
    activities,
    admissions,
    agreements,
    assignments,
    cadences,
    cards,
    checkpoints,
    claims,
    commitments,
    committees,
    conferences,
    dual_reports,
    funds,
    items,
    members,
    milestones,
    mobilizations,
    objects,
    opinions,
    pairings,
    projects,
    resolutions,
    service_duties,
    stations,
    systems,
    teams,
    topics,
    webhooks,
    whistles,
    wishes,
    yearly_reports,
)
from domain.actions import Action
from domain.attachments import FileDeed
from domain.process import NOBODYS, Process
from domain.words import Words

ALL: tuple[Process, ...] = (
    items.PROCESS,
    claims.PROCESS,
    cards.PROCESS,
    stations.PROCESS,
    members.PROCESS,
    members.OFFICE,
    committees.SEAT,
    cadences.PROCESS,
    conferences.PROCESS,
    admissions.PROCESS,
    opinions.PROCESS,
    agreements.PROCESS,
    pairings.PROCESS,
    dual_reports.PROCESS,
    activities.PROCESS,
    activities.SIGN_UP,
    teams.PROCESS,
    teams.PLACE,
    mobilizations.PROCESS,
    assignments.PROCESS,
    yearly_reports.PROCESS,
    topics.PROCESS,
    resolutions.PROCESS,
    commitments.LIST,
    commitments.PROCESS,
    projects.PROCESS,
    milestones.PROCESS,
    checkpoints.PROCESS,
    webhooks.PROCESS,
    systems.PROCESS,
    wishes.PROCESS,
    whistles.PROCESS,
)


def states(among: Iterable[Process]) -> Mapping[str, Words]:
    """What each state is called; where it means different things, all of them."""
    found: dict[str, dict[Words, list[str]]] = {}
    for process in among:
        for name, words in process.words_of_states.items():
            found.setdefault(str(name), {}).setdefault(words, []).append(process.words.chinese)
    return {name: _of_all(meanings) for name, meanings in found.items()}


def _of_all(meanings: Mapping[Words, list[str]]) -> Words:
    """
    meanings   each with what it is said of
    """
    if len(meanings) == 1:
        return next(iter(meanings))
    chinese = dict.fromkeys(words.chinese for words in meanings)
    said = "；".join(f"{'、'.join(of)}：{words.chinese}" for words, of in meanings.items()) if len(chinese) > 1 else ""
    return Words("、".join(chinese), " ".join(words.english for words in meanings), f"（{said}）" if said else "")


STATES: Mapping[str, Words] = states(ALL)
"""Of refusals, which are of any of them."""
VERB = 2
"""Characters of a Chinese verb that has no object of its own."""


def _of(thing: Words, step: Words) -> Words:
    """A step, and with what it is taken: `接受认领`; where the words have an object already, `节点报告完成`."""
    both = step.chinese + thing.chinese if len(step.chinese) == VERB else thing.chinese + step.chinese
    return replace(step, chinese=both)


ACTIONS: Mapping[str, Words] = {
    **{process.action(name): _of(process.words, step.words)
       for process in ALL for name, step in process.steps.items() if step.by not in NOBODYS},
    **{name: words for process in ALL for name, words in process.deeds.items()},
    **funds.DEEDS,
    **{each.action: each.words for each in FileDeed},
    **service_duties.DEEDS,
    **{each.value: each.words for each in Action}}
"""Everything that somebody may be forbidden to do, as `NotAllowed` names it."""
OBJECTS: Mapping[str, Words] = {
    **objects.WITHOUT_PROCESS, **{each.type: each.words for each in ALL if each.type not in objects.INTERFACES}}
"""What the types are called of what events happen to: an event's `object_type`."""
TARGETS = (*objects.INTERFACES, *(each for each in OBJECTS if not any(each in types for types in objects.INTERFACES.values())))
"""The same, of those that have one an interface."""
