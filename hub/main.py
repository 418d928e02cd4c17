"""`sandan`: the command line."""
import sys

import typer

from domain import texts
from hub import failures
from hub.commands import api, database, files, people, serving, systems, tokens
from hub.http import leaving

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
                  help="三单：资源、需求、项目清单的双向认领。"
                       "Sandan, a hub for the three lists of regional Party building.")

for command in (serving.serve, serving.demo, tokens.token, people.appoint, database.migrate, database.verify, database.sdl,
                database.explain, database.processes, database.settings):
    app.command(rich_help_panel="枢纽 The hub")(command)
app.add_typer(systems.system, name="system", rich_help_panel="枢纽 The hub")
app.command(rich_help_panel="文件 Files")(files.template)
app.add_typer(files.importing, name="import", rich_help_panel="文件 Files")
app.add_typer(files.exporting, name="export", rich_help_panel="文件 Files")
for command in api.COMMANDS:
    app.command(rich_help_panel="客户端 Clients of the API")(command)


def main() -> None:
    """Run a command; what a user can mend is one line on standard error and exit code 1."""
    leaving.prepare()
    try:
        app(prog_name="sandan")
    except failures.Failure as failure:
        sys.exit(texts.shown(f"sandan: {failure}"))
    finally:
        leaving.hear_no_more()


if __name__ == "__main__":
    main()
