"""Teams: registered members form them, let others in, and come to activities as one, all or none."""
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from tests.reference.stored import Row
from tests.year import service
from tests.year.concept import Concept, person
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Person, Place, Street

KINDS = ("PIONEER", "SHOCK", "VOLUNTEER")
DAYS = (1, 3)  # of the week, on which they meet
MOST = 7  # whom a leader asks in
SHOWN = "id leader { id } organization { id } members(first: 100) { nodes { id state member { id } } }"
COUNTED = "id size attended hours leader { id } members(first: 100) { nodes { state member { id } } }"
OPEN = "id remaining startsAt endsAt organization { id }"
IN = ("team_member.joined", "team_member.accepted")
TAKES_TIME = {"sign_up": ("SIGNED_UP", "ATTENDED"), "assignment": ("ASSIGNED", "ACKNOWLEDGED", "SERVED")}


class Teams(Concept):
    """
    registered   who is registered today: where, and of which unit
    came         whom each team signed up for an activity, as the answers told: the team, the activity and the member
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "team.formed": 10, "team.handed_over": 4, "team.signed_up": 15, "team.withdrawn": 2, "team.dissolved": 2,
        "team_member.invited": 45, "team_member.requested": 25, "team_member.joined": 10, "team_member.accepted": 60,
        "team_member.left": 40}
    LISTS: ClassVar[Mapping[str, str]] = {"teams": "team"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.registered, self.came = dict[str, Mapping[str, Any]](), Counter[tuple[str, str, str]]()

    async def day(self, today: date) -> None:
        if today.weekday() not in DAYS:
            return
        found = await self.hub.every(self.street.officer, "dualReports", "member { id } unit { id } community { id }",
                                     "filter: {state: [CONFIRMED]}")
        self.registered = {each["member"]["id"]: each for each in found}
        if self.happens(0.15):
            await self._form()
        for team in await self.hub.every(self.street.officer, "teams", SHOWN, "filter: {state: [FORMED]}"):
            await self._meet(team)

    def _may(self, organization: str) -> list[str]:
        """Who may be in a team of an organisation today."""
        place = self.street.by_id[organization]
        side = {"STREET": "", "COMMUNITY": "community"}.get(place.kind, "unit")
        return [each for each, of in self.registered.items() if not side or of[side]["id"] == organization]

    async def _form(self) -> None:
        leader = self.chance.choice([*self.registered])
        own = self.registered[leader]
        organization = self.chance.choices((self.street.own.id, own["community"]["id"], own["unit"]["id"]), (6, 2, 1))[0]
        await self.hub.does(self.street.by_id[organization].person, "formTeam", organizationId=organization, name="先锋队",
                            kind=self.chance.choice(KINDS), leaderId=leader)

    async def _meet(self, team: Mapping[str, Any]) -> None:
        owner, leader = self.street.by_id[team["organization"]["id"]], person(team["leader"]["id"])
        may, standing = self._may(owner.id), [each for each in team["members"]["nodes"] if each["state"] != "LEFT"]
        joined = [each["member"]["id"] for each in standing if each["state"] == "JOINED" and each["member"]["id"] in may]
        if leader.id not in may or self.happens(0.02):
            await self._lose_leader(team, owner, [each for each in joined if each != leader.id])
            return
        for each in standing:
            if await self._leaves(team["id"], each, leader, is_of=each["member"]["id"] in may):
                joined = [one for one in joined if one != each["member"]["id"]]
        others = [each for each in may if each not in {one["member"]["id"] for one in standing}]
        if others and len(standing) < MOST and self.happens(0.5):
            await self.hub.does(leader, "inviteToTeam", teamId=team["id"], memberId=self.chance.choice(others))
        elif others and self.happens(0.15):
            await self.hub.does(person(self.chance.choice(others)), "joinTeam", teamId=team["id"])
        if self.happens(0.4):
            await self._sign_up(team["id"], leader, joined)
        if self.happens(0.06):
            await self._withdraw(team["id"], leader)

    async def _lose_leader(self, team: Mapping[str, Any], owner: Place, others: Sequence[str]) -> None:
        """Who acts for it hands it over, or dissolves it."""
        if others and self.happens(0.7):
            await self.hub.does(owner.person, "handOverTeam", teamId=team["id"], leaderId=self.chance.choice(others))
        else:
            await self.hub.does(owner.person, "dissolveTeam", teamId=team["id"], reason="合并")

    async def _leaves(self, team: str, place: Mapping[str, Any], leader: Person, *, is_of: bool) -> bool:
        """Who is asked accepts, or who asks is; whoever is not registered there any more is let go. Whether it is."""
        member = person(place["member"]["id"])
        asked = {"INVITED": member, "REQUESTED": leader}.get(place["state"])
        if member == leader:
            if self.happens(0.02):
                assert (await self.hub.tries(leader, "leaveTeam", teamMemberId=place["id"]))["__typename"] == "LeadsTeam"
        elif not is_of or self.happens(0.02):
            await self.hub.does(leader, "leaveTeam", teamMemberId=place["id"])
            return True
        elif asked and self.happens(0.8):
            await self.hub.does(asked, "acceptTeamMember" if self.happens(0.85) else "leaveTeam", teamMemberId=place["id"])
        elif not asked and self.happens(0.03):
            again = await self.hub.tries(leader, "inviteToTeam", teamId=team, memberId=member.id)
            assert again["__typename"] == "AlreadyInTeam", again
        return False

    async def _sign_up(self, team: str, leader: Person, joined: Sequence[str]) -> None:
        """Some of them, for what the leader finds: what the answer is to be is known before."""
        found = await self.hub.every(leader, "activities", OPEN, "filter: {open: true}")
        if not found:
            return
        activity, coming = self.chance.choice(found), self.chance.sample(joined, self.chance.randint(1, len(joined)))
        expected = await self._expected(activity, coming)
        answer = await self.hub.tries(leader, "signUpTeam", teamId=team, activityId=activity["id"], memberIds=coming)
        assert answer["__typename"] == expected, (answer, expected, activity, coming)
        if expected == "SignUpTeamPayload":
            self.came.update((team, activity["id"], each) for each in coming)

    async def _expected(self, activity: Mapping[str, Any], coming: Sequence[str]) -> str:
        place = self.street.by_id[activity["organization"]["id"]]
        if place is not self.street.own and any(self.registered[each]["community"]["id"] != place.id for each in coming):
            return "TeamMembersElsewhere"
        if len(coming) > activity["remaining"]:
            return "ActivityFull"
        starts, ends = (datetime.fromisoformat(activity[name]) for name in ("startsAt", "endsAt"))
        for table, states in TAKES_TIME.items():
            for row in await self.hub.pool.fetch(f"SELECT state, starts_at, ends_at FROM {table} WHERE member_id = ANY($1)",
                                                 [person(each).member for each in coming]):
                if row["state"] in states and row["starts_at"] < ends and starts < row["ends_at"]:
                    return "TeamMembersBusy"
        return "SignUpTeamPayload"

    async def _withdraw(self, team: str, leader: Person) -> None:
        found = await self.hub.every(self.street.officer, "signUps", "activity { id }",
                                     "filter: {teamId: $of, state: [SIGNED_UP]}", of=team)
        if found:
            activity = self.chance.choice(found)["activity"]["id"]
            answer = await self.hub.tries(leader, "withdrawTeam", teamId=team, activityId=activity)
            assert answer["__typename"] in ("WithdrawTeamPayload", "DeadlinePassed", "WrongState", "NOT_FOUND"), answer

    async def check(self, log: Log) -> list[str]:
        rows = Counter((row["team_id"], row["activity_id"], row["member_id"]) for row in log.rows("sign_up") if row["team_id"])
        came = Counter({tuple(map(log.id, each)): number for each, number in self.came.items()})
        wrong = [f"{each} was signed up {came[each]} times, and is {rows[each]} times" for each in {*rows, *came}
                 if rows[each] != came[each]]
        shown = await self.hub.every(self.street.officer, "teams", COUNTED)
        for team, counted in ((team, _counted(log, log.id(team["id"]))) for team in shown):
            members = sorted(log.id(each["member"]["id"]) for each in team["members"]["nodes"] if each["state"] == "JOINED")
            told = {**{name: team[name] for name in ("size", "attended", "hours")}, "members": members}
            wrong += [] if told == counted else [f"team {team['id']} is shown as {told}, by the log {counted}"]
            if counted["members"] and log.id(team["leader"]["id"]) not in members:
                wrong.append(f"team {team['id']} is led by who is not in it")
        return wrong


def _counted(log: Log, team: UUID) -> dict[str, Any]:
    """What the log says of a team: who is in it, at how many activities it was, and how long."""
    last = {row["member_id"]: log.of(row["id"])[-1]["kind"] for row in _in_order(log, "team_member", team)}
    members, served = sorted(each for each, kind in last.items() if kind in IN), defaultdict[UUID, list[Decimal]](list)
    for row in _in_order(log, "sign_up", team):
        if (lasted := service.hours(log, row)) is not None:
            served[row["activity_id"]].append(lasted)
    return {"size": len(members), "attended": len(served), "members": members,
            "hours": f"{sum((sum(each) for each in served.values()), Decimal()):.2f}"}


def _in_order(log: Log, table: str, team: UUID) -> list[Row]:
    return sorted((row for row in log.rows(table) if row["team_id"] == team), key=lambda row: log.of(row["id"])[0]["seq"])
