"""Files: uploads, each one member's own, and the attachments that they become."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, attached, attachments
from domain.attachments import Asking, AttachmentOf, FileDeed
from domain.sight import OfMember, SeenWith
from domain.viewer import Viewer
from planner.catalogue import Order
from resolvers import attachments as use_cases
from schema.declare import column, computed, entity, given, many, one, one_of
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnOrganization, Attachments
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import FormFile
from schema.words import FileType, described
from schema.writes import Shown, mutation

described(FileDeed, "对附件的操作。What can be done with an object's attachments.", name="FileAction")
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


@entity("附件：某一对象的文件；看得到该对象的人可见。An attachment: a file of an object, seen by who sees that.",
        table="attachment", tag="fi", visible="ATTACHMENT", keys={"id": "id"}, orders={"OLDEST": Order("{t}.attached_at", "timestamptz")})
class Attachment(Node):
    subject: Node | None = one_of("所属对象。What it belongs to.", type="{p}.object_type", id="{p}.object_id", types=tuple(attached.ALL))
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


# -- what a type that has attachments declares

@entity(PERMISSION)
class FilePermission(Permission):
    action: FileDeed = given("操作。The action.")


def files_of(of: AttachmentOf) -> Any:
    """The field `attachments` of a type that has some. Where not all who see an object see its, each of them is asked about."""
    return many(Attachments, "附件，由早到晚。Its attachments, oldest first.", on="{t}.object_id = {k}", key="{p}.id",
                seen_with_parent=of.inside is None)


def files_can(of: AttachmentOf) -> Any:
    """Its field `viewer_can_attach`."""
    def can(viewer: Viewer, member_id: UUID, now: datetime, *row: Any) -> list[access.Permission]:
        own, beside = dict(zip(of.needs, row, strict=False)), dict(zip(of.beside, row[len(of.needs):], strict=True))

        def check(deed: str) -> None:
            of.check(Asking(viewer, member_id, FileDeed(deed), now), own, beside)
        return access.permissions(FileDeed, check)

    with_ = of.seen if isinstance(of.seen, SeenWith) else None
    return computed("您可否附上或移除文件，不能的附原因。Whether the viewer can attach and remove files, with the reason where not.", can,
                    "{member}", "{now}", *(f"{{t}}.{name}" for name in of.needs),
                    *(f"(SELECT w.{name} FROM {with_.table} w WHERE w.id = {{t}}.{with_.column})" for name in of.beside if with_))


# -- what can be done

@strawberry.input(description="开始上传文件；之后把内容发送到 uploadPath。Begin to upload a file, whose content is then sent to its uploadPath.")
class BeginUploadInput:
    idempotency_key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description=NAME)


def _input(name: str, description: str, fields: Mapping[str, Any]) -> type:
    """Of which one field is given."""
    made = type(name, (), {"__annotations__": dict.fromkeys(fields, strawberry.ID | None), **fields})
    return strawberry.input(made, description=description, one_of=True)


AttachToInput = _input("AttachToInput", "附到什么，其一。What a file is attached to, one of these.", {
    each.field: identifier(f"{each.words.chinese}。{each.words.english.capitalize()}.", each.type, default=UNSET) for each in attached.ALL.values()})


@strawberry.input(description="附上的文件从何而来，其一。Where the file comes from, one of these.", one_of=True)
class FileInput:
    upload_id: strawberry.ID | None = identifier("已上传的文件。A file that was uploaded.", "Upload", default=UNSET)
    content: FormFile | None = identifier("随请求以 multipart 表单发送的文件。A file of this request's multipart form.", "Upload", default=UNSET)


@strawberry.input(description="附上文件。Attach a file.")
class AttachFileInput:
    idempotency_key: str = strawberry.field(description=KEY)
    to: AttachToInput = strawberry.field(description="附到什么。What it is attached to.")  # type: ignore[valid-type]  # made at run time
    file: FileInput = strawberry.field(description="哪个文件。Which file.")


@strawberry.input(description="移除附件。Remove an attachment.")
class DetachFileInput:
    idempotency_key: str = strawberry.field(description=KEY)
    attachment_id: strawberry.ID = identifier("附件。The attachment.", "Attachment")


BEGIN = mutation("开始上传文件。Begin to upload a file.", use_cases.begin, BeginUploadInput,
                 Shown("upload", Upload, "该文件。The file.", "upload"))
ATTACH = mutation("附上文件；谁可以，看对象的 viewerCanAttach。Attach a file; who may says the object's `viewerCanAttach`.", use_cases.attach,
                  AttachFileInput, Shown("attachment", Attachment, "该附件。The attachment.", "attachment"))
DETACH = mutation("移除附件；谁可以，看对象的 viewerCanAttach。Remove an attachment; who may says the object's `viewerCanAttach`.", use_cases.detach,
                  DetachFileInput, Shown("upload", Upload, "该文件，随后清除。The file, which goes then.", "upload"))
