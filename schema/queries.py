"""What can be read."""
import strawberry
from strawberry.federation.schema_directives import Authenticated

from schema import labels
from schema.activities import ACTIVITIES
from schema.admissions import ADMISSIONS
from schema.agreements import AgreementFilter, AgreementOrder
from schema.assignments import ASSIGNMENTS
from schema.cards import CARDS
from schema.claims import ClaimFilter, ClaimOrder
from schema.commitments import COMMITMENTS, LISTS
from schema.conferences import ConferenceFilter, ConferenceOrder
from schema.declare import by_ids, lookup, lookup_by, many, one
from schema.dual_reports import DUAL_REPORTS
from schema.events import EventFilter
from schema.items import (
    Demand,
    DemandFilter,
    ItemFilter,
    ItemOrder,
    PointInput,
    Project,
    ProjectFilter,
    Resource,
    ResourceFilter,
)
from schema.lazy import ACommittee, Agreements, AnOrganization, Claims, Committees, Conferences, Events, Items, Organizations
from schema.mobilizations import MOBILIZATIONS
from schema.nodes import Connection, Node
from schema.opinions import OPINIONS
from schema.organizations import OrganizationBy, OrganizationFilter, OrganizationOrder
from schema.pairings import PAIRINGS
from schema.people import CommitteeFilter, Viewer
from schema.projects import PROJECTS
from schema.resolutions import RESOLUTIONS
from schema.routes import ROUTES
from schema.shifts import SHIFTS
from schema.sign_ups import SIGN_UPS
from schema.systems import SYSTEMS
from schema.teams import TEAMS
from schema.topics import TOPICS
from schema.webhooks import WEBHOOKS
from schema.whistles import WHISTLES
from schema.wishes import WISHES
from schema.yearly_reports import YEARLY_REPORTS


@strawberry.type(description="读取；除自省外均须登录。Reads; all but introspection need a signed-in member.", directives=[Authenticated()])
class Query:
    viewer: Viewer | None = one("当前登录者；未登记为成员时为空。Who is signed in; null when not registered as a member.",
                                "{t}.id = {member}")
    node = lookup(Node | None, "按全局标识取任何对象；没有或不可见时为空。Anything by its global ID; null when there is none, or "
                               "when you may not see it.")
    nodes = by_ids(Node, "按全局标识取多个对象，次序相同；没有或不可见的为空。Several by their global IDs, in the same order; null for each that "
                         "there is not, or that you may not see.", "全局标识。The global IDs.")
    labels = labels.FIELD
    organization = lookup_by(AnOrganization | None, "按标识、区划代码或信用代码之一取组织；没有则为空。An organisation by one of its names; null "
                             "when there is none.", OrganizationBy)
    organizations = many(Organizations, "组织。Organisations.", filter=OrganizationFilter, order=OrganizationOrder)
    resources = many(Connection[Resource], "资源清单。The resource list.", filter=ResourceFilter, order=ItemOrder, near=PointInput)
    demands = many(Connection[Demand], "需求清单。The demand list.", filter=DemandFilter, order=ItemOrder, near=PointInput)
    projects = many(Connection[Project], "项目清单。The project list.", filter=ProjectFilter, order=ItemOrder, near=PointInput)
    items = many(Items, "三份清单合在一起。All three lists together.", filter=ItemFilter, order=ItemOrder, near=PointInput)
    claims = many(Claims, "您可见条目上的认领。Claims on items that you may see.", filter=ClaimFilter, order=ClaimOrder)
    cards = CARDS
    committee = lookup(ACommittee | None, "大工委（大党委）；没有则为空。A joint committee; null when there is none.")
    committees = many(Committees, "大工委与大党委。Joint committees.", filter=CommitteeFilter)
    topics = TOPICS
    resolutions = RESOLUTIONS
    commitment_lists = LISTS
    commitments = COMMITMENTS
    joint_projects = PROJECTS
    conferences = many(Conferences, "联席会议。Joint conferences.", filter=ConferenceFilter, order=ConferenceOrder)
    agreements = many(Agreements, "您可见的共建协议。The agreements that you may see.", filter=AgreementFilter, order=AgreementOrder)
    pairings = PAIRINGS
    dual_reports = DUAL_REPORTS
    webhooks = WEBHOOKS
    systems = SYSTEMS
    micro_wishes = WISHES
    admissions = ADMISSIONS
    whistles = WHISTLES
    routes = ROUTES
    opinions = OPINIONS
    activities = ACTIVITIES
    sign_ups = SIGN_UPS
    teams = TEAMS
    mobilizations = MOBILIZATIONS
    shifts = SHIFTS
    assignments = ASSIGNMENTS
    yearly_reports = YEARLY_REPORTS
    events = many(Events, "您可见的事件，由早到晚。The events that you may see, oldest first.", filter=EventFilter)
