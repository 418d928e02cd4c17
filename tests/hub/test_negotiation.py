"""Accept and Content-Type."""
import pytest

from hub.http import negotiation, replies


@pytest.mark.parametrize(("accept", "media"), [
    ("", replies.JSON),
    ("*/*", replies.JSON),
    ("application/*", replies.JSON),
    ("application/json", replies.JSON),
    ("application/json; charset=utf-8", replies.JSON),
    ("application/graphql-response+json", replies.GRAPHQL),
    ("application/graphql-response+json, application/json;q=0.9", replies.GRAPHQL),
    ("application/graphql-response+json;q=0.5, application/json", replies.JSON),
    ("application/json, application/graphql-response+json", replies.JSON),
    ("text/event-stream", replies.EVENTS),
    ("Application/GraphQL-Response+JSON", replies.GRAPHQL),
    ("text/html, */*;q=0.1", replies.JSON),
    ("text/html", None),
    ("application/xml", None),
    ("application/json;q=0", None),
    ("application/json;q=high", None),
    (";;,,=", None),
])
def test_the_answer_is_what_the_client_likes_best(accept: str, media: str | None) -> None:
    assert negotiation.answer_type(accept) == media


@pytest.mark.parametrize(("content_type", "accepted"), [
    ("application/json", True), ("application/json; charset=utf-8", True), ('application/json;charset="UTF-8"', True),
    ("application/json; charset=gbk", False), ("application/x-www-form-urlencoded", False), ("text/plain", False),
    ("multipart/form-data; boundary=x", False), ("application/graphql", False), ("", False),
])
def test_only_json_in_utf8_is_read(content_type: str, accepted: bool) -> None:
    assert negotiation.is_json(content_type) == accepted


@pytest.mark.parametrize(("accept", "taken"), [
    ("text/event-stream", True), ("application/json, text/event-stream", True), ("text/*;q=0.1", True),
    ("application/json, text/event-stream;q=0", False), ("*/*", False), ("application/json", False), ("", False),
])
def test_a_stream_is_taken_by_whom_names_it(accept: str, taken: bool) -> None:
    assert negotiation.takes_events(accept) == taken


def test_only_a_browser_wants_the_page() -> None:
    assert negotiation.wants_page("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert not negotiation.wants_page("*/*")
