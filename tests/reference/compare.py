"""The planner's response beside the reference's: what has to be equal, and the little that the specification leaves free."""
import base64
import json
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute_sync, parse, validate

from domain.languages import Language
from planner.plan import dumps
from resolvers.executing.errors import CODES
from tests.reference.operations import Operation
from tests.reference.pages import Wrong
from tests.reference.world import World

Error = tuple[tuple[Any, ...], frozenset[str]]


def is_valid(schema: GraphQLSchema, operation: Operation) -> bool:
    try:
        return not validate(schema, parse(operation.text))
    except GraphQLError:
        return False


def expected(schema: GraphQLSchema, world: World, operation: Operation) -> ExecutionResult:
    """What graphql-core answers over plain rows."""
    result = execute_sync(schema, parse(operation.text), {}, world, operation.variables)
    assert isinstance(result, ExecutionResult)
    return result


def codes(error: GraphQLError) -> frozenset[str]:
    """The codes that are right: several when a field has several wrong arguments, for any of them may be told."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    problems = cause.problems if isinstance(cause, Wrong) else [cause]
    return frozenset("BAD_REQUEST" if each is None or isinstance(each, GraphQLError) else CODES.get(type(each), "INTERNAL")
                     for each in problems)


def check(response: dict[str, Any], result: ExecutionResult) -> None:
    """Data equal to the letter and in the same order; errors equal as path and code, in any order."""
    ours = dumped(response.get("data"))
    theirs = dumped(orjson.loads(dumps(result.data, Language.BOTH)))
    assert ours == theirs, "data differ"
    wanted = sorted(((tuple(error.path or ()), codes(error)) for error in result.errors or ()), key=repr)
    found = sorted(((tuple(error.get("path", ())), error["extensions"]["code"]) for error in response.get("errors", ())),
                   key=repr)
    assert [path for path, _ in found] == [path for path, _ in wanted], (found, wanted)
    assert all(code in right for (_, code), (_, right) in zip(found, wanted, strict=True)), (found, wanted)
    assert set(response) == {"data", *(["errors"] if wanted else [])}


def dumped(data: Any) -> str:
    return json.dumps(_rounded(data), ensure_ascii=False, indent=1)


def _rounded(value: Any) -> Any:
    """Cursors of NEAREST to the millimetre: PostgreSQL and Python differ in the last digit of a distance."""
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    if isinstance(value, str) and value.startswith(NEAREST):
        order, (metres, *centre), row_id = orjson.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
        return [order, round(metres, 3), centre, row_id]
    return value


NEAREST = base64.urlsafe_b64encode(b'["NEAREST",[').decode()[:14]
