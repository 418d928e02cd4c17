"""The national divisions, the whole country at once."""
from collections.abc import Iterable, Mapping, Sequence

from db.bulk import merging
from db.bulk.merging import Merged, MergedDivisions
from domain.viewer import LEVELS
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.writing.by_hand import IMPORTED, ByHand

ABOVE = {digits: LEVELS[number - 1] for number, digits in enumerate(LEVELS) if number}

async def merge(hand: ByHand, rows: Iterable[tuple[str, str, str]], numbers: Mapping[str, int], unreadable: Sequence[Problem],
                expected: int, progress: Progress) -> Merged:
    """Take in divisions, all or none; a name that differs from the one that is there takes its place.

    rows         kind, code, name of each, checked by who reads them while those before are on their way to the database
    numbers      of the lines, by code; filled as `rows` are read, as is `unreadable` with what is wrong with them
    expected     how many there will be, more or less
    raises       Rejected with every bad row
    writes       organization, events organization.revised of each that is renamed, and division.imported of each district
    """
    async def check() -> None:
        problems = [*unreadable, *await _without_parents(hand, numbers)]
        if problems:
            raise Rejected(sorted(problems, key=lambda problem: problem.row or 0))

    await merging.lock_divisions(hand.connection)
    merged = await merging.merge_divisions(hand.connection, rows, check, expected, hand.now,
                                           lambda done: progress("写入 writing", done, max(done, 2 * expected)))
    _record(hand, merged)
    return Merged(sum(each.added for each in merged.grown), len(merged.renamed))


def _record(hand: ByHand, merged: MergedDivisions) -> None:
    """Tell each old name, which is to be found nowhere else, and of what is new, which may be a country, how many: 0099."""
    for one in merged.renamed:
        hand.record("organization.revised", object_type="Organization", object_id=one.id, object_version=one.version,
                    organization_id=one.id, home_code=one.code, before={"name": one.before},
                    after={"name": one.name, **IMPORTED})
    for each in merged.grown:
        hand.record("division.imported", object_type="Organization", object_id=each.id, object_version=each.version,
                    organization_id=each.id, home_code=each.code, after={"added": each.added, **IMPORTED})


async def _without_parents(hand: ByHand, numbers: Mapping[str, int]) -> list[Problem]:
    missing = {code[:ABOVE[len(code)]] for code in numbers if len(code) in ABOVE} - numbers.keys()
    missing -= (await merging.known_divisions(hand.connection, missing)).keys()
    return [Problem(None, number, "code", f"上级 {above} 不在文件中，也未登记。"
                                          f"{code} lies in {above}, which is neither in the file nor registered.")
            for code, number in numbers.items() if (above := code[:ABOVE.get(len(code), 0)]) in missing] if missing else []
