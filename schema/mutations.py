"""What can be done: each mutation names its use case."""
import strawberry
from strawberry.federation.schema_directives import Authenticated

from resolvers import committees, items, members, notices, organizations, stations
from schema import (
    activities,
    admissions,
    attachments,
    cadences,
    cards,
    checkpoints,
    claim_inputs,
    commitment_inputs,
    conference_inputs,
    dual_reports,
    funds,
    item_inputs,
    leads,
    mail,
    milestones,
    mobilization_inputs,
    opinions,
    organization_inputs,
    pairings,
    projects,
    resolutions,
    routes,
    service_duties,
    shares,
    sign_ups,
    systems,
    team_inputs,
    topics,
    webhooks,
    whistle_inputs,
    whistle_links,
    whistle_messages,
    widening,
    wish_inputs,
    yearly_reports,
)
from schema import agreements as agreement_inputs
from schema.items import Demand, Project, Resource
from schema.lazy import ACommittee, AListItem, AMember, AnOffice, AnOrganization, ASeat, AStation
from schema.notices import ReadNoticesInput, SetNoticePreferenceInput
from schema.people import Viewer
from schema.writes import Shown, mutation

ITEM = Shown("item", AListItem, "该条目。The item.", "item")
STATION = Shown("station", AStation, "该驻区关系。The station.", "station")
ORGANIZATION = Shown("organization", AnOrganization, "该组织。The organisation.", "organization")
MEMBER = Shown("member", AMember, "该成员。The member.", "member")
OFFICE = Shown("office", AnOffice, "该任职。The office.", "office")
VIEWER = Shown("viewer", Viewer, "当前登录者。Who is signed in.", "viewer")
SEAT = Shown("seat", ASeat, "该席位。The seat.", "seat")


@strawberry.type(description="修改：先验权限，一次事务，留下事件。Changes: each is one transaction that leaves an event.", directives=[Authenticated()])
class Mutation:
    publish_resource = mutation(
        "发布资源（或存为草稿）。Publish a resource, or keep a draft.", items.publish_resource, item_inputs.PublishResourceInput,
        Shown("resource", Resource, "该资源。The resource.", "item"), payload="已发布的资源。What was published.")
    publish_demand = mutation(
        "发布需求（或存为草稿），推送给委员会成员。Publish a demand, which is pushed to the committees' members.",
        items.publish_demand, item_inputs.PublishDemandInput,
        Shown("demand", Demand, "该需求。The demand.", "item"), payload="已发布的需求。What was published.")
    publish_project = mutation(
        "发布项目（或存为草稿）。Publish a project, or keep a draft.", items.publish_project, item_inputs.PublishProjectInput,
        Shown("project", Project, "该项目。The project.", "item"), payload="已发布的项目。What was published.")
    publish_draft = mutation("发布一份草稿。Publish a draft.", items.publish_draft, item_inputs.PublishDraftInput, ITEM)
    revise_item = mutation("修改条目。Revise an item.", items.revise, item_inputs.ReviseItemInput, ITEM)
    withdraw_item = mutation("撤回条目；草稿则删除，item 为空。Withdraw an item; a draft is deleted, and `item` null.",
                             items.withdraw, item_inputs.WithdrawItemInput, ITEM)
    complete_item = mutation("完成条目（销号）。Close an item out.", items.complete, item_inputs.CompleteItemInput, ITEM)
    share_item = mutation("共享条目给范围之外的组织，或作为来宾的委员会。Show an item to an organisation outside its scope, or to a committee as a guest.",
                          items.share, item_inputs.ShareItemInput, ITEM)
    end_share = shares.END

    claim_item = claim_inputs.CLAIM_ITEM
    accept_claim = claim_inputs.ACCEPT
    decline_claim = claim_inputs.DECLINE
    withdraw_claim = claim_inputs.WITHDRAW
    deliver_claim = claim_inputs.DELIVER
    return_claim = claim_inputs.RETURN
    confirm_claim = claim_inputs.CONFIRM
    begin_upload = attachments.BEGIN
    attach_file = attachments.ATTACH
    detach_file = attachments.DETACH
    propose_card = cards.PROPOSE
    propose_project_card = cards.PROPOSE_OF_PROJECT
    agree_card = cards.AGREE
    decline_card = cards.DECLINE
    withdraw_card = cards.WITHDRAW

    register_organization = mutation(
        "登记组织（上级区划工作人员）。Register an organisation; by an officer above it.", organizations.register,
        organization_inputs.RegisterOrganizationInput, ORGANIZATION, payload="已登记的组织。What was registered.")
    revise_organization = mutation(
        "修改组织：地点由其人员，名称与信用代码由所归区划或上级的工作人员。Revise an organisation: its place by those who act "
        "for it, its name and credit code by officers over its home.", organizations.revise,
        organization_inputs.ReviseOrganizationInput, ORGANIZATION, payload="已修改的组织。What was revised.")
    station_unit = mutation(
        "提出单位驻在某社区，待另一方确认；您可代表双方时立即生效。Propose that a unit is stationed in a community, for the other "
        "side to confirm; it is at once where you may speak for both.", stations.propose,
        organization_inputs.StationUnitInput, STATION)
    confirm_station = mutation("确认驻区关系（未提出的一方）。Confirm a station; of the side that did not propose it.",
                               stations.confirm, organization_inputs.ConfirmStationInput, STATION)
    decline_station = mutation(
        "谢绝驻区关系，或撤回所提出的（任一方）。Decline a station, or take the proposal back; of either side.",
        stations.decline, organization_inputs.DeclineStationInput, STATION)
    end_station = mutation("结束驻区关系（任一方）。End a station; of either side.", stations.end,
                           organization_inputs.EndStationInput, STATION)
    register_member = mutation("登记成员。Register a member.", members.register, organization_inputs.RegisterMemberInput,
                               MEMBER, payload="已登记的成员。Who was registered.")
    deactivate_member = mutation(
        "停用成员，权限立即失效；须管辖其全部任职与席位（含尚未开始的）。Deactivate a member; all rights end at once. By an officer "
        "over all its offices and seats, also those to come; of a member without any, over the division that registered it.",
        members.deactivate, organization_inputs.DeactivateMemberInput, MEMBER, payload="已停用的成员。Who was deactivated.")
    appoint_member = mutation("任命成员为组织行事。Appoint a member to act for an organisation.", members.appoint,
                              organization_inputs.AppointMemberInput, OFFICE, payload="任职。The office.")
    end_office = mutation("结束任职。End an office.", members.end_office, organization_inputs.EndOfficeInput,
                          OFFICE, payload="任职。The office.")
    found_committee = mutation(
        "成立大工委（大党委）。Found a joint committee.", committees.found, organization_inputs.FoundCommitteeInput,
        Shown("committee", ACommittee, "该委员会。The committee.", "committee"), payload="委员会。The committee.")
    seat_member = mutation("给成员席位。Give a member a seat.", committees.seat, organization_inputs.SeatMemberInput,
                           SEAT, payload="席位。The seat.")
    end_seat = mutation("结束席位。End a seat.", committees.end_seat, organization_inputs.EndSeatInput,
                        SEAT, payload="席位。The seat.")
    transfer_seat = mutation(
        "移交席位（委员会所在区划的工作人员）：单位的席位、任期、职责与领办额度不变。Hand a seat over; by officers over the committee's division. The organisation's place, "
        "its term, what it owes and what it leads stay.",
        committees.transfer, organization_inputs.TransferSeatInput,
        Shown("seat", ASeat, "接任的席位。The seat that goes on.", "seat"),
        Shown("former", ASeat, "移交前的席位。The seat that ended.", "former"))
    plan_conference = conference_inputs.PLAN
    call_conference = conference_inputs.CALL
    hold_conference = conference_inputs.HOLD
    publish_conference = conference_inputs.PUBLISH
    cancel_conference = conference_inputs.CANCEL

    propose_agreement = agreement_inputs.PROPOSE
    sign_agreement = agreement_inputs.SIGN
    decline_agreement = agreement_inputs.DECLINE
    renew_agreement = agreement_inputs.RENEW
    terminate_agreement = agreement_inputs.TERMINATE

    propose_pairing = pairings.PROPOSE
    confirm_pairing = pairings.CONFIRM
    decline_pairing = pairings.DECLINE
    dissolve_pairing = pairings.DISSOLVE
    propose_dual_report = dual_reports.PROPOSE
    confirm_dual_report = dual_reports.CONFIRM
    decline_dual_report = dual_reports.DECLINE
    move_dual_report = dual_reports.MOVE
    end_dual_report = dual_reports.END
    ask_opinion = opinions.ASK
    answer_opinion = opinions.ANSWER
    withdraw_opinion = opinions.WITHDRAW
    propose_admission = admissions.PROPOSE
    approve_admission = admissions.APPROVE
    refuse_admission = admissions.REFUSE
    withdraw_admission = admissions.WITHDRAW
    revoke_admission = admissions.REVOKE
    publish_activity = activities.PUBLISH
    cancel_activity = activities.CANCEL
    sign_up = sign_ups.TAKE
    withdraw_sign_up = sign_ups.WITHDRAW
    confirm_attendance = sign_ups.CONFIRM
    miss_attendance = sign_ups.MISS
    issue_yearly_report = yearly_reports.ISSUE
    issue_unit_report = yearly_reports.ISSUE_OF_UNIT
    issue_yearly_reports = yearly_reports.ISSUE_ALL
    contest_yearly_report = yearly_reports.CONTEST
    correct_yearly_report = yearly_reports.CORRECT
    refuse_yearly_report = yearly_reports.REFUSE
    form_team = team_inputs.FORM
    hand_over_team = team_inputs.HAND_OVER
    dissolve_team = team_inputs.DISSOLVE
    invite_to_team = team_inputs.INVITE
    join_team = team_inputs.JOIN
    accept_team_member = team_inputs.ACCEPT
    leave_team = team_inputs.LEAVE
    sign_up_team = team_inputs.SIGN_UP
    withdraw_team = team_inputs.WITHDRAW
    mobilize = mobilization_inputs.MOBILIZE
    cancel_mobilization = mobilization_inputs.CANCEL
    assign_member = mobilization_inputs.ASSIGN
    acknowledge_assignment = mobilization_inputs.ACKNOWLEDGE
    acknowledge_mobilization = mobilization_inputs.ACKNOWLEDGE_ALL
    confirm_shift = mobilization_inputs.CONFIRM
    decline_assignment = mobilization_inputs.DECLINE
    replace_assignment = mobilization_inputs.REPLACE
    release_assignment = mobilization_inputs.RELEASE
    serve_assignment = mobilization_inputs.SERVE
    miss_assignment = mobilization_inputs.MISS
    set_service_duty = service_duties.SET
    widen_item = widening.WIDEN
    hold_item = widening.HOLD
    lead_project = leads.LEAD
    consent_to_lead = leads.CONSENT
    set_lead_quota = leads.SET_QUOTA
    set_cadence = cadences.SET
    raise_topic = topics.RAISE
    propose_topic = topics.PROPOSE
    put_back_topic = topics.PUT_BACK
    consult_topic = topics.CONSULT
    resolve_topic = topics.RESOLVE
    publish_topic = topics.PUBLISH
    supervise_topic = topics.SUPERVISE
    share_topic = topics.SHARE
    complete_resolution = resolutions.COMPLETE
    return_resolution = resolutions.RETURN
    confirm_resolution = resolutions.CONFIRM
    drop_resolution = resolutions.DROP
    adopt_commitment_list = commitment_inputs.ADOPT
    add_commitment = commitment_inputs.ADD
    check_commitment_list = commitment_inputs.CHECK
    report_commitment_list = commitment_inputs.REPORT_LIST
    report_commitment = commitment_inputs.REPORT
    drop_commitment = commitment_inputs.DROP
    form_project = projects.FORM
    start_project = projects.START
    complete_project = projects.COMPLETE
    stop_project = projects.STOP
    share_project = projects.SHARE
    note_progress = projects.NOTE
    add_milestone = milestones.ADD
    report_milestone = milestones.REPORT
    return_milestone = milestones.RETURN
    confirm_milestone = milestones.CONFIRM
    drop_milestone = milestones.DROP
    answer_checkpoint = checkpoints.ANSWER
    plan_budget = funds.PLAN_BUDGET
    grant_funds = funds.GRANT
    revoke_grant = funds.REVOKE
    record_expense = funds.RECORD
    set_fund = funds.SET_FUND
    add_webhook = webhooks.ADD
    pause_webhook = webhooks.PAUSE
    resume_webhook = webhooks.RESUME
    replay_webhook = webhooks.REPLAY
    remove_webhook = webhooks.REMOVE
    register_system = systems.REGISTER
    replace_system_key = systems.REPLACE_KEY
    allow_system = systems.ALLOW
    close_system = systems.CLOSE
    set_mail_address = mutation(
        "设置您的邮件地址：向它发送确认码，确认前不发其他邮件。Set your mail address: a code is sent there, and nothing else before it is confirmed.",
        mail.SET_ADDRESS, mail.SetMailAddressInput, VIEWER, payload="当前登录者。Who is signed in.")
    confirm_mail_address = mutation("以确认码确认您的邮件地址；已确认的不变。Confirm your mail address by its code; one that is confirmed stays.",
                                    mail.CONFIRM, mail.ConfirmMailAddressInput, VIEWER, payload="当前登录者。Who is signed in.")
    set_digest = mutation("设置您何时收邮件：摘要、免打扰、语言；不再要摘要的，先前的通知仍有最后一份。Set when you are mailed: digest, quiet hours, language; who wants no more digests gets a last one of what was before.",
                          mail.SET_DIGEST, mail.SetDigestInput, VIEWER, payload="当前登录者。Who is signed in.")
    set_mail_preference = mutation("设置此后一种通知以何方式邮寄给您；先前的仍按原设置邮寄。Set by which way you are mailed notices of a kind from now on; earlier ones still are as was set.",
                                   mail.PREFER, mail.SetMailPreferenceInput, VIEWER, payload="当前登录者。Who is signed in.")
    read_notices = mutation("把通知标为已读。Mark notices as read.", notices.read, ReadNoticesInput,
                            VIEWER, payload="当前登录者。Who is signed in.")
    set_notice_preference = mutation("要或不要某一种通知。Have notices of a kind, or none of it.", notices.prefer,
                                     SetNoticePreferenceInput, VIEWER, payload="当前登录者。Who is signed in.")
    publish_wish = wish_inputs.PUBLISH
    take_wish = wish_inputs.TAKE
    offer_wish = wish_inputs.OFFER
    accept_wish = wish_inputs.ACCEPT
    give_back_wish = wish_inputs.GIVE_BACK
    fulfil_wish = wish_inputs.FULFIL
    return_wish = wish_inputs.RETURN
    confirm_wish = wish_inputs.CONFIRM
    withdraw_wish = wish_inputs.WITHDRAW
    erase_wish_resident = wish_inputs.ERASE

    raise_whistle = whistle_inputs.RAISE
    triage_whistle = whistle_inputs.TRIAGE
    dispatch_whistle = whistle_inputs.DISPATCH
    accept_whistle = whistle_inputs.ACCEPT
    return_whistle = whistle_inputs.RETURN
    diagnose_whistle = whistle_inputs.DIAGNOSE
    report_whistle = whistle_inputs.REPORT
    handle_whistle = whistle_inputs.HANDLE
    verify_whistle = whistle_inputs.VERIFY
    rework_whistle = whistle_inputs.REWORK
    close_whistle = whistle_inputs.CLOSE
    suspend_whistle = whistle_inputs.SUSPEND
    resume_whistle = whistle_inputs.RESUME
    withdraw_whistle = whistle_inputs.WITHDRAW
    rate_whistle = whistle_inputs.RATE
    erase_whistle_resident = whistle_inputs.ERASE
    write_whistle_message = whistle_messages.WRITE
    link_whistle = whistle_links.LINK
    unlink_whistle = whistle_links.UNLINK
    set_route = routes.SET
    remove_route = routes.REMOVE
