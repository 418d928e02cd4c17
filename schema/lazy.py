"""Types named before their modules are read: they refer to each other in circles."""
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.nodes import Connection

if TYPE_CHECKING:
    from schema.activities import Activity
    from schema.admissions import Admission
    from schema.agreements import Agreement
    from schema.assignments import Assignment
    from schema.attachments import Attachment
    from schema.cards import Card
    from schema.checkpoints import Checkpoint
    from schema.claims import Claim
    from schema.commitments import Commitment, CommitmentList
    from schema.conferences import Attendance, JointConference
    from schema.dual_reports import DualReport
    from schema.events import Event
    from schema.funds import CommunityFund, Expense, Funding
    from schema.items import ListItem, Share
    from schema.leads import LeadConsent
    from schema.milestones import Milestone
    from schema.mobilizations import Mobilization, MobilizationPost
    from schema.notices import Notice
    from schema.opinions import OpinionRequest
    from schema.organizations import Organization, Station
    from schema.pairings import Pairing
    from schema.people import JointCommittee, Member, Office, Seat
    from schema.projects import JointProject, ProgressNote, ProjectPart
    from schema.resolutions import Resolution
    from schema.routes import Route
    from schema.service_duties import ServiceDuty
    from schema.shifts import Shift
    from schema.sign_ups import SignUp
    from schema.systems import System
    from schema.teams import Team, TeamMember
    from schema.topics import Topic
    from schema.webhooks import Delivery, Webhook
    from schema.whistle_messages import WhistleMessage
    from schema.whistles import Whistle, WhistleParty
    from schema.yearly_reports import YearlyReport

AnOpinionRequest = Annotated["OpinionRequest", strawberry.lazy("schema.opinions")]
AnAdmission = Annotated["Admission", strawberry.lazy("schema.admissions")]
AnAgreement = Annotated["Agreement", strawberry.lazy("schema.agreements")]
AnAttachment = Annotated["Attachment", strawberry.lazy("schema.attachments")]
ACard = Annotated["Card", strawberry.lazy("schema.cards")]
AClaim = Annotated["Claim", strawberry.lazy("schema.claims")]
AnEvent = Annotated["Event", strawberry.lazy("schema.events")]
AListItem = Annotated["ListItem", strawberry.lazy("schema.items")]
ANotice = Annotated["Notice", strawberry.lazy("schema.notices")]
AnOrganization = Annotated["Organization", strawberry.lazy("schema.organizations")]
AStation = Annotated["Station", strawberry.lazy("schema.organizations")]
ACommitment = Annotated["Commitment", strawberry.lazy("schema.commitments")]
ACommitmentList = Annotated["CommitmentList", strawberry.lazy("schema.commitments")]
ACommittee = Annotated["JointCommittee", strawberry.lazy("schema.people")]
AMember = Annotated["Member", strawberry.lazy("schema.people")]
AnOffice = Annotated["Office", strawberry.lazy("schema.people")]
ASeat = Annotated["Seat", strawberry.lazy("schema.people")]
AShare = Annotated["Share", strawberry.lazy("schema.items")]
AConference = Annotated["JointConference", strawberry.lazy("schema.conferences")]
AnAttendance = Annotated["Attendance", strawberry.lazy("schema.conferences")]
ATopic = Annotated["Topic", strawberry.lazy("schema.topics")]
AResolution = Annotated["Resolution", strawberry.lazy("schema.resolutions")]
AnActivity = Annotated["Activity", strawberry.lazy("schema.activities")]
ASignUp = Annotated["SignUp", strawberry.lazy("schema.sign_ups")]
ATeam = Annotated["Team", strawberry.lazy("schema.teams")]
ATeamMember = Annotated["TeamMember", strawberry.lazy("schema.teams")]
AMobilization = Annotated["Mobilization", strawberry.lazy("schema.mobilizations")]
AMobilizationPost = Annotated["MobilizationPost", strawberry.lazy("schema.mobilizations")]
AShift = Annotated["Shift", strawberry.lazy("schema.shifts")]
AnAssignment = Annotated["Assignment", strawberry.lazy("schema.assignments")]
AYearlyReport = Annotated["YearlyReport", strawberry.lazy("schema.yearly_reports")]
AServiceDuty = Annotated["ServiceDuty", strawberry.lazy("schema.service_duties")]
ADualReport = Annotated["DualReport", strawberry.lazy("schema.dual_reports")]
APairing = Annotated["Pairing", strawberry.lazy("schema.pairings")]
AJointProject = Annotated["JointProject", strawberry.lazy("schema.projects")]
AProgressNote = Annotated["ProgressNote", strawberry.lazy("schema.projects")]
AMilestone = Annotated["Milestone", strawberry.lazy("schema.milestones")]
ACheckpoint = Annotated["Checkpoint", strawberry.lazy("schema.checkpoints")]
AFunding = Annotated["Funding", strawberry.lazy("schema.funds")]
AnExpense = Annotated["Expense", strawberry.lazy("schema.funds")]
ACommunityFund = Annotated["CommunityFund", strawberry.lazy("schema.funds")]
AProjectPart = Annotated["ProjectPart", strawberry.lazy("schema.projects")]
AWhistle = Annotated["Whistle", strawberry.lazy("schema.whistles")]
AWhistleMessage = Annotated["WhistleMessage", strawberry.lazy("schema.whistle_messages")]
AWhistleParty = Annotated["WhistleParty", strawberry.lazy("schema.whistles")]
ARoute = Annotated["Route", strawberry.lazy("schema.routes")]
ALeadConsent = Annotated["LeadConsent", strawberry.lazy("schema.leads")]
AWebhook = Annotated["Webhook", strawberry.lazy("schema.webhooks")]
ASystem = Annotated["System", strawberry.lazy("schema.systems")]
ADelivery = Annotated["Delivery", strawberry.lazy("schema.webhooks")]

OpinionRequests = Connection[AnOpinionRequest]
Admissions = Connection[AnAdmission]
Agreements = Connection[AnAgreement]
Attachments = Connection[AnAttachment]
Cards = Connection[ACard]
Claims = Connection[AClaim]
Events = Connection[AnEvent]
Items = Connection[AListItem]
LeadConsents = Connection[ALeadConsent]
Notices = Connection[ANotice]
Organizations = Connection[AnOrganization]
Stations = Connection[AStation]
Commitments = Connection[ACommitment]
CommitmentLists = Connection[ACommitmentList]
Committees = Connection[ACommittee]
Offices = Connection[AnOffice]
Seats = Connection[ASeat]
Shares = Connection[AShare]
Conferences = Connection[AConference]
Attendances = Connection[AnAttendance]
Topics = Connection[ATopic]
Pairings = Connection[APairing]
DualReports = Connection[ADualReport]
Activities = Connection[AnActivity]
SignUps = Connection[ASignUp]
YearlyReports = Connection[AYearlyReport]
Teams = Connection[ATeam]
TeamMembers = Connection[ATeamMember]
Mobilizations = Connection[AMobilization]
MobilizationPosts = Connection[AMobilizationPost]
Shifts = Connection[AShift]
Assignments = Connection[AnAssignment]
Resolutions = Connection[AResolution]
JointProjects = Connection[AJointProject]
ProjectParts = Connection[AProjectPart]
Fundings = Connection[AFunding]
Expenses = Connection[AnExpense]
CommunityFunds = Connection[ACommunityFund]
ProgressNotes = Connection[AProgressNote]
Milestones = Connection[AMilestone]
Checkpoints = Connection[ACheckpoint]
Webhooks = Connection[AWebhook]
Deliveries = Connection[ADelivery]
Systems = Connection[ASystem]
Whistles = Connection[AWhistle]
WhistleMessages = Connection[AWhistleMessage]
WhistleParties = Connection[AWhistleParty]
Routes = Connection[ARoute]
