"""Joint projects: accepted claims that are carried out as one."""
import decimal
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, beginnings, milestones, projects
from domain.projects import SIGHT, ProjectState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import projects as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.cards import CardFilter, CardOrder
from schema.checkpoints import OVERDUE as UNANSWERED
from schema.checkpoints import CheckpointFilter, CheckpointOrder
from schema.claims import ClaimFilter, ClaimOrder
from schema.days import HELD_BY_VIEWER, TODAY, holder
from schema.declare import column, computed, entity, given, many, one, where
from schema.funds import ExpenseFilter, total
from schema.groups import by_division, by_month
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import (
    ACard,
    ACommittee,
    AJointProject,
    AMember,
    AnOrganization,
    AProgressNote,
    ASeat,
    Cards,
    Checkpoints,
    Claims,
    Events,
    Expenses,
    Fundings,
    JointProjects,
    Milestones,
    ProgressNotes,
    ProjectParts,
    Shares,
)
from schema.milestones import OVERDUE as MISSED
from schema.milestones import MilestoneFilter, MilestoneOrder
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.words import Category, described, enumerated
from schema.writes import Shown, mutation

JointProjectState = ProjectState
described(JointProjectState, "实施项目的状态。Where a joint project is in its life.", projects.PROCESS.words_of_states, name="JointProjectState")
JointProjectAction = enumerated("JointProjectAction", "对实施项目的操作。What can be done with a joint project.",
                                {**projects.ACTIONS, **beginnings.OF_PROJECTS})


class JointProjectOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The earliest planned end first.")
    LATEST = "LATEST", Words("最后到期在前", "The latest planned end first.")


described(JointProjectOrder, "实施项目的排序。Orders of joint projects.")
OPEN = (*map(str, projects.OPEN),)
OVERDUE = f"({{t}}.state IN {OPEN} AND {{t}}.ends_on < {TODAY})"
OF_COMMITTEE, OF_HOST = "{t}.committee_id = {v:id(JointCommittee)}", "{t}.host_id = {v:id(Organization)}"
HOLDER = holder("{t}.lead_seat_id")
TAKES_PART = "EXISTS (SELECT FROM project_part r WHERE r.project_id = {{t}}.id AND r.organization_id = {of} OFFSET 0)"
OF_CATEGORY = ("EXISTS (SELECT FROM claim c JOIN item i ON i.id = c.item_id WHERE c.joint_project_id = {t}.id "
               "AND i.category = ANY({v:text[]}) OFFSET 0)")
"""By OFFSET 0 each project is asked; without it PostgreSQL reads the parts of all, or all claims."""
LATE_MILESTONE = f"EXISTS (SELECT FROM milestone m WHERE m.project_id = {{t}}.id AND {MISSED.replace('{t}', 'm')} OFFSET 0)"
LATE_CHECKPOINT = f"EXISTS (SELECT FROM checkpoint c WHERE c.project_id = {{t}}.id AND {UNANSWERED.replace('{t}', 'c')} OFFSET 0)"
OPEN_MILESTONES = ("(SELECT count(*) FROM milestone m WHERE m.project_id = {t}.id AND m.state IN ("
                   + ", ".join(f"'{state}'" for state in milestones.OPEN) + "))")
PAGES = IndexLayout(states=tuple(map(str, ProjectState)), state="state", division="withinDivision")
ORDERS = {"DUE": Order("{t}.ends_on", "date"), "LATEST": Order("{t}.ends_on", "date", descending=True)}


@strawberry.input(description="筛选实施项目；各项同时成立。Which joint projects; all of it holds.")
class JointProjectFilter:
    state: list[JointProjectState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    open: bool | None = where("是否尚未结束：未完成也未终止。Whether it is not over: neither completed nor stopped.",
                              f"({{t}}.state IN {OPEN}) = {{v:bool}}", states=OPEN)
    overdue: bool | None = where("是否逾期未完成。Whether it is not over and its day is.", f"{OVERDUE} = {{v:bool}}", states=OPEN)
    mine: bool | None = where(
        "您的组织是否参与（为谁实施、牵头或协助），或由您的席位领办。Whether an organisation of yours is part of it (as host, lead or assisting), or a seat of "
        "yours leads it.",
        f"({{t}}.host_id = ANY({{organizations}}) OR {TAKES_PART.format(of='ANY({organizations})')} "
        f"OR coalesce({{t}}.lead_seat_id = {HELD_BY_VIEWER}, false)) = {{v:bool}}")
    category: list[Category] | None = where("所含认领的条目属于类别之一。Of whose claims one is on an item of one of these categories.",
                                            OF_CATEGORY)
    milestone_overdue: bool | None = where("是否有逾期的节点。Whether a milestone of it is overdue.", f"{LATE_MILESTONE} = {{v:bool}}")
    checkpoint_overdue: bool | None = where("是否有逾期未交的报告。Whether a report of it is overdue.", f"{LATE_CHECKPOINT} = {{v:bool}}")
    committee_id: strawberry.ID | None = where("该委员会的。Of this committee.", OF_COMMITTEE, index=IndexCondition(OF_COMMITTEE))
    host_id: strawberry.ID | None = where("为此组织实施的。Carried out for this organisation.", OF_HOST, index=IndexCondition(OF_HOST))
    unit_id: strawberry.ID | None = where("此单位牵头或协助的。That this unit leads or assists.",
                                          TAKES_PART.format(of="{v:id(Organization)}"))
    within_division: str | None = where(f"所在区划在此区划之内；{PADDED}。Whose host lies within this division; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    ends_from: date | None = where("计划完成日不早于。Planned to end on this day or later.", "{t}.ends_on >= {v:date}")
    ends_to: date | None = where("计划完成日不晚于。Planned to end on this day or earlier.", "{t}.ends_on <= {v:date}")
    text: str | None = where("标题或说明含有此文字。The title or the body contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.body, {v:text}) > 0)")


@entity("承办单位及其份额；看得到项目的人可见。A unit that carries a joint project out, with its share; seen by who sees the project.", table="project_part", tag="pp",
        visible=projects.SEEN, keys={"id": "id"},
        orders={"LARGEST": Order("{t}.share", "int4", descending=True)})
class ProjectPart(Node):
    project: AJointProject = one("实施项目。The joint project.", "{t}.id = {p}.project_id", seen_with_parent=True)
    organization: AnOrganization = one("单位。The unit.", "{t}.id = {p}.organization_id")
    share: int = column("份额，百分比；一个项目的合计为 100。Its share in percent; those of a project add up to 100.")
    leads: bool = column("是否牵头。Whether it leads.",
                         "(SELECT p.lead_unit_id = {t}.organization_id FROM joint_project p WHERE p.id = {t}.project_id)")


@entity("进展记录；看得到项目的人可见。A note of how a joint project goes; seen by who sees the project.", table="progress_note", tag="pn",
        visible=projects.SEEN, keys={"id": "id"},
        orders={"NEWEST": Order("{t}.written_at", "timestamptz", descending=True)})
class ProgressNote(Node):
    project: AJointProject = one("实施项目。The joint project.", "{t}.id = {p}.project_id", seen_with_parent=True)
    body: str = column("内容。What it says.")
    organization: AnOrganization = one("哪个单位写的。For which unit it was written.", "{t}.id = {p}.organization_id")
    written_by: AMember = one("谁写的。Who wrote it.", "{t}.id = {p}.written_by")
    written_at: datetime = column("何时写的。When it was written.")
    attachments = files_of(projects.NOTE_ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(projects.NOTE_ATTACHED)


@entity(PERMISSION)
class JointProjectPermission(Permission):
    action: str = given("操作。The action.", graphql_type=JointProjectAction)


RULED = {**{name: f"{{t}}.{name}" for name in ("state", "host_id", "home_code", "lead_unit_id", "committee_id")},
         "lead_member_id": HOLDER, "open_milestones": OPEN_MILESTONES,
         "awaits_card": "EXISTS (SELECT FROM card k WHERE k.joint_project_id = {t}.id AND k.state = 'PROPOSED')",
         "unit_ids": "ARRAY(SELECT r.organization_id FROM project_part r WHERE r.project_id = {t}.id)"}


GRANTED = "(SELECT coalesce(sum(f.granted), 0) FROM funding f WHERE f.project_id = {t}.id)"


def _viewer_can(viewer: Viewer, member_id: UUID, granted: decimal.Decimal, *row: Any) -> Sequence[access.Permission]:
    return beginnings.project_actions(viewer, member_id, projects.Project(**dict(zip(RULED, row, strict=True))), granted)


@entity("实施项目：把已接受的认领合为一个，由牵头单位与协助单位按份额共同实施。项目清单上的条目（Project）说明要做什么，供认领；实施项目由认领组成。"
        "双方、领办席位或所在区划的委员会、上级工作人员及来宾可见。"
        "A joint project: accepted claims carried out as one, by a lead unit and others, each with its share. An item of the project "
        "list (`Project`) says what is to be done, and is claimed; a joint project is made of claims. Seen by both sides, by the committee of the seat that leads or of the "
        "host's division, by the officers above, and by guests.",
        table="joint_project", tag="jp", visible=SIGHT, indexes=PAGES, orders=ORDERS, keys={"id": "id"},
        groups={"STATE": "{t}.state", **by_division("{t}.home_code"), **by_month("{t}.formed_at")})
class JointProject(Node):
    state: JointProjectState = column("状态。Where it is in its life.")
    title: str = column("标题。Its title.")
    body: str = column("说明，可为空文字。What it is about; may be empty.")
    host: AnOrganization = one("为谁实施，即接受服务的一方。For whom it is carried out.", "{t}.id = {p}.host_id")
    home_code: str = column("接受服务一方所在区划的代码。The code of the host's division.")
    committee: ACommittee | None = one("领办席位所在的委员会，或该区划的；没有则为空。The committee of the seat that leads, or of the host's division; null when none.",
                                       "{t}.id = {p}.committee_id")
    lead_unit: AnOrganization = one("牵头单位。The unit that leads.", "{t}.id = {p}.lead_unit_id")
    lead_seat: ASeat | None = one("领办的席位；未定为空。The seat that leads; null when none.", "{t}.id = {p}.lead_seat_id")
    ends_on: date = column("计划完成日。The day by which it is planned to end.")
    overdue: bool = column("是否逾期未完成。Whether it is not over and its day is.", OVERDUE)
    formed_at: datetime = column("立项时间。When it was formed.")
    started_at: datetime | None = column("开工时间；尚未则为空。When it began; null before.")
    over_at: datetime | None = column("完成或终止的时间；尚未则为空。When it was completed or stopped; null before.")
    summary: str | None = column("完成情况；未填为空。What came of it; null when not given.")
    reason: str | None = column("终止的原因；没有则为空。Why it was stopped; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    parts = many(ProjectParts, "承办单位及其份额，大的在前。The units that carry it out and their shares, the largest first.",
                 on="{t}.project_id = {k}", key="{p}.id")
    milestones = many(Milestones, "节点，最先到期在前。Its milestones, the earliest due date first.", on="{t}.project_id = {k}", key="{p}.id",
                      filter=MilestoneFilter, order=MilestoneOrder)
    checkpoints = many(Checkpoints, "检查点：月报、半年检查、年度评估，最后到期在前。Its checkpoints, the latest due date first.",
                       on="{t}.project_id = {k}", key="{p}.id", filter=CheckpointFilter, order=CheckpointOrder)
    notes = many(ProgressNotes, "进展记录，最新的在前。Notes of its progress, the newest first.", on="{t}.project_id = {k}", key="{p}.id")
    card: ACard | None = one("四单：双方商定、现行的一版；尚未商定则为空。The four-part card that both sides agreed and that holds; null before.",
                             "{t}.id = {p}.card_id", seen_with_parent=True)
    proposed_card: ACard | None = one("待答复的四单；没有则为空。The card that awaits an answer; null for none.",
                                      "{t}.joint_project_id = {p}.id AND {t}.state = 'PROPOSED'", seen_with_parent=True)
    cards = many(Cards, "四单的各版。Its cards, every version.", on="{t}.joint_project_id = {k}", key="{p}.id", filter=CardFilter,
                 order=CardOrder, seen_with_parent=True)
    budget_yuan: Decimal | None = column("预算，元；未编制为空。The budget in yuan; null before it is planned.")
    granted_yuan: Decimal = column("已拨付，元。What of it is granted, in yuan.", total("granted"))
    spent_yuan: Decimal = column("已支出，元。What of that is spent, in yuan.", total("spent"))
    fundings = many(Fundings, "预算的来源。The sources of its budget.", on="{t}.project_id = {k}", key="{p}.id")
    expenses = many(Expenses, "支出，最新的在前。What was spent, the newest first.", on="{t}.project_id = {k}", key="{p}.id", filter=ExpenseFilter)
    claims = many(Claims, "所并入、您可见的认领。The claims that it is made of, as far as you may see them.",
                  on="{t}.joint_project_id = {k}", key="{p}.id", filter=ClaimFilter, order=ClaimOrder)
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'joint_project' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    shares = many(Shares, "邀请了哪些来宾。Which guests it is shown to.", on="{t}.project_id = {k}", key="{p}.id")
    viewer_can: list[JointProjectPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", GRANTED, *RULED.values())


# -- what can be done

@strawberry.input(description="一个单位的份额。A unit's share.")
class ProjectShareInput:
    unit_id: strawberry.ID = identifier("单位。The unit.", "Organization")
    share: int = strawberry.field(description="百分比，1 到 100。Percent, 1 to 100.")


@strawberry.input(description="把已接受的认领并为一个实施项目。Join accepted claims into one joint project.")
class FormProjectInput:
    idempotency_key: str = strawberry.field(description=KEY)
    claim_ids: list[strawberry.ID] = identifier(
        "已接受的认领，须都是为 hostId 或其区划内的组织做的。Accepted claims, all of them for `hostId` or for "
        "organisations in its division.", "Claim")
    title: str = strawberry.field(description="标题。The title.")
    ends_on: date = strawberry.field(description="计划完成日，今日或以后。The day by which it is planned to end, today or later.")
    lead_unit_id: strawberry.ID = identifier("牵头单位，须承办其中一个认领。The unit that leads, which carries out one of the claims.", "Organization")
    lead_seat_id: strawberry.ID | None = identifier("领办的席位；不填则没有。The seat that leads; left out for none.", "Seat", default=UNSET)
    host_id: strawberry.ID | None = identifier(
        "为谁实施；各认领同属一个组织时可省。For whom; may be left out where all claims are for one organisation.", "Organization", default=UNSET)
    body: str | None = strawberry.field(description="说明；不填则为空文字。What it is about; empty when not given.", default=UNSET)
    shares: list[ProjectShareInput] = strawberry.field(
        description="各承办单位的份额，合计 100；不填则均分，余数归牵头单位。The shares of the units that carry it out, 100 together; none for "
                    "equal ones, of which the lead has what is left over.", default_factory=list)


@strawberry.input(description="实施项目开工。Say that a joint project has begun.")
class StartProjectInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目。The joint project.", "JointProject")


@strawberry.input(description="实施项目完成。Say that a joint project is completed.")
class CompleteProjectInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目。The joint project.", "JointProject")
    summary: str | None = strawberry.field(description="完成情况。What came of it.", default=UNSET)


@strawberry.input(description="终止实施项目。Stop a joint project.")
class StopProjectInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目。The joint project.", "JointProject")
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="记录实施项目的进展。Write how a joint project goes.")
class NoteProgressInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目，未结束的。The joint project, which is not over.", "JointProject")
    body: str = strawberry.field(description="内容。What it says.")


@strawberry.input(description="邀请其他委员会作实施项目的来宾。Show a joint project to another committee, as a guest.")
class ShareProjectInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目。The joint project.", "JointProject")
    committee_id: strawberry.ID = identifier("来宾委员会。The committee that is the guest.", "JointCommittee")
    ends_at: datetime = strawberry.field(description="到何时为止。Until when.")


PROJECT = Shown("joint_project", AJointProject, "该实施项目。The joint project.", "joint_project")
FORM = mutation("把已接受的认领并为一个实施项目（接受服务的一方，或其区划的工作人员）。Join accepted claims into one joint project; the host's, or officers' over its "
                "division.", use_cases.form, FormProjectInput, PROJECT)
START = mutation("实施项目开工（牵头单位，或领办席位）。Say that a joint project has begun; of the unit or the seat that leads.", use_cases.start, StartProjectInput, PROJECT)
COMPLETE = mutation("实施项目完成（接受服务的一方，或其区划的工作人员）。Say that a joint project is completed; the host's, or officers' over its division.", use_cases.complete, CompleteProjectInput, PROJECT)
STOP = mutation("终止实施项目（接受服务的一方，或其区划的工作人员）。Stop a joint project; the host's, or officers' over its division.", use_cases.stop, StopProjectInput, PROJECT)
NOTE = mutation("记录实施项目的进展（承办单位，或领办席位）。Write how a joint project goes; of the units that carry it out, and the seat that leads.", use_cases.note,
                NoteProgressInput, Shown("progress_note", AProgressNote, "该记录。The note.", "progress_note"), PROJECT)
SHARE = mutation("邀请其他委员会作实施项目的来宾，到期为止（接受服务的一方，或其区划的工作人员）。Show a joint project to another committee, as a guest until a date; the host's, or officers' over its division.",
                 use_cases.share, ShareProjectInput, PROJECT)
PROJECTS = many(JointProjects, "您可见的实施项目。The joint projects that you may see.", filter=JointProjectFilter, order=JointProjectOrder)
