"""The contact of an item: personal data, so each look at it whole is recorded."""
from domain import contacts as rules
from planner.personal import Personal
from resolvers import contacts
from schema.declare import entity, given, personal


@entity("联系人。个人信息：发布单位与认领被接受的一方看到全部，后者每次查看留痕；他人只见首尾。"
        "A contact. Personal data: shown whole to its publisher and to the parties of an accepted claim, each of whose looks is "
        "recorded; others see its ends.")
class Contact:
    name: str = given("姓名，他人只见姓：王**。The name; others see its first character only.")
    phone: str = given("电话，他人只见首尾：138****1234。The phone; others see its ends only.")
    masked: bool = given("是否隐去了一部分。Whether part of it is hidden.")


OF_ITEM = Personal("contact", "{t}.item_id = {p}.id", ("{t}.name", "{t}.phone"), rules.shown,
                   contacts.OWNERS, rules.look, contacts.SUBJECT)


def of_item() -> Contact | None:
    """The field of an item."""
    return personal("联系人；未填为空。谁看到全部、何时留痕，见其类型。"  # type: ignore[no-any-return]  # a field
                    "The contact; null when not given. Who sees it whole, and when that is recorded: see its type.", OF_ITEM)
