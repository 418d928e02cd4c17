"""What can be done: each mutation names its use case."""
import strawberry
from strawberry.federation.schema_directives import Authenticated

from domain.refusals import (
    AlreadyAppointed,
    AlreadyFounded,
    AlreadyRegistered,
    AlreadySeated,
    AlreadyStationed,
    ClaimTooLarge,
    CodeTaken,
    DeadlinePassed,
    HasOpenClaims,
    ItemClosed,
    LeadQuotaReached,
    MemberInactive,
    OwnItem,
    QuantityBelowClaimed,
    SlotTaken,
    StaleVersion,
    TooManyUnanswered,
    WrongSide,
    WrongState,
)
from resolvers import claims, committees, items, members, organizations, stations
from schema import claim_inputs, item_inputs, organization_inputs
from schema.items import Demand, Project, Resource
from schema.lazy import AClaim, ACommittee, AListItem, AMember, AnOffice, AnOrganization, ASeat, AStation
from schema.writes import mutation, payload

ITEM = (AListItem, "该条目。The item.", "item")
CLAIM = (AClaim, "该认领。The claim.", "claim")


def _published(name: str, type_: type, chinese: str) -> type:
    return payload(f"Publish{name}Payload", f"已发布的{chinese}。What was published.",
                   **{name.lower(): (type_, f"该{chinese}。The {name.lower()}.", "item")})


def _item(verb: str) -> type:
    return payload(f"{verb}Payload", f"{verb} 成功的内容。What {verb} did.", item=ITEM)


def _claim(verb: str) -> type:
    return payload(f"{verb}Payload", f"{verb} 成功的内容。What {verb} did.", claim=CLAIM, item=ITEM)


def _station(verb: str) -> type:
    return payload(f"{verb}Payload", f"{verb} 成功的内容。What {verb} did.", station=(AStation, "该驻区关系。The station.", "station"))


@strawberry.type(description="修改：先验权限，一次事务，留下事件。Changes: each is one transaction that leaves an event.", directives=[Authenticated()])
class Mutation:
    publish_resource = mutation(
        "PublishResource", "发布资源（或存为草稿）。Publish a resource, or keep a draft.", items.publish_resource,
        item_inputs.PublishResourceInput, _published("Resource", Resource, "资源"))
    publish_demand = mutation(
        "PublishDemand", "发布需求（或存为草稿），推送给委员会成员。Publish a demand, which is pushed to the committees' members.",
        items.publish_demand, item_inputs.PublishDemandInput, _published("Demand", Demand, "需求"))
    publish_project = mutation(
        "PublishProject", "发布项目（或存为草稿）。Publish a project, or keep a draft.", items.publish_project,
        item_inputs.PublishProjectInput, _published("Project", Project, "项目"), LeadQuotaReached)
    publish_draft = mutation(
        "PublishDraft", "发布一份草稿。Publish a draft.", items.publish_draft, item_inputs.PublishDraftInput,
        _item("PublishDraft"), WrongState, DeadlinePassed, LeadQuotaReached)
    revise_item = mutation(
        "ReviseItem", "修改条目。Revise an item.", items.revise, item_inputs.ReviseItemInput, _item("ReviseItem"),
        WrongState, StaleVersion, QuantityBelowClaimed)
    withdraw_item = mutation(
        "WithdrawItem", "撤回条目；草稿则删除，item 为空。Withdraw an item; a draft is deleted, and `item` null.", items.withdraw, item_inputs.WithdrawItemInput,
        _item("WithdrawItem"), WrongState, HasOpenClaims)
    complete_item = mutation(
        "CompleteItem", "完成条目（销号）。Close an item out.", items.complete, item_inputs.CompleteItemInput,
        _item("CompleteItem"), WrongState, HasOpenClaims)
    share_item = mutation(
        "ShareItem", "共享条目给范围之外的组织。Show an item to an organisation outside its scope.", items.share,
        item_inputs.ShareItemInput, _item("ShareItem"), WrongState)

    claim_item = mutation(
        "ClaimItem", "认领条目的全部或一部分。Claim all or part of an item.", claims.propose, claim_inputs.ClaimItemInput,
        _claim("ClaimItem"), OwnItem, WrongSide, ItemClosed, DeadlinePassed, ClaimTooLarge, TooManyUnanswered,
        SlotTaken)
    accept_claim = mutation(
        "AcceptClaim", "接受认领（发布方）。Accept a claim; the publisher's.", claims.accept, claim_inputs.AcceptClaimInput,
        _claim("AcceptClaim"), WrongState)
    decline_claim = mutation(
        "DeclineClaim", "谢绝认领（发布方）。Decline a claim; the publisher's.", claims.decline,
        claim_inputs.DeclineClaimInput, _claim("DeclineClaim"), WrongState)
    withdraw_claim = mutation(
        "WithdrawClaim", "撤回认领（认领方）。Take a claim back; the claimant's.", claims.withdraw,
        claim_inputs.WithdrawClaimInput, _claim("WithdrawClaim"), WrongState)
    deliver_claim = mutation(
        "DeliverClaim", "交付（提供方：需求与项目的认领方，资源的发布方）。Deliver; the providing side's: the claimant of a demand or "
        "project, the publisher of a resource.", claims.deliver, claim_inputs.DeliverClaimInput,
        _claim("DeliverClaim"), WrongState)
    return_claim = mutation(
        "ReturnClaim", "退回整改（接受服务的一方）。Return for rework; the receiving side's.", claims.return_,
        claim_inputs.ReturnClaimInput, _claim("ReturnClaim"), WrongState)
    confirm_claim = mutation(
        "ConfirmClaim", "确认并评价（接受服务的一方）。Confirm and rate; the receiving side's.", claims.confirm,
        claim_inputs.ConfirmClaimInput, _claim("ConfirmClaim"), WrongState)

    register_organization = mutation(
        "RegisterOrganization", "登记组织（上级区划工作人员）。Register an organisation; by an officer above it.",
        organizations.register, organization_inputs.RegisterOrganizationInput,
        payload("RegisterOrganizationPayload", "已登记的组织。What was registered.",
                organization=(AnOrganization, "该组织。The organisation.", "organization")), CodeTaken)
    revise_organization = mutation(
        "ReviseOrganization", "修改组织：地点由其人员，名称与信用代码由所归区划或上级的工作人员。Revise an organisation: its place by those who act "
        "for it, its name and credit code by officers over its home.", organizations.revise,
        organization_inputs.ReviseOrganizationInput,
        payload("ReviseOrganizationPayload", "已修改的组织。What was revised.",
                organization=(AnOrganization, "该组织。The organisation.", "organization")), StaleVersion, CodeTaken)
    station_unit = mutation(
        "StationUnit", "提出单位驻在某社区，待另一方确认；您可代表双方时立即生效。Propose that a unit is stationed in a community, for the other "
        "side to confirm; it is at once where you may speak for both.", stations.propose,
        organization_inputs.StationUnitInput, _station("StationUnit"), AlreadyStationed)
    confirm_station = mutation(
        "ConfirmStation", "确认驻区关系（未提出的一方）。Confirm a station; of the side that did not propose it.", stations.confirm,
        organization_inputs.ConfirmStationInput, _station("ConfirmStation"), WrongState, AlreadyStationed)
    decline_station = mutation(
        "DeclineStation", "谢绝驻区关系，或撤回所提出的（任一方）。Decline a station, or take the proposal back; of either side.",
        stations.decline, organization_inputs.DeclineStationInput, _station("DeclineStation"), WrongState)
    end_station = mutation(
        "EndStation", "结束驻区关系（任一方）。End a station; of either side.", stations.end,
        organization_inputs.EndStationInput, _station("EndStation"), WrongState)
    register_member = mutation(
        "RegisterMember", "登记成员。Register a member.", members.register, organization_inputs.RegisterMemberInput,
        payload("RegisterMemberPayload", "已登记的成员。Who was registered.",
                member=(AMember, "该成员。The member.", "member")), AlreadyRegistered)
    deactivate_member = mutation(
        "DeactivateMember", "停用成员，权限立即失效；须管辖其全部任职与席位（含尚未开始的）。Deactivate a member; all rights end at once. By an officer "
        "over all its offices and seats, also those to come; of a member without any, over the division that registered it.",
        members.deactivate,
        organization_inputs.DeactivateMemberInput,
        payload("DeactivateMemberPayload", "已停用的成员。Who was deactivated.",
                member=(AMember, "该成员。The member.", "member")), WrongState)
    appoint_member = mutation(
        "AppointMember", "任命成员为组织行事。Appoint a member to act for an organisation.", members.appoint,
        organization_inputs.AppointMemberInput,
        payload("AppointMemberPayload", "任职。The office.", office=(AnOffice, "该任职。The office.", "office")),
        MemberInactive, AlreadyAppointed)
    end_office = mutation(
        "EndOffice", "结束任职。End an office.", members.end_office, organization_inputs.EndOfficeInput,
        payload("EndOfficePayload", "任职。The office.", office=(AnOffice, "该任职。The office.", "office")), WrongState)
    found_committee = mutation(
        "FoundCommittee", "成立大工委（大党委）。Found a joint committee.", committees.found,
        organization_inputs.FoundCommitteeInput,
        payload("FoundCommitteePayload", "委员会。The committee.",
                committee=(ACommittee, "该委员会。The committee.", "committee")), AlreadyFounded)
    seat_member = mutation(
        "SeatMember", "给成员席位。Give a member a seat.", committees.seat, organization_inputs.SeatMemberInput,
        payload("SeatMemberPayload", "席位。The seat.", seat=(ASeat, "该席位。The seat.", "seat")),
        MemberInactive, AlreadySeated)
    end_seat = mutation(
        "EndSeat", "结束席位。End a seat.", committees.end_seat, organization_inputs.EndSeatInput,
        payload("EndSeatPayload", "席位。The seat.", seat=(ASeat, "该席位。The seat.", "seat")), WrongState)
