"""The national divisions, the whole country at once. They leave no events: the codes are the state's, not ours."""
from collections.abc import Iterable, Mapping, Sequence

from db.bulk import merging
from db.bulk.merging import Merged
from domain.viewer import LEVELS
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.writing.by_hand import ByHand

ABOVE = {digits: LEVELS[number - 1] for number, digits in enumerate(LEVELS) if number}

async def merge(hand: ByHand, rows: Iterable[tuple[str, str, str]], numbers: Mapping[str, int], unreadable: Sequence[Problem],
                expected: int, progress: Progress) -> Merged:
    """Take in divisions, all or none; a name that differs from the one that is there takes its place.

    rows         kind, code, name of each, checked by who reads them while those before are on their way to the database
    numbers      of the lines, by code; filled as `rows` are read, as is `unreadable` with what is wrong with them
    expected     how many there will be, more or less
    raises       Rejected with every bad row
    writes       organization
    """
    async def check() -> None:
        problems = [*unreadable, *await _without_parents(hand, numbers)]
        if problems:
            raise Rejected(sorted(problems, key=lambda problem: problem.row or 0))

    await merging.lock_divisions(hand.connection)
    return await merging.merge_divisions(hand.connection, rows, check, expected, hand.now,
                                         lambda done: progress("写入 writing", done, max(done, 2 * expected)))


async def _without_parents(hand: ByHand, numbers: Mapping[str, int]) -> list[Problem]:
    missing = {code[:ABOVE[len(code)]] for code in numbers if len(code) in ABOVE} - numbers.keys()
    missing -= (await merging.known_divisions(hand.connection, missing)).keys()
    return [Problem(None, number, "code", f"上级 {above} 不在文件中，也未登记。"
                                          f"{code} lies in {above}, which is neither in the file nor registered.")
            for code, number in numbers.items() if (above := code[:ABOVE.get(len(code), 0)]) in missing] if missing else []
