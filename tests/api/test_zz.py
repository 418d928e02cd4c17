import traceback
from tests.api.client import Client, global_id
import pytest
Q = [
 ("{ items(filter: {around: {longitude: 0, latitude: 100, radius: 10}}) { totalCount } }", {}),
 ("{ items(filter: {around: {longitude: 0, latitude: 90, radius: 10}}) { totalCount } }", {}),
 ("{ items(filter: {around: {longitude: 0, latitude: 0, radius: -5}}) { totalCount } }", {}),
 ("{ items(filter: {around: {longitude: 1e300, latitude: 0, radius: 1e308}}) { totalCount } }", {}),
 ("{ items(orderBy: NEAREST, near: {longitude: 0, latitude: -95}) { nodes { id } } }", {}),
 ("{ items(filter: {box: {west: 1e308, south: 91, east: 0, north: -91}}) { totalCount } }", {}),
 ('{ items(filter: {deadlineBefore: "0001-01-01T00:00:00+08:00"}) { totalCount } }', {}),
 ('{ items(filter: {publishedAfter: "9999-12-31T23:59:59-08:00"}) { totalCount } }', {}),
 ("query($t: String) { items(filter: {text: $t}) { totalCount } }", {"t": "a\0"}),
 ("query($t: String) { items(filter: {text: $t}) { totalCount } }", {"t": "\ud800"}),
 ("query($t: String) { items(filter: {text: $t}) { totalCount } }", {"t": ""}),
 ("query($t: String) { items(filter: {text: $t}) { totalCount } }", {"t": "   "}),
 ("query($t: String) { items(filter: {withinDivision: $t}) { totalCount } }", {"t": "\0"}),
 ("query($t: String) { organization(divisionCode: $t) { id } }", {"t": "\0"}),
 ("query($t: String) { organization(creditCode: $t) { id } }", {"t": "\ud800"}),
 ("query($t: ID!) { node(id: $t) { id } }", {"t": "\ud800"}),
 ("query($t: ID!) { node(id: $t) { id } }", {"t": "\0"}),
 ("query($t: ID) { claims(filter: {itemId: $t}) { totalCount } }", {"t": "\0"}),
 ("query($t: String) { items(after: $t) { nodes { id } } }", {"t": "\0"}),
 ("query($t: String) { items(after: $t) { nodes { id } } }", {"t": "WyJORVdFU1QiLCJub3BlIiwiMDEiXQ"}),
 ("query($t: String) { organizations(after: $t) { nodes { id } } }", {"t": __import__("base64").urlsafe_b64encode('["CODE","\\u0000","01a20345578b728b81153bcd5d666329"]'.encode()).decode().rstrip("=")}),
 ("query($t: String) { events(after: $t) { nodes { id } } }", {"t": __import__("base64").urlsafe_b64encode('["OLDEST",99999999999999999999999,"01a20345578b728b81153bcd5d666329"]'.encode()).decode().rstrip("=")}),
 ("query($t: String) { items(orderBy: MOST_LEFT, after: $t) { nodes { id } } }", {"t": __import__("base64").urlsafe_b64encode('["MOST_LEFT",99999999999,"01a20345578b728b81153bcd5d666329"]'.encode()).decode().rstrip("=")}),
 ("query($k: [_Any!]!) { _entities(representations: $k) { __typename } }", {"k": [{"__typename": "Organization", "divisionCode": "\ud800"}]}),
 ("query($k: [_Any!]!) { _entities(representations: $k) { __typename } }", {"k": [{"__typename": "Organization", "divisionCode": "11\0"}]}),
 ("query($k: [_Any!]!) { _entities(representations: $k) { __typename } }", {"k": [5, None, {"__typename": "Nope"}, {"__typename": "Demand"}]}),
 ("query($k: [_Any!]!) { _entities(representations: $k) { __typename } }", {"k": [{"__typename": "Demand", "id": "x"}]}),
 ("{ items(first: -1) { nodes { id } } }", {}), ("{ items(first: 101) { nodes { id } } }", {}), ("{ items(first: 1, last: 1) { nodes { id } } }", {}),
 ("{ organization { id } }", {}), ('{ organization(divisionCode: "11", creditCode: "x") { id } }', {}),
 ("{ items(orderBy: NEAREST) { nodes { id } } }", {}),
 ("query($f: ItemFilter) { items(filter: $f) { totalCount } }", {"f": {"remainingAtLeast": 2**31}}),
 ("query($f: ItemFilter) { items(filter: $f) { totalCount } }", {"f": {"text": 5}}),
 ("query($c: ID) { claims(filter: {claimantId: $c}) { totalCount } }", {"c": "nope"}),
 ("query($c: ID) { claims(filter: {claimantId: $c}) { totalCount } viewer { member { name } } }", {"c": "nope"}),
 ("{ items(filter: null, orderBy: null, first: null) { totalCount nodes { id } } }", {}),
]
async def test_q(client: Client) -> None:
    for q, v in Q:
        try:
            r = await client.send("unit", q, **v)
            print("OK ", q[:90], v and repr(v)[:50], "->", str(r)[:260])
        except Exception as e:
            print("EXC", q[:110], v and repr(v)[:50], "->", repr(e)[:200])
