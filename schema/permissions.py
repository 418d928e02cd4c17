"""What a viewer can do with an object: an answer for each action, which the object's own type of permission has."""
import strawberry

from schema.declare import given, told
from schema.words import RefusalCode

PERMISSION = "可做的操作，或不可做的原因。Whether an action is open to the viewer, or why not."


@strawberry.interface(description=PERMISSION)
class Permission:
    allowed: bool = given("是否可做。Whether it is open.")
    code: str | None = given("不可做的原因，供程序判断，同谢绝的类型；可做则为空。Why not, for programs: the type of the refusal; null when it is open.",
                             graphql_type=RefusalCode | None)
    reason: str | None = told("不可做的原因，给人看；可做则为空。Why not, for people; null when it is open.")
