"""Joint projects (项目化实施): accepted claims that are carried out as one, by a lead unit and others, each with its share.

Its life is PROCESS, drawn in docs/processes.md. An item of the project list says what is to be carried out, and is claimed; a
joint project is made of such claims, and of those on demands and resources: docs/decisions/0137-joint-projects.md.
"""
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, cards, claims, forming, items, process
from domain.attachments import Asking, AttachmentOf, Row
from domain.claims import FORM_PROJECT, PROPOSE_CARD
from domain.languages import Bilingual
from domain.process import CLOCK, NOBODYS, Deadline, Process, State
from domain.refusals import NotAllowed, Refusal, WrongState
from domain.shares import naming
from domain.sight import Named, SeenWith, SeenWithOneOf, Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class ProjectState(StrEnum):
    FORMED = "FORMED"
    UNDER_WAY = "UNDER_WAY"
    COMPLETED = "COMPLETED"
    STOPPED = "STOPPED"


class ProjectStep(StrEnum):
    START = "START"
    COMPLETE = "COMPLETE"
    STOP = "STOP"
    NOTE = "NOTE"
    SHARE = "SHARE"


class Role(StrEnum):
    """Whose step it is."""

    HOST = "HOST"  # who acts for the side for which it is carried out, and officers over that side's division
    LEAD = "LEAD"  # who acts for the unit that leads, or holds the seat that does
    UNITS = "UNITS"  # who acts for a unit that carries it out, or holds the seat that leads


@dataclass
class MilestonesOpen(Refusal, description="尚有节点未确认。Milestones of it are not confirmed."):
    ADVICE = "先确认这些节点，或取消不再需要的。Confirm these milestones first, or drop those that are not needed any more."
    count: Annotated[int, "未确认的节点数。How many are open."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"尚有 {self.count} 个节点未确认。", f"{self.count} milestones are not confirmed.")


OVERDUE, CHECKPOINTS = "OVERDUE", "CHECKPOINTS"
OPEN = (ProjectState.FORMED, ProjectState.UNDER_WAY)
_S = ProjectState
PROCESS = Process(
    table="joint_project", type="JointProject", words=Words("实施项目", "A joint project."),
    begins={_S.FORMED: "project.formed"},
    states={
        _S.FORMED: State(Words("已立项", "Formed; not begun yet.", "，尚未开工")),
        _S.UNDER_WAY: State(Words("实施中", "Under way."), has=("started_at",)),
        _S.COMPLETED: State(Words("已完成", "Completed."), has=("started_at", "over_at")),
        _S.STOPPED: State(Words("已终止", "Stopped before it was completed.", "：未完成"), has=("over_at", "reason")),
    },
    steps={
        ProjectStep.START: process.Step(Words("开工", "Say that it has begun, by startProject."), Role.LEAD,
                                        (_S.FORMED,), _S.UNDER_WAY, "project.started"),
        ProjectStep.COMPLETE: process.Step(Words("完成", "Say that it is completed, by completeProject."), Role.HOST,
                                           (_S.UNDER_WAY,), _S.COMPLETED, "project.completed"),
        ProjectStep.STOP: process.Step(Words("终止", "Stop it, by stopProject."), Role.HOST,
                                       OPEN, _S.STOPPED, "project.stopped"),
        ProjectStep.NOTE: process.Step(Words("记录进展", "Write how it goes, by noteProgress."), Role.UNITS, OPEN, None,
                                       "project.noted"),
        ProjectStep.SHARE: process.Step(
            Words("邀请来宾", "Show it to another committee, as a guest, by shareProject.", "：给其他委员会看"), Role.HOST,
            (_S.FORMED, _S.UNDER_WAY, _S.COMPLETED), None, "project.shared"),
        CHECKPOINTS: process.Step(Words("到检查点", "A month is over: its reports are asked for."), CLOCK,
                                  (_S.UNDER_WAY,), None, "project.checkpoints_asked"),
        OVERDUE: process.Step(Words("逾期", "It falls overdue: all of it are told, once."), CLOCK,
                              OPEN, None, "project.overdue"),
    },
    deadlines=(Deadline("overdue_at", OPEN, OVERDUE), Deadline("checkpoint_at", (_S.UNDER_WAY,), CHECKPOINTS)),
    deeds={FORM_PROJECT: claims.ACTIONS[FORM_PROJECT]})
SIGHT = Sight(own="host_id", parties=("lead_unit_id",), home="home_code", upward={12: "home_code", 9: "street", 6: "district"},
              seated="committee_id", named=(Named("project_part", "project_id", "organization_id"), *naming("project_id")))
"""Seen by both sides, by the committee whose seat leads or whose division it is in, its guests, and the officers above."""
SUBJECT = Subject("joint_project", SIGHT)
SEEN = SeenWith("project_id", "joint_project", SIGHT)
"""What belongs to a project is seen by who sees it."""
CARD_SEEN = SeenWithOneOf((claims.SEEN, SeenWith("joint_project_id", "joint_project", SIGHT)))
"""A card is seen by who sees what it is of, in whose history it stands: the item of its claim, or the project."""
CARD_SIGHT = Sight(
    own="proposer_id", parties=("asked_id",), downward="scope_code", home="home_code", strays=True, upward=items.SIGHT.upward,
    seated="committee_id", named=(*(replace(each, key="item_id", of_divisions=None) for each in items.SIGHT.named),
                                  *(replace(each, key="joint_project_id") for each in SIGHT.named)))
"""The same by columns of its own, which the database keeps: docs/decisions/0193-cards-know-who-sees-them.md."""
ACTIONS: Mapping[str, Words] = {
    **{name: step.words for name, step in PROCESS.steps.items() if step.by not in NOBODYS},
    PROPOSE_CARD: Words("提出四单", "Propose its four-part card, or an amendment of it, by proposeProjectCard.",
                        "，或修改已商定的")}
"""What a viewer may be told that it can do: the steps, and to propose a card."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """What the rules need to know of a joint project.

    host_id          for whom it is carried out
    home_code        of the host's division
    lead_unit_id     the unit that leads
    lead_member_id   who holds the seat that leads today; None: nobody
    unit_ids         who carries it out
    open_milestones  of it, those that are neither confirmed nor dropped
    awaits_card      whether a card of it awaits its answer
    """

    state: str
    host_id: UUID
    home_code: str
    lead_unit_id: UUID
    lead_member_id: UUID | None = None
    committee_id: UUID | None = None
    unit_ids: Collection[UUID] = ()
    open_milestones: int = 0
    awaits_card: bool = False
    ends_on: date | None = None
    formed_at: datetime | None = None
    version: int = 1


# -- who may

def check_host_side(viewer: Viewer, project: Project, action: str) -> None:
    """raises   NotAllowed"""
    if not forming.is_host(viewer, project.host_id, project.home_code):
        raise NotAllowed(action)


def check_lead_side(viewer: Viewer, member_id: UUID, project: Project, action: str) -> None:
    """
    member_id   who asks: a viewer may have been made of the rights alone
    raises      NotAllowed
    """
    if not _is_lead(viewer, member_id, project):
        raise NotAllowed(action)


def check_side(viewer: Viewer, member_id: UUID, by: str, project: Project, action: str) -> None:
    """
    member_id   see `check_lead_side`
    by          the role whose step it is
    raises      NotAllowed
    """
    if by == Role.HOST:
        check_host_side(viewer, project, action)
    elif by == Role.LEAD or not any(unit in viewer.acts_for for unit in project.unit_ids):
        check_lead_side(viewer, member_id, project, action)


def check_open(project: Project) -> None:
    """raises   WrongState of one that is over"""
    if project.state not in OPEN:
        raise WrongState(project.state, [*OPEN])


def _is_lead(viewer: Viewer, member_id: UUID, project: Project) -> bool:
    return project.lead_unit_id in viewer.acts_for or project.lead_member_id == member_id


def parties(viewer: Viewer, member_id: UUID, project: Project) -> frozenset[UUID]:
    """The sides of a project for which the viewer may agree on cards: its host, the unit that leads.

    member_id   see `check_lead_side`
    """
    return frozenset([*([project.host_id] if forming.is_host(viewer, project.host_id, project.home_code) else []),
                      *([project.lead_unit_id] if _is_lead(viewer, member_id, project) else [])])


def check_propose_card(viewer: Viewer, member_id: UUID, project: Project) -> tuple[UUID, UUID]:
    """A card of a project is proposed by its host or by its lead, as long as it is not over.

    member_id         see `check_lead_side`
    returns, raises   as `cards.check_between`
    """
    return cards.check_between((project.host_id, project.lead_unit_id), parties(viewer, member_id, project), project.state,
                               OPEN, awaits_card=project.awaits_card)


def check_step(viewer: Viewer, member_id: UUID, step: ProjectStep, project: Project) -> None:
    """
    member_id   see `check_lead_side`
    raises      NotAllowed, WrongState, MilestonesOpen
    """
    check_side(viewer, member_id, PROCESS.steps[step].by, project, PROCESS.action(step))
    PROCESS.check(step, project.state)
    if step == ProjectStep.COMPLETE and project.open_milestones:
        raise MilestonesOpen(project.open_milestones)


def actions(viewer: Viewer, member_id: UUID, project: Project) -> list[access.Permission]:
    """What the viewer can do with a joint project, in the order of ACTIONS."""
    def check(action: str) -> None:
        if action == PROPOSE_CARD:
            check_propose_card(viewer, member_id, project)
        else:
            check_step(viewer, member_id, ProjectStep(action), project)
    return access.permissions(ACTIONS, check)


def check_file_of_note(asking: Asking, note: Row, project: Row) -> UUID:
    """Who acts for the unit that wrote a note, or wrote it, sees to its files, until the project is over.

    raises   NotAllowed, WrongState of the project
    """
    unit: UUID = note["organization_id"]
    if unit not in asking.viewer.acts_for and note["written_by"] != asking.member_id:
        raise NotAllowed(asking.deed.action)
    if project["state"] not in OPEN:
        raise WrongState(project["state"], [*OPEN])
    return unit


CARD_ATTACHED = AttachmentOf("card", "Card", Words("四单", "a version of a card"), CARD_SEEN, cards.check_file,
                             needs=("state", "proposer_id"), versioned=True)
NOTE_ATTACHED = AttachmentOf("progress_note", "ProgressNote", Words("进展记录", "a note of a project's progress"), SEEN,
                             check_file_of_note, needs=("organization_id", "written_by"), beside=("state",))
