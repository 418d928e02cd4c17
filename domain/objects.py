"""What the types of the schema are called to which events happen and which have no process of their own: those that have say so
themselves (`domain.processes.OBJECTS` has all)."""
import re
from collections.abc import Mapping

from domain.words import Words

WITHOUT_PROCESS: Mapping[str, Words] = {
    "Resource": Words("资源", "A resource."),
    "Demand": Words("需求", "A demand."),
    "Project": Words("项目", "A project."),
    "Funding": Words("资金", "Money of a joint project."),
    "ProgressNote": Words("进展记录", "A note of a joint project's progress."),
    "Expense": Words("支出", "An expense of a joint project."),
    "CommunityFund": Words("服务经费", "A community's fund of a year."),
    "WhistleMessage": Words("诉求留言", "A message of a call."),
    "WhistleParty": Words("诉求办理方", "A department that a call was dispatched to."),
    "Route": Words("派单路由", "A route of calls."),
    "ServiceDuty": Words("服务要求", "What a district wants of members in a year."),
    "Shift": Words("班次", "A shift of a mobilisation's post."),
    "Organization": Words("组织", "An organisation."),
}
INTERFACES: Mapping[str, tuple[str, ...]] = {"ListItem": ("Resource", "Demand", "Project")}
"""Types of processes whose objects are of other types."""


def name(type_name: str) -> str:
    """As an enum calls a type: JOINT_COMMITTEE."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type_name).upper()
