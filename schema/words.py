"""Enums: the words of the field, each made of what declares its values."""
from collections.abc import Mapping
from enum import Enum, StrEnum

import strawberry

from domain import beginnings, claims, committees, items, objects, processes, stations, terms, trail
from domain.attachments import FileType as FileType
from domain.claims import ClaimState as ClaimState
from domain.committees import CommitteeLevel as CommitteeLevel
from domain.committees import SeatKind as SeatKind
from domain.items import Category as Category
from domain.items import ClaimStatus as ClaimStatus
from domain.items import ItemState as ItemState
from domain.items import ResourceKind as ResourceKind
from domain.items import Scope as Scope
from domain.items import Urgency as Urgency
from domain.mail import DigestCadence, MailChannel, MailLanguage
from domain.notice import NoticeKind as NoticeKind
from domain.organizations import OrganizationKind as OrganizationKind
from domain.refusals import Refusal
from domain.stations import StationState as StationState
from domain.terms import TermState as TermState
from domain.viewer import OfficeKind as OfficeKind
from domain.words import Worded, Words

LABELS: dict[str, Mapping[str, Words]] = {}
"""What the values of each enum of the schema are called, by its name there."""


def described(cls: type[Enum], description: str, words: Mapping[str, Words] | None = None, name: str | None = None) -> None:
    """Make an enumeration of the rules an enum of the schema.

    words   that its process has for the values; None: a `Worded`, whose values have them themselves
    """
    called = {str(value): each for value, each in words.items()} if words else {
        each.name: each.words for each in cls if isinstance(each, Worded)}
    strawberry.enum(cls, name=name, description=description)
    definition = cls.__strawberry_definition__  # type: ignore[attr-defined]  # Strawberry put it there
    for value in definition.values:
        value.description = called[value.name].description
    LABELS[definition.name] = {value.name: called[value.name] for value in definition.values}


def enumerated(name: str, description: str, words: Mapping[str, Words], stored: Mapping[str, str] | None = None) -> type[Enum]:
    """An enum of the schema for values that have no enumeration of their own.

    stored   what each value is in the database, by its name; None: its name
    """
    made: type[Enum] = StrEnum(name, {each: stored[each] if stored else each for each in words})  # type: ignore[misc]  # by name
    described(made, description, words)
    return made


described(OrganizationKind, "组织种类。What an organisation is.")
described(CommitteeLevel, "大工委（大党委）层级。The level of a joint committee.")
described(SeatKind, "委员席位种类。The kind of a seat.")
described(OfficeKind, "任职种类。What a member does for an organisation.")

described(TermState, "任期的哪一段。Where an office or a seat is in its term.", committees.SEAT.words_of_states)
TermAction = terms.TermStep
described(TermAction, "对任职或席位的操作。What can be done with an office or a seat.", committees.SEAT.words_of_steps, name="TermAction")

ItemList = items.List
described(ItemList, "三份清单。The three lists.", name="ItemList")
described(ItemState, "条目状态。Where a list item is in its life.", items.PROCESS.words_of_states)
described(ClaimStatus, "认领程度，由数量得出。How much of an item is claimed, told from its quantities.")
described(Scope, "可见范围：在哪一级区划之内人人可见。Within which division everybody sees an item.")
described(Category, "类别。What an item is about.")
described(Urgency, "紧急程度。How urgent a demand is.")
described(ResourceKind, "资源类型。What a resource is.")
ItemAction = items.Action
described(ItemAction, "对条目的操作。What can be done with an item.", items.ACTIONS, name="ItemAction")

described(ClaimState, "认领状态。Where a claim is in its life.", claims.PROCESS.words_of_states)
CommitteeAction = enumerated("CommitteeAction", "在大工委（大党委）可发起的。What can be begun at a joint committee.", beginnings.OF_COMMITTEES)
OrganizationAction = enumerated("OrganizationAction", "可为组织发起的。What can be begun for an organisation.", beginnings.OF_ORGANIZATIONS)
ClaimAction = enumerated("ClaimAction", "对认领的操作。What can be done with a claim.", claims.ACTIONS)

described(FileType, "文件类型，由内容得出。What a file is, told by its content.")

described(MailChannel, "以何方式邮寄一种通知。By which way one is mailed notices of a kind.")
described(DigestCadence, "摘要的频次。How often a digest is sent.")
described(MailLanguage, "邮件的语言。The language of one's mail.")

described(NoticeKind, "通知的种类：因何告知。The kind of a notice: why somebody is told.")

described(StationState, "驻区关系的状态。Where a station is in its life.", stations.PROCESS.words_of_states)
StationSide = stations.Side
described(StationSide, "驻区关系的一方。A side of a station.", name="StationSide")
StationAction = stations.StationStep
described(StationAction, "对驻区关系的操作。What can be done with a station.", stations.PROCESS.words_of_steps, name="StationAction")

AnyState = enumerated("AnyState", "任一对象的状态：谢绝以它说明，不论对象是什么。The state of anything: as refusals have it, whatever they are about.",
                      processes.STATES)
AnyAction = enumerated("AnyAction", "任何可能无权做的操作。Anything that somebody may not be allowed to do.", processes.ACTIONS)
RefusalCode = enumerated("RefusalCode", "谢绝的种类，名称同其类型。The kinds of refusals, called like their types.",
                         {each.CODE: Words.read(each.DESCRIPTION)  # whoever imports what first
                          for each in sorted(Refusal.KINDS.values(), key=lambda kind: kind.CODE)})
EventKind = enumerated("EventKind", "事件的种类：发生了什么。The kind of an event: what happened.",
                       {trail.name(kind): each.words for kind, each in trail.KINDS.items()},
                       {trail.name(kind): kind for kind in trail.KINDS})
ObjectType = enumerated("ObjectType", "对象的类型。What kind of object something is.",
                        {objects.name(each): words for each, words in processes.OBJECTS.items()},
                        {objects.name(each): each for each in processes.OBJECTS})


def name_of(enum: type[Enum]) -> Mapping[str, str]:
    """The name of each of an enum's values, by what is stored."""
    return {each.value: each.name for each in enum}
