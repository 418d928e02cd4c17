"""From what a run of the generator says to the lines that a script reads."""
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bench import disk, fanout, latency, load, machine, measuring, report, requests
from bench.measuring import Measured

ONE = Measured(rate=100, median=1, slowest=9, server=300, database=200, generator=20, requests=400)


def test_the_generators_last_line_is_read() -> None:
    assert load._figures("Running 4s test\nfigures 4000 4000123 0 0 1500 9800\n") == [4000, 4000123, 0, 0, 1500, 9800]


def test_each_figure_has_its_own_median() -> None:
    middle = measuring.middle([ONE, replace(ONE, rate=300, server=100), replace(ONE, rate=200, server=200)])
    assert (middle.rate, middle.server, middle.median) == (200, 200, 1)


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    found = requests.Requests()
    found.rounds["page", "hub"] = {number: replace(ONE, rate=rate) for number, rate in ((1, 100), (2, 400), (3, 90), (4, 1))}
    found.rounds["page", "floor"] = {number: replace(ONE, rate=rate) for number, rate in ((1, 125), (2, 500), (3, 300))}
    assert found.ratio("page", "hub", "floor") == 0.8  # though the machine was fast for a while, and of no use in the fourth


def test_a_ratio_says_how_far_apart_the_rounds_were() -> None:
    assert report._spread([0.5, 0.8, 0.9, 1.0, 1.4]) == "0.90 (0.80 to 1.00 in 5)"
    assert report._spread([0.8]) == "0.80"


def test_each_figure_of_a_round_is_the_mean_of_its_turns() -> None:
    assert measuring.mean([ONE, replace(ONE, rate=300)]) == replace(ONE, rate=200)


def test_ratios_are_lines_of_a_name_and_a_number() -> None:
    made = report.Report()
    made.ratio("page_hub_to_floor", 0.8512)
    assert made.lines() == ["ratio page_hub_to_floor 0.851"]


def test_the_page_says_how_and_ends_with_the_ratios() -> None:
    made = report.Report()
    made.table("Memory, MB", ["hub", "floor"], [["95", "52"]])
    made.ratio("hot_hub_to_pgbench", 1.9)
    page = made.whole("Medians of 3 rounds.")
    assert re.search(r"Commit .*Medians of 3 rounds\.", page)
    assert "## Memory, MB\n\n| hub | floor |\n|---|---|\n| 95 | 52 |" in page
    assert page.endswith("```\nratio hot_hub_to_pgbench 1.900\n```\n")


def test_the_time_to_the_last_is_compared_event_by_event() -> None:
    found = fanout.FanOut()
    found.heard["hub", 500] = fanout.Heard(last=[60, 600, 70])  # the machine was slow for a while
    found.heard["broadcast", 500] = fanout.Heard(last=[100, 1000, 140])
    assert found.ratio(500, "hub", "broadcast") == 0.6


def test_latency_is_the_middle_of_the_rounds_and_says_what_may_have_held_each_up() -> None:
    made = report.Report()
    report.latency(made, [latency.Latency([part * times for part in range(100)], [0.0] * 100, stolen, slowest)
                          for times, stolen, slowest in ((1, 4, 2.25), (10, 30, 900), (2, 5, 8))])
    assert made.figures == {"latency_p50_ms": 100, "latency_p99_ms": 198}
    assert made.parts[-1].splitlines()[2:] == ["| 99.0 | 2.2 | 4% |", "| 990.0 | 900.0 | 30% |", "| 198.0 | 8.0 | 5% |"]


def test_the_disk_is_watched_until_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda _: time.sleep(0.05))
    watch = disk.Watch(tmp_path)
    time.sleep(0.2)
    assert watch.slowest() >= 50
    assert not watch._writing.is_alive()
    assert not list(tmp_path.iterdir())


def test_what_is_stolen_is_a_part_of_the_time() -> None:
    assert 0 <= machine.Stolen().percent <= 100
