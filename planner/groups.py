"""Counts by group of a list: the rows that its `totalCount` counts, by what its type declares (`Entity.groups`)."""
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError

from domain.languages import Bilingual
from domain.refusals import BadInput
from planner.plan import Broken, Groups

MOST = 1_000  # groups of a list


def shape(declared: Mapping[str, str], by: str, selected: Sequence[tuple[str, str]], texts: list[str]) -> Groups | Broken:
    """What one field `groups` becomes.

    declared   the list's groupings
    by         the one that is asked for
    selected   the fields of a group: response key and name
    texts      gets what the rows are grouped by
    """
    if by not in declared:
        known = ", ".join(declared) or "-"
        problem = BadInput("by", Bilingual(f"此列表不能按 {by} 分组；可按：{known}。",
                                           f"This list has no groups by {by}; it has: {known}."))
        return Broken(GraphQLError(str(problem), original_error=problem))
    texts.append(declared[by])
    return Groups(len(texts) - 1, tuple(selected))


def sql(key: str, source: str) -> str:
    """The groups of the rows of a FROM, as JSON: each its key and how many there are, the largest first."""
    return ("(SELECT coalesce(jsonb_agg(jsonb_build_array(key, count) ORDER BY count DESC, key COLLATE \"C\"), '[]') FROM ("
            f"SELECT {key} AS key, count(*) AS count FROM {source} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST + 1}) g)")


def made(groups: Groups, found: Sequence[Any]) -> list[dict[str, Any]]:
    """The answer.

    found    of each field `groups` of the page what `sql` gave; nothing where there is no parent
    raises   BadInput for more groups than are told
    """
    rows = found[groups.number] if found else []
    if len(rows) > MOST:
        raise BadInput("by", Bilingual(f"多于 {MOST} 组，请缩小筛选。", f"More than {MOST} groups: narrow the filter."))
    values = [{"key": key, "count": count, "__typename": "Group"} for key, count in rows]
    return [{key: each[name] for key, name in groups.fields} for each in values]
