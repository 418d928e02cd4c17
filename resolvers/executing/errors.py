"""How errors look outside: a code to act on, a message for people, and never what a crash said."""
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphql import FieldNode, GraphQLError
from graphql.pyutils import snake_to_camel

from db.driver import faults
from domain import texts
from domain.faults import Fault
from domain.languages import Bilingual, Told
from domain.refusals import BadInput, NotAMember, NotForSystem, NotFound, OutcomeUnknown, Unauthenticated
from planner.documents import BadRequest
from planner.limits import TooCostly, TooSlow

UNAVAILABLE = Bilingual("暂时无法服务，请稍后重试。", "Not available now: try again later.")

log = logging.getLogger("sandan.operations")

CODES: dict[type[BaseException], str] = {
    BadInput: "BAD_INPUT", NotFound: "NOT_FOUND", Unauthenticated: "UNAUTHENTICATED", NotAMember: "NOT_A_MEMBER",
    NotForSystem: "NOT_FOR_SYSTEM", TooCostly: "TOO_COSTLY",
    TooSlow: "TOO_COSTLY", OutcomeUnknown: "OUTCOME_UNKNOWN",
}
def of_input(fault: Fault, given: Mapping[str, Any]) -> Fault:
    """The same of a mutation's input: what the rules call `place.starts_at` was given as `input.place.startsAt`.

    given   the input, as it was coerced
    """
    first, *others = (_of_input(each, given) for each in fault.all)
    first.others = tuple(others)
    return first


def _of_input(fault: Fault, given: Mapping[str, Any]) -> Fault:
    names = [snake_to_camel(name, upper=False) for name in fault.field.split(".")]
    named = replace(fault, field=".".join(("input", *names)), others=())
    if not isinstance(named, NotFound):
        return named
    value: Any = given
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return replace(named, given=value) if isinstance(value, str) else named


def causes(problem: Exception) -> Sequence[Exception]:
    """What each becomes an error of its own."""
    return problem.all if isinstance(problem, Fault) else [problem]


def shown(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as the answer has it; an exception that is no error of ours is logged and masked."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    found = error.formatted
    if cause is None:
        found["message"] = _quoted(error)
        found["extensions"] = {"code": "BAD_REQUEST", **(error.extensions or {})}
    elif isinstance(cause, Told | Fault) and (code := CODES.get(type(cause))):
        found["message"] = cause.message
        found["extensions"] = {"code": code, **_which(cause)}
    elif faults.is_unable(cause) or faults.leaves_unknown(cause):
        log.warning("out of reach", extra={"request_id": request_id, "error": repr(cause)})
        found["message"] = UNAVAILABLE
        found["extensions"] = {"code": "UNAVAILABLE"}
    else:
        fields = [node.name.value for node in error.nodes or () if isinstance(node, FieldNode)]  # a path has aliases
        log.error("an operation broke", extra={"request_id": request_id, "fields": fields}, exc_info=cause)
        found["message"] = broken(request_id)
        found["extensions"] = {"code": "INTERNAL", "requestId": request_id}
    return found  # type: ignore[return-value]  # a typed dict


def broken(request_id: str) -> Bilingual:
    """What a crash says outside: nothing but the id under which the log has the rest."""
    return Bilingual(f"系统出错，请把编号告诉管理员：{request_id}。",
                     f"Something broke; give the administrator this id: {request_id}.")


def _quoted(error: GraphQLError) -> Bilingual:
    """The message of an error of the request's own: graphql-core may have made it, in its words, around those of a scalar."""
    if isinstance(error.message, Bilingual):
        return error.message
    said, within = error.message, error.original_error
    while isinstance(within, GraphQLError) and not isinstance(within.message, Bilingual):
        within = within.original_error
    ours = within.message if isinstance(within, GraphQLError) else None
    zh, en = (said.replace(ours, ours.zh), said.replace(ours, ours.en)) if isinstance(ours, Bilingual) else (said, said)
    return Bilingual.quoted(said, f"请求有误，请修改：{zh}", en)


def _which(cause: BaseException) -> dict[str, str]:
    """The value that an error is about."""
    found = {"field": cause.field} if isinstance(cause, Fault) and cause.field else {}
    if isinstance(cause, NotFound) and cause.given:
        found["id"] = texts.shown(cause.given)
    return found


def of_request(problem: Exception, request_id: str) -> list[dict[str, Any]]:
    """The errors of a request that was not executed."""
    errors = problem.errors if isinstance(problem, BadRequest) else [
        GraphQLError("", original_error=each) for each in causes(problem)]
    return [shown(error, request_id) for error in errors]
