"""For whom a call was raised: personal data, of which each look is recorded."""
from domain import contacts, whistle_residents
from planner.personal import Personal
from schema.declare import entity, given, personal


@entity("居民。个人信息：诉求未结束时，吹哨方与正在办理的主办方看到全部，每次查看留痕；他人只见首尾，结束后一概如此；可以删除。"
        "A resident. Personal data: while the call is open shown whole to who raised it, and to the lead that has it, each of whose "
        "looks is recorded; others see its ends, and so does everybody afterwards; they can be erased.")
class Resident:
    name: str = given("姓名，他人只见姓：王**。The name; others see its first character only.")
    phone: str = given("电话，他人只见首尾：138****1234。The phone; others see its ends only.")
    masked: bool = given("是否隐去了一部分。Whether part of it is hidden.")


OF_WHISTLE = Personal("whistle_resident", "{t}.whistle_id = {p}.id", ("{t}.name", "{t}.phone"), contacts.shown,
                      ("{p}.state", "{p}.raiser_id", "{p}.lead_id", "{p}.system_id"), whistle_residents.look, "whistle")


def of_whistle() -> Resident | None:
    """The field of a call."""
    return personal("为哪位居民；没有或已删除则为空。谁看到全部、何时留痕，见其类型。"  # type: ignore[no-any-return]  # a field
                    "For which resident; null when none, or erased. Who sees the data whole, and when that is recorded: see its type.", OF_WHISTLE)
