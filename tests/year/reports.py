"""Reports of joint projects, which are late or not, and notes of how they go with files, seen by who sees the project."""
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

from domain import dates, working_days
from tests import files
from tests.api.client import global_id
from tests.reference.world import World
from tests.year.concept import Concept
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Person, Street
from tests.year.web import Web

SHOWN = "id leadUnit { id } notes(first: 5) { nodes { id attachments(first: 5) { totalCount } } }"
FILES = "id notes(first: 20) { nodes { id attachments(first: 8) { nodes { id digest downloadPath } } } }"
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
LATE = "id checkpoints(first: 50, filter: {overdue: true}) { nodes { id } }"
WITHIN = {"BULLETIN": 5, "HALF_YEAR_CHECK": 10, "ANNUAL_EVALUATION": 20}
"""Working days after its period in which each kind is due."""
KINDS = ("PDF", "PNG", "JPEG", "WEBP", "DOCX", "XLSX", "TEXT")
ARCHIVES = ("DOCX", "XLSX")  # which end as they have to
NONE = 404


class Reports(Concept):
    """
    kept   the digest of each file that was attached, by the ID of the attachment
    """

    LEAST: ClassVar[Mapping[str, int]] = {"progress_note.attached": 30, "progress_note.detached": 1}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.web, self.kept, self.sent = Web(hub), dict[str, str](), 0

    async def day(self, today: date) -> None:
        if today.weekday() == 2:
            for project in await self.hub.every(self.street.officer, "jointProjects", SHOWN,
                                                "filter: {state: [FORMED, UNDER_WAY]}"):
                lead = self.street.by_id[project["leadUnit"]["id"]].person
                for note in project["notes"]["nodes"]:
                    if note["attachments"]["totalCount"] < 3 and self.happens(0.15):
                        await self._attach(lead, note["id"])
        if today.weekday() == 4:
            await self._begun_alone()
        if today.weekday() == 0:
            assert not [*await self._late(today)]
            await self.web.sweep()

    # -- files

    async def _attach(self, who: Person, note: str) -> None:
        """By a form, sent twice sometimes, or by the address of an upload; what nobody needs is removed again."""
        self.sent += 1
        kind, key = self.chance.choice(KINDS), f"year-file-{self.sent:05}"
        content = files.OF[kind] + (b"" if kind in ARCHIVES else f"{self.sent:05}".encode())
        way = self._by_form if self.happens(0.5) else self._by_address
        attachment = await way(who, key, content, note)
        assert attachment["digest"] == sha256(content).hexdigest()
        if self.happens(0.1):
            await self.hub.does(who, "detachFile", attachmentId=attachment["id"])
        else:
            self.kept[attachment["id"]] = attachment["digest"]

    async def _by_form(self, who: Person, key: str, content: bytes, note: str) -> dict[str, Any]:
        answer = await self.web.sends(who, key, "现场照片", content, progressNoteId=note)
        if self.happens(0.3):
            assert await self.web.sends(who, key, "现场照片", content, progressNoteId=note) == answer
        found: dict[str, Any] = answer["attachment"]
        return found

    async def _by_address(self, who: Person, key: str, content: bytes, note: str) -> dict[str, Any]:
        """The address is good for one file, once."""
        begun = (await self.hub.does(who, "beginUpload", "upload { id uploadPath }", name="现场照片"))["upload"]
        given: dict[str, Any] = {"to": {"progressNoteId": note}, "file": {"uploadId": begun["id"]}}
        assert (await self.hub.tries(who, "attachFile", **given))["__typename"] == "NotUploaded"
        assert (await self.web.gets(begun["uploadPath"])).status_code == NONE
        for status in (201, NONE):
            assert (await self.web.puts(begun["uploadPath"], content)).status_code == status
        answer = await self.hub.does(who, "attachFile", "attachment { id digest }", **given)
        found: dict[str, Any] = answer["attachment"]
        return found

    async def _begun_alone(self) -> None:
        """What is sent and never attached: the clock removes it."""
        who = self.chance.choice(self.street.units).person
        begun = (await self.hub.does(who, "beginUpload", "upload { id uploadPath }", name="未用"))["upload"]
        assert (await self.web.puts(begun["uploadPath"], files.OF["TEXT"])).status_code == 201

    # -- reports

    async def _late(self, today: date) -> Iterator[str]:
        """Reports that are shown as late, and are not, or the other way round, worked out from when each period ended."""
        rows = await self.hub.pool.fetch("SELECT id, project_id, kind, ends_on, state FROM checkpoint WHERE state = 'ASKED'")
        late = {global_id("Checkpoint", row["id"]): global_id("JointProject", row["project_id"]) for row in rows
                if working_days.after(row["ends_on"], WITHIN[row["kind"]]) < today}
        found = await self.hub.every(self.street.officer, "jointProjects", LATE, "filter: {checkpointOverdue: true}")
        shown = {each["id"]: project["id"] for project in found for each in project["checkpoints"]["nodes"]}
        return (f"{each} is late, shown are {[*shown]}" for each in late.items() ^ shown.items())

    # -- at the year's end

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """Files are found by who sees the project, and by nobody else; what is fetched is what was sent."""
        found = {each["id"]: (each["digest"], each["downloadPath"])
                 for project in await self.hub.every(who, "jointProjects", FILES)
                 for note in project["notes"]["nodes"] for each in note["attachments"]["nodes"]}
        of_notes = [row for row in world.tables.of("attachment") if row["object_type"] == "ProgressNote"]
        ids = [global_id("Attachment", row["id"]) for row in of_notes]
        by_id = {each["id"] for start in range(0, len(ids), 100)
                 for each in (await self.hub.read(who, NODES, ids=ids[start:start + 100]))["nodes"] if each}
        seen = {global_id("Attachment", row["id"]): row["digest"] for row in of_notes if world.sees(row)}
        wrong = [] if {each: digest for each, (digest, _) in found.items()} == seen and by_id == seen.keys() else [
            f"{role}: finds {len(found)} files, and {len(by_id)} by ID, where {len(seen)} are to be seen"]
        for each, (digest, path) in [*found.items()][:10]:
            fetched = await self.web.gets(path)
            if sha256(fetched.content).hexdigest() != digest or fetched.headers["content-disposition"][:10] != "attachment":
                wrong.append(f"{role}: {each} is fetched as something else")
        return wrong

    async def check(self, log: Log) -> list[str]:
        return [*await self._late(dates.day(self.hub.now)), *self._attached(log), *overdue(log)]

    def _attached(self, log: Log) -> Iterator[str]:
        """Each file is there that was attached and not removed, with the digest of what was sent, in row and event."""
        kept = {log.id(each): digest for each, digest in self.kept.items()}
        rows = {row["id"]: row["digest"] for row in log.rows("attachment") if row["object_type"] == "ProgressNote"}
        told = {UUID(event["after"]["attachment_id"]): event["after"]["digest"]
                for event in log.of_kind("progress_note.attached")}
        gone = {UUID(event["before"]["attachment_id"]) for event in log.of_kind("progress_note.detached")}
        left = {each: digest for each, digest in told.items() if each not in gone}
        if not kept == rows == left:
            yield f"{len(kept)} files were attached to notes, {len(rows)} are there, by events {len(left)}"


def overdue(log: Log) -> Iterator[str]:
    """What was not answered in time fell overdue once, and nothing else; who leads and the host were told (`notices.py`)."""
    told = Counter(event["object_id"] for event in log.of_kind("checkpoint.overdue"))
    for row in log.rows("checkpoint"):
        due = working_days.after(row["ends_on"], WITHIN[row["kind"]])
        answered = dates.day(row["answered_at"] or log.now)
        if due != row["due_on"] or told.pop(row["id"], 0) != (answered > due):
            yield f"checkpoint {row['id']} was due on {due} and answered on {answered}: fell overdue, or is due, otherwise"
    yield from (f"checkpoint {each} fell overdue and is gone" for each in told)
