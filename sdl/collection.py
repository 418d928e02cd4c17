"""`make collection`: the examples as a collection of Postman's form 2.1, which Postman, Apifox, Bruno and others open."""
import json
import re
import sys
from pathlib import Path
from typing import Any

from sdl import examples
from sdl.examples import Step

FORM = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
ABOUT = """三单 Sandan 的每一个查询、修改与订阅各一例，按次序执行。变量 url 是枢纽的地址，token-unit 等是演示人物的令牌，由
`.venv/bin/sandan token --as unit` 打印。订阅由事件流推送，不会自行结束。

An example of every query, mutation and subscription of Sandan, to be run in order. The variable `url` is the hub's address;
`token-unit` and the like are tokens of the demo's people, which `.venv/bin/sandan token --as unit` prints. Subscriptions are
pushed as event streams, and do not end by themselves."""
NUMBER = "pm.collectionVariables.get('number') || pm.collectionVariables.set('number', String(Math.random()).slice(2, 5));"
TODAY = "pm.collectionVariables.set('today', new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10));"  # in China


def collection(url: str = "http://127.0.0.1:8000/graphql") -> dict[str, Any]:
    stories = examples.stories()
    handles = dict.fromkeys(step.handle for story in stories for step in story.steps)
    return {
        "info": {"name": "Sandan 三单", "description": ABOUT, "schema": FORM},
        "variable": [{"key": key, "value": value} for key, value in {
            "url": url, "number": "", "today": "", **{f"token-{handle}": "" for handle in handles}}.items()],
        "event": [_script("prerequest", [NUMBER, TODAY])],
        "item": [{"name": story.name, "item": [_request(step) for step in story.steps]} for story in stories],
    }


def _request(step: Step) -> dict[str, Any]:
    text, pushed = examples.text(step.run), examples.kind(step.run) == "subscription"
    header = [{"key": "Accept", "value": "text/event-stream" if pushed else "application/json"}]
    return {
        "name": step.run,
        "event": [] if pushed else [_script("test", _tests(step))],
        "request": {
            "method": "POST", "url": "{{url}}", "header": header,
            "auth": {"type": "bearer", "bearer": [{"key": "token", "value": f"{{{{token-{step.handle}}}}}", "type": "string"}]},
            "body": {"mode": "graphql", "graphql": {"query": text, "variables": examples.variables(step.run)}},
            "description": "\n".join(re.findall(r"^# ?(.*)", text, re.MULTILINE)),
        },
    }


def _tests(step: Step) -> list[str]:
    payload = f" pm.expect(answer.data.{step.run}.__typename).to.match(/Payload$/);"
    done = payload if examples.kind(step.run) == "mutation" else ""
    paths = {name: re.sub(r"[.]([0-9]+)", r"[\1]", path) for name, path in step.keep.items()}
    kept = [f"pm.collectionVariables.set('{name}', answer.data.{path});" for name, path in paths.items()]
    if step.put:
        base = "pm.variables.get('url').replace(/[/]graphql$/, '')"
        kept.append(f"pm.sendRequest({{url: {base} + answer.data.{step.put}, method: 'PUT', "
                    f"body: {{mode: 'raw', raw: '{examples.FILE}'}}}}, () => {{}});")
    return ["const answer = pm.response.json();",
            f"pm.test('{step.run}', () => {{ pm.expect(answer.errors).to.be.undefined;{done} }});", *kept]


def _script(when: str, lines: list[str]) -> dict[str, Any]:
    return {"listen": when, "script": {"type": "text/javascript", "exec": lines}}


def main(file: str) -> None:
    """Write it to a file."""
    made = Path(file)
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text(json.dumps(collection(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{file}：在 Postman、Apifox 或 Bruno 中导入。To be imported into Postman, Apifox or Bruno.")


if __name__ == "__main__":
    main(*sys.argv[1:])
