"""docs/processes.md, made from the declarations of the rules (`domain.processes`)."""
from collections.abc import Iterator

from domain import processes
from domain.process import CLOCK, FOLLOWS, GONE, Process

HEAD = """\
# Processes

What becomes of what, by whom, and what the clock does. This page is made from the declarations in `domain/` by
`make processes`; the steps' conditions besides the state are in the rules beside them.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return HEAD + "".join(map(_section, processes.ALL))


def _section(process: Process) -> str:
    states = "".join(f"| `{name}` | {state.words.chinese} | {state.words.english} | {_columns(state.has)} |\n"
                     for name, state in process.states.items())
    return (f"\n## {process.type}\n\n```mermaid\nstateDiagram-v2\n{''.join(_arrows(process))}```\n\n"
            f"| state | 中文 | what it is | has |\n|---|---|---|---|\n{states}\n"
            f"| step | 中文 | by | event |\n|---|---|---|---|\n{''.join(_steps(process))}")


def _arrows(process: Process) -> Iterator[str]:
    for state, event in process.begins.items():
        yield f"    [*] --> {state}: {event}\n"
    for name, step in process.steps.items():
        for source in step.sources:
            target, _ = step.from_(source)
            if target:
                yield f"    {source} --> {'[*]' if target == GONE else target}: {name} ({_by(process, name)})\n"
    for each in process.passages:
        yield f"    {each.source} --> {each.target}: {'after' if each.last else 'on'} {each.column}\n"


def _steps(process: Process) -> Iterator[str]:
    for name, step in process.steps.items():
        yield f"| `{name}` | {step.words.chinese} | {_by(process, name)} | {_columns(step.events)} |\n"


def _by(process: Process, name: str) -> str:
    step = process.steps[name]
    if step.by == FOLLOWS:
        return "nobody, it follows from another object"
    if step.by != CLOCK:
        return step.by.lower().replace("_", " ")
    return "the clock, after " + ", ".join(each.column for each in process.deadlines if each.step == name)


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
