"""Money of joint projects: budgets by source, grants, also of communities' yearly funds, and what is spent by vouchers."""
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from tests.reference.world import World
from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Person, Place

SHOWN = """id state host { id } leadUnit { id } budgetYuan
    fundings(first: 20) { nodes { id plannedYuan grantedYuan spentYuan fund { id leftYuan } } }"""
FUNDING = "query($id: ID!) { node(id: $id) { ... on Funding { id plannedYuan grantedYuan fund { leftYuan } } } }"
SUMS = """id budgetYuan grantedYuan spentYuan fundings(first: 20) { nodes { id plannedYuan grantedYuan spentYuan } }
    expenses(first: 100) { nodes { id yuan } }"""
FUNDS = "id funds(first: 10) { nodes { id yuan grantedYuan leftYuan } }"
SOURCES = ("FISCAL", "STREET", "UNIT", "DONATION")
NOTHING, FEN = Decimal(0), Decimal("0.01")
YEAR = 2026
DESK = (1, 4)  # days of the week
OF_GRANTS = ("funding.granted", "funding.revoked")


class Money(Concept):
    """
    funds     by the ID of each community, that of its fund
    vouchers  how many were recorded in all
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "project.budgeted": 45, "funding.granted": 70, "funding.revoked": 15, "expense.recorded": 70, "fund.set": 50}

    async def begin(self) -> None:
        self.funds, self.vouchers = dict[str, str](), 0
        for place in self.street.communities:
            await self._set(place, self._yuan(300_000, 900_000))

    async def day(self, today: date) -> None:
        if today.weekday() not in DESK:
            return
        if self.happens(0.4):
            await self._set(self.chance.choice(self.street.communities), self._yuan(20_000, 1_200_000))
        for project in await self.hub.every(self.street.officer, "jointProjects", SHOWN):
            is_open = project["state"] in ("FORMED", "UNDER_WAY")
            if is_open and self.happens(0.7 if project["budgetYuan"] is None else 0.02):
                await self._plan(project)  # which puts other sources in the place of those shown
                continue
            for funding in project["fundings"]["nodes"]:
                if is_open and self.happens(0.07):
                    await self._grant(project, funding)
                elif Decimal(funding["grantedYuan"]) and self.happens(0.015):
                    await self._revoke(project, funding)
                elif project["state"] != "FORMED" and self.happens(0.12 if is_open else 0.004):
                    await self._spend(project, funding, today)

    def _yuan(self, least: int, most: int) -> Decimal:
        """So many fen."""
        return self.chance.randint(least, most) * FEN

    async def _set(self, place: Place, yuan: Decimal) -> None:
        """No less than is granted of it."""
        answer = await self.hub.does(self.street.officer, "setFund", "communityFund { id }", unless=["FundsGranted"],
                                     organizationId=place.id, year=YEAR, yuan=str(yuan))
        if answer["__typename"] != "FundsGranted":
            self.funds[place.id] = answer["communityFund"]["id"]

    def _whose(self, project: Mapping[str, Any], has_fund: bool = True) -> tuple[Place, Person]:
        """For whom a project is carried out, and who grants to it; of a community's fund an officer, where that is a unit."""
        host = self.street.by_id[project["host"]["id"]]
        return host, self.street.officer if has_fund and host.id not in self.funds else host.person

    async def _plan(self, project: Mapping[str, Any]) -> None:
        """Of some sources, one of them sometimes the fund of the community; once something is granted, that is it."""
        host, who = self._whose(project)
        sources: list[dict[str, str]] = [
            {"source": self.chance.choice(SOURCES), "yuan": str(self._yuan(1, 400_000))}
            for _ in range(self.chance.randint(1, 4))]
        if fund := self.funds.get(self._community(host)):
            sources[0] |= {"fundId": fund} if self.happens(0.6) else {}
        total = sum((Decimal(source["yuan"]) for source in sources), NOTHING)
        given = {"jointProjectId": project["id"], "sources": sources}
        if self.happens(0.1):
            wrong = await self.hub.tries(who, "planBudget", totalYuan=str(total + FEN), **given)
            assert wrong["__typename"] in ("BAD_INPUT", "FundsGranted"), wrong
        is_granted = any(Decimal(each["grantedYuan"]) for each in project["fundings"]["nodes"])
        await self.hub.does(who, "planBudget", unless=["FundsGranted"] if is_granted else [], totalYuan=str(total), **given)

    def _community(self, host: Place) -> str:
        """The ID of the community that it is, or is at home in."""
        return next((place.id for place in self.street.communities if place.home == host.home), "")

    async def _grant(self, project: Mapping[str, Any], shown: Mapping[str, Any]) -> None:
        """Some of what is left, sometimes all of it, or more: then it is said how much there is.

        shown   of the list: its fund may have less by now, or more
        """
        funding = (await self.hub.read(self.street.officer, FUNDING, id=shown["id"]))["node"]
        left = Decimal(funding["plannedYuan"]) - Decimal(funding["grantedYuan"])
        fund = funding["fund"]
        host, who = self._whose(project, bool(fund))
        if who is not host.person:
            refused = await self.hub.tries(host.person, "grantFunds", fundingId=funding["id"], yuan=str(FEN))
            assert refused["__typename"] == "NotAllowed", refused
        yuan = self._some(left)
        answer = await self.hub.does(who, "grantFunds", unless=["NotEnoughFunds"], fundingId=funding["id"], yuan=str(yuan))
        of_fund = Decimal(fund["leftYuan"]) if fund else left
        self._is_refused(answer, left if yuan > left else of_fund, is_right=yuan > min(left, of_fund))

    async def _revoke(self, project: Mapping[str, Any], funding: Mapping[str, Any]) -> None:
        """Of what is granted and not spent, sometimes more: then it is said how much that is."""
        left = Decimal(funding["grantedYuan"]) - Decimal(funding["spentYuan"])
        yuan, who = self._some(left), self._whose(project, bool(funding["fund"]))[1]
        answer = await self.hub.does(who, "revokeGrant", unless=["NotEnoughFunds"], fundingId=funding["id"], yuan=str(yuan),
                                     reason="工程核减")
        self._is_refused(answer, left, is_right=yuan > left)

    async def _spend(self, project: Mapping[str, Any], funding: Mapping[str, Any], today: date) -> None:
        """Each voucher once, of what is granted."""
        left = Decimal(funding["grantedYuan"]) - Decimal(funding["spentYuan"])
        if not left and not self.happens(0.05):
            return
        lead = self.street.by_id[project["leadUnit"]["id"]].person
        yuan, self.vouchers = self._some(left), self.vouchers + 1
        given = {"fundingId": funding["id"], "voucher": f"凭-{self.vouchers:05}", "purpose": "材料", "spentOn": str(today)}
        answer = await self.hub.does(lead, "recordExpense", unless=["NotEnoughFunds"], yuan=str(yuan), **given)
        self._is_refused(answer, left, is_right=yuan > left)
        if answer["__typename"] == "RecordExpensePayload" and self.happens(0.1):
            again = await self.hub.tries(lead, "recordExpense", yuan=str(FEN), **given)
            assert again["__typename"] == "VoucherUsed", again

    def _some(self, left: Decimal) -> Decimal:
        if self.happens(0.1) or not left:
            return left + self._yuan(1, 100)
        return left if self.happens(0.2) else self._yuan(1, int(left / FEN))

    def _is_refused(self, answer: Mapping[str, Any], left: Decimal, *, is_right: bool) -> None:
        """Exactly where more was asked for than there is, and with what is left."""
        assert (answer["__typename"] == "NotEnoughFunds") is is_right, (answer, left)
        assert not is_right or f" {left:.2f} 元" in answer["message"], (answer, left)

    # -- at the year's end

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """Whoever sees a project is shown its sums as they are counted row by row, and a fund who is to see it."""
        wrong = []
        for shown in await self.hub.every(who, "jointProjects", SUMS):
            if (counted := _sums(world, UUID(hex=shown["id"][2:]))) != _told(shown):
                wrong.append(f"{role}: {shown['id']} has the sums {_told(shown)}, counted {counted}")
        for shown in await self.hub.every(who, "organizations", FUNDS, "filter: {kind: [COMMUNITY]}"):
            organization = UUID(hex=shown["id"][2:])
            seen = [(row["id"].hex, *(f"{yuan:.2f}" for yuan in (row["yuan"], row["granted"], row["yuan"] - row["granted"])))
                    for row in world.tables.of("community_fund")
                    if row["organization_id"] == organization and world.sees(row)]
            found = [(each["id"][2:], each["yuan"], each["grantedYuan"], each["leftYuan"]) for each in shown["funds"]["nodes"]]
            if found != seen:
                wrong.append(f"{role}: {shown['id']} shows the funds {found}")
        return wrong

    async def check(self, log: Log) -> list[str]:
        return [*planned(log), *counted(log), *in_order(log)]


def _told(project: Mapping[str, Any]) -> tuple[Any, ...]:
    """The sums of a project as it is shown: of all, of each source, of each voucher."""
    budget = project["budgetYuan"]
    return (budget and Decimal(budget), *(Decimal(project[f"{name}Yuan"]) for name in ("granted", "spent")),
            {each["id"][2:]: tuple(Decimal(each[f"{name}Yuan"]) for name in ("planned", "granted", "spent"))
             for each in project["fundings"]["nodes"]},
            {each["id"][2:]: Decimal(each["yuan"]) for each in project["expenses"]["nodes"]})


def _sums(world: World, project: UUID) -> tuple[Any, ...]:
    """The same, from rows: what is spent by vouchers alone."""
    row = world.tables.find("joint_project", project)
    assert row is not None
    fundings = [each for each in world.tables.of("funding") if each["project_id"] == project]
    expenses = [each for each in world.tables.of("expense") if each["project_id"] == project]
    spent = defaultdict[UUID, Decimal](Decimal)
    for each in expenses:
        spent[each["funding_id"]] += each["yuan"]
    budget = sum((each["planned"] for each in fundings), NOTHING)
    return (budget if fundings else None, sum((each["granted"] for each in fundings), NOTHING), sum(spent.values(), NOTHING),
            {each["id"].hex: (each["planned"], each["granted"], spent[each["id"]]) for each in fundings},
            {each["id"].hex: each["yuan"] for each in expenses})


def planned(log: Log) -> Iterator[str]:
    """A budget is what its sources are planned to give, and what its last event says."""
    added = defaultdict[UUID, Decimal](Decimal)
    for row in log.rows("funding"):
        added[row["project_id"]] += row["planned"]
    told = {event["object_id"]: Decimal(event["after"]["budget_yuan"]) for event in log.of_kind("project.budgeted")}
    for row in log.rows("joint_project"):
        budgets = row["budget_yuan"] or NOTHING, added[row["id"]], told.get(row["id"], NOTHING)
        if len({*budgets}) > 1:
            yield f"joint project {row['id']} has a budget, sources and an event of {budgets}"


def counted(log: Log) -> Iterator[str]:
    """What is granted is what events say, one after the other; what is spent, what vouchers and their events say."""
    granted, spent, of_funds = (defaultdict[UUID, Decimal](Decimal) for _ in range(3))
    for event in log.of_kind(*OF_GRANTS):
        before, after = (Decimal(event[side]["granted"]) for side in ("before", "after"))
        if before != granted[event["object_id"]]:
            yield f"funding {event['object_id']}: {before} were granted before, by its events {granted[event['object_id']]}"
        granted[event["object_id"]] = after
    told = {event["object_id"]: Decimal(event["after"]["yuan"]) for event in log.of_kind("expense.recorded")}
    for row in log.rows("expense"):
        spent[row["funding_id"]] += row["yuan"]
        if told.pop(row["id"], None) != row["yuan"]:
            yield f"expense {row['id']} is of {row['yuan']} yuan, and its event says something else"
    yield from (f"expense {each} is gone" for each in told)
    for row in log.rows("funding"):
        of_funds[row["fund_id"]] += row["granted"]
        sums = row["planned"], row["granted"], row["spent"]
        if sums[1:] != (granted[row["id"]], spent[row["id"]]) or list(sums) != sorted(sums, reverse=True):
            yield f"funding {row['id']} has {sums}, counted {granted[row['id']]} and {spent[row['id']]}"
    yield from (f"fund {row['id']} has {row['granted']} granted of {row['yuan']}, counted {of_funds[row['id']]}"
                for row in log.rows("community_fund") if not row["granted"] == of_funds[row["id"]] <= row["yuan"])


def in_order(log: Log) -> Iterator[str]:
    """At no moment was more granted of a fund than it had then, nor more spent of a source than was granted."""
    funds = {row["id"]: row["fund_id"] for row in log.rows("funding")}
    sources = {row["id"]: row["funding_id"] for row in log.rows("expense")}
    has, taken, granted, spent = (defaultdict[UUID | None, Decimal](Decimal) for _ in range(4))
    for event in log.of_kind("fund.set", *OF_GRANTS, "expense.recorded"):
        object_id, after = event["object_id"], event["after"]
        if event["kind"] == "fund.set":
            has[object_id] = Decimal(after["yuan"])
        elif event["kind"] == "expense.recorded":
            spent[sources[object_id]] += Decimal(after["yuan"])
        else:
            taken[funds.get(object_id)] += Decimal(after["granted"]) - granted[object_id]
            granted[object_id] = Decimal(after["granted"])
        over = [*(each for each, yuan in taken.items() if each is not None and yuan > has[each]),
                *(each for each, yuan in spent.items() if yuan > granted[each])]
        yield from (f"{each} was overdrawn by event {event['id']}" for each in over)
