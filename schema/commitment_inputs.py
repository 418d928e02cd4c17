"""What can be done with lists of commitments."""
from datetime import date

import strawberry
from strawberry import UNSET

from resolvers import commitments as use_cases
from schema.commitments import CommitmentFinding, CommitmentOutcome
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import ACommitment, ACommitmentList
from schema.resolutions import CONCERNED
from schema.writes import Shown, mutation


@strawberry.input(one_of=True, description="事项的责任方，只填一项。Whose a commitment is to do: exactly one of these.")
class CommitmentOwnerInput:
    organization_id: strawberry.ID | None = identifier(CONCERNED, "Organization", default=UNSET)
    seat_id: strawberry.ID | None = identifier("责任席位，该委员会现有的。The seat that does it, of those the committee has today.", "Seat",
                                               default=UNSET)


@strawberry.input(description="清单中的一项。A commitment of a list.")
class CommitmentInput:
    text: str = strawberry.field(description="内容。What is promised.")
    owner: CommitmentOwnerInput = strawberry.field(description="责任方。Whose it is to do.")
    due_on: date = strawberry.field(description="时限，今日或以后，在该年之内。The day by which it is to be done, today or later, within the list's year.")


@strawberry.input(description="年初列清单。Adopt a list of commitments for a year.")
class AdoptCommitmentListInput:
    idempotency_key: str = strawberry.field(description=KEY)
    committee_id: strawberry.ID = identifier("委员会。The committee.", "JointCommittee")
    year: int = strawberry.field(description="年度：当年或以后。Its year: this one, or one to come.")
    commitments: list[CommitmentInput] = strawberry.field(description="事项，1 至 50 项。Its commitments, 1 to 50.")
    seat_id: strawberry.ID | None = identifier("谁的：该委员会现有的席位；委员会的则不填。Whose it is: a seat that the committee has today; left out for the "
                                               "committee's own.", "Seat", default=UNSET)


@strawberry.input(description="增列事项。Add a commitment to a list.")
class AddCommitmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    commitment_list_id: strawberry.ID = identifier("承诺清单。The list.", "CommitmentList")
    text: str = strawberry.field(description="内容。What is promised.")
    owner: CommitmentOwnerInput = strawberry.field(description="责任方。Whose it is to do.")
    due_on: date = strawberry.field(description="时限，今日或以后，在该年之内。The day by which it is to be done, today or later, within the list's year.")


@strawberry.input(description="一项的年中查结果。What the check found of a commitment.")
class CommitmentFindingInput:
    commitment_id: strawberry.ID = identifier("清单事项。The commitment.", "Commitment")
    finding: CommitmentFinding = strawberry.field(description="结果。What was found.")
    note: str | None = strawberry.field(description="说明。What there is to say of it.", default=UNSET)


@strawberry.input(description="年中查清单。Check a list at mid-year.")
class CheckCommitmentListInput:
    idempotency_key: str = strawberry.field(description=KEY)
    commitment_list_id: strawberry.ID = identifier("承诺清单。The list.", "CommitmentList")
    findings: list[CommitmentFindingInput] = strawberry.field(description="每项未取消的事项一条。One of each commitment that was not dropped.")
    comment: str | None = strawberry.field(description="总体意见。What there is to say of all.", default=UNSET)


@strawberry.input(description="年底述清单。Report a list at the year's end.")
class ReportCommitmentListInput:
    idempotency_key: str = strawberry.field(description=KEY)
    commitment_list_id: strawberry.ID = identifier("承诺清单。The list.", "CommitmentList")
    report: str = strawberry.field(description="述职内容。The report.")


@strawberry.input(description="述一项承诺。Report what came of a commitment.")
class ReportCommitmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    commitment_id: strawberry.ID = identifier("清单事项。The commitment.", "Commitment")
    outcome: CommitmentOutcome = strawberry.field(description="结果。What came of it.")
    report: str = strawberry.field(description="述的内容。The report.")


@strawberry.input(description="取消一项承诺。Drop a commitment.")
class DropCommitmentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    commitment_id: strawberry.ID = identifier("清单事项。The commitment.", "Commitment")
    reason: str = strawberry.field(description="原因。Why.")


LIST = Shown("commitment_list", ACommitmentList, "该承诺清单。The list.", "commitment_list")
COMMITMENT = Shown("commitment", ACommitment, "该事项。The commitment.", "commitment")
ADOPT = mutation("年初列清单（清单的主人，或书记）。Adopt a list of commitments for a year; by whose list it is, or the secretary.", use_cases.adopt,
                 AdoptCommitmentListInput, LIST)
ADD = mutation("增列事项（清单的主人，或书记）。Add a commitment to a list; by whose list it is, or the secretary.", use_cases.add, AddCommitmentInput,
               COMMITMENT, LIST)
CHECK = mutation("年中查清单，每项一个结果（书记或上级，不能查自己的）。Check a list at mid-year, with a finding of each commitment; by the secretary or officers "
                 "above, and by nobody whose own it is.", use_cases.check, CheckCommitmentListInput, LIST)
REPORT_LIST = mutation("年底述清单（清单的主人，或书记）。Report a list at the year's end; by whose list it is, or the secretary.",
                       use_cases.report_list, ReportCommitmentListInput, LIST)
REPORT = mutation("述一项承诺（责任方）。Report what came of a commitment; the owner's.", use_cases.report, ReportCommitmentInput, COMMITMENT)
DROP = mutation("取消一项承诺（清单的主人，或书记）。Drop a commitment; by whose list it is, or the secretary.", use_cases.drop, DropCommitmentInput,
                COMMITMENT)
