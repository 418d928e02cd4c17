"""Who reads a yearly report: whom it is of, and nobody above."""
from resolvers import yearly_reports
from tests.api import yearly_report_cases
from tests.api.client import Client, global_id


async def test_nobody_else_sees_it(client: Client) -> None:
    """Read as everybody, by its id, in the list, and by its events: the member, its unit, the community; no office above."""
    report = await client.desk.add(yearly_report_cases.add, client.city, "bank", state="CONTESTED")
    text = """query($id: ID!) { events(first: 9) { nodes { kind } }
        node(id: $id) { id } yearlyReports(filter: {state: null}) { totalCount nodes { id } } }"""
    await client.desk.ids("community", yearly_reports.refuse, yearly_report_id=report, answer="无误")
    seeing = set()
    for handle in client.city.members:
        read = await client.read(handle, text, id=global_id("YearlyReport", report))
        listed = read["yearlyReports"]
        assert (read["node"] is not None) == (listed["totalCount"] == 1) == bool(listed["nodes"])
        if read["node"]:
            seeing.add(handle)
        told = any(each["kind"] == "YEARLY_REPORT_REFUSED" for each in read["events"]["nodes"])
        assert told == (read["node"] is not None and handle != "bank"), handle  # its own it reads in the report's history
    assert seeing == {"bank", "unit", "two-units", "community"}
