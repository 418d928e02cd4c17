"""Files: uploads, each one member's own, and the attachments that they become."""
from datetime import datetime
from typing import Any

import strawberry

from domain import attachments
from domain.sight import OfMember
from domain.viewer import Viewer
from planner.catalogue import Order
from resolvers import agreements
from resolvers import attachments as use_cases
from schema.declare import column, computed, entity, one
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnAgreement, AnOrganization
from schema.nodes import Node
from schema.words import FileType
from schema.writes import Shown, mutation

NAME = "文件名。What it is called."
TYPE, SIZE, DIGEST = "文件类型，由内容得出。Its type, told by its content.", "字节数。How many bytes it has.", "内容的 SHA-256，十六进制。The SHA-256 of its content, in hex."
BEFORE = "尚未上传则为空。Null before it was sent."


def both(text: str, more: str) -> str:
    """Two descriptions in one."""
    (chinese, _, english), (more_chinese, _, more_english) = text.partition("。"), more.partition("。")
    return f"{chinese}；{more_chinese}。{english} {more_english}"


def _upload_path(_: Viewer, *row: Any) -> str | None:
    return attachments.upload_path(*row)


def _download_path(_: Viewer, *row: Any) -> str:
    return attachments.download_path(*row)


@entity("已开始上传、尚未附上的文件；只有本人可见，24 小时后清除。A file that is being uploaded, not attached yet: one's own, and gone after 24 hours.",
        table="upload", tag="up", visible=OfMember(), keys={"id": "id"})
class Upload(Node):
    name: str = column(NAME)
    upload_path: str | None = computed(
        "内容以 PUT 发送到的路径（相对于枢纽的地址），15 分钟内有效；已上传或已过期则为空。Where its content is sent by PUT, below the hub's address, within "
        "15 minutes; null when it is there, or the time is over.", _upload_path, "{now}", "{t}.id", "{t}.secret", "{t}.begun_at",
        "{t}.received_at")
    begun_at: datetime = column("开始上传的时间。When it was begun.")
    keep_until: datetime = column("须在此时间之前附上。Until when it has to be attached.")
    received_at: datetime | None = column("内容到达的时间；尚未则为空。When its content came; null before.")
    type: FileType | None = column(both(TYPE, BEFORE))
    size: int | None = column(both(SIZE, BEFORE))
    digest: str | None = column(both(DIGEST, BEFORE))


@entity("附件：协议的文件；协议的双方及上级工作人员可见。An attachment: a file of an agreement, seen by who sees that.",
        table="attachment", tag="fi", visible=attachments.SEEN, keys={"id": "id"}, orders={"OLDEST": Order("{t}.attached_at", "timestamptz")})
class Attachment(Node):
    agreement: AnAgreement = one("所属协议。The agreement it belongs to.", "{t}.id = {p}.agreement_id", seen_with_parent=True)
    name: str = column(NAME)
    type: FileType = column(TYPE)
    size: int = column(SIZE)
    digest: str = column(DIGEST)
    download_path: str = computed(
        "内容以 GET 读取的路径（相对于枢纽的地址），10 至 20 分钟内有效；总是存为文件，从不作为网页打开。Where its content is fetched by GET, below the hub's "
        "address, for 10 to 20 minutes; it is always saved, never opened as a page.", _download_path, "{now}", "{t}.id", "{t}.secret")
    attached_by: AMember = one("由谁附上。Who attached it.", "{t}.id = {p}.attached_by")
    attached_for: AnOrganization | None = one("代表哪个组织；上级工作人员附上的为空。For which organisation; null where an officer above did.",
                                              "{t}.id = {p}.attached_for_id")
    attached_at: datetime = column("附上的时间。When it was attached.")


@strawberry.input(description="开始上传文件；之后把内容发送到 uploadPath。Begin to upload a file, whose content is then sent to its uploadPath.")
class BeginUploadInput:
    idempotency_key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description=NAME)


@strawberry.input(description="把已上传的文件附到协议。Attach an uploaded file to an agreement.")
class AttachToAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    agreement_id: strawberry.ID = identifier("协议。The agreement.", "Agreement")
    upload_id: strawberry.ID = identifier("已上传的文件。The uploaded file.", "Upload")


@strawberry.input(description="从待签订的协议移除附件。Remove an attachment from an agreement that is not signed.")
class DetachFromAgreementInput:
    idempotency_key: str = strawberry.field(description=KEY)
    agreement_id: strawberry.ID = identifier("协议。The agreement.", "Agreement")
    attachment_id: strawberry.ID = identifier("附件。The attachment.", "Attachment")


AGREEMENT = Shown("agreement", AnAgreement, "该协议。The agreement.", "agreement")
BEGIN = mutation("开始上传文件。Begin to upload a file.", use_cases.begin, BeginUploadInput,
                 Shown("upload", Upload, "该文件。The file.", "upload"))
ATTACH_TO_AGREEMENT = mutation(
    "把已上传的文件附到协议（提出方）。Attach an uploaded file to an agreement; of the side that proposed it.",
    agreements.attach, AttachToAgreementInput, Shown("attachment", Attachment, "该附件。The attachment.", "attachment"), AGREEMENT)
DETACH_FROM_AGREEMENT = mutation("从待签订的协议移除附件（提出方）。Remove an attachment from an agreement that is not signed; of the side that proposed it.",
                                 agreements.detach, DetachFromAgreementInput, AGREEMENT)
