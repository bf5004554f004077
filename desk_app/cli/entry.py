"""What every form of the `desk-app` command shares: options before the command, exit codes."""

import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer._click import exceptions as wrong

from desk_app.cli.answers import DONE, PLACE, REFUSED, USAGE, report
from desk_app.cli.usage import WrongUsage, usage_lines
from desk_app.domain.errors import KnownError


def new_app() -> typer.Typer:
    """Return the command without sub-commands."""
    app = typer.Typer(
        name="desk-app",
        help="Station Desk 驿站前台: check visitors in, with or without a window.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_before)
    return app


def _before(
    data: Annotated[
        str | None,
        typer.Option("--data", envvar="DESK_DATA", help="Data directory / 数据文件夹"),
    ] = None,
) -> None:
    if data is not None and not data.strip():
        raise WrongUsage(zh="--data 没有写文件夹。", en="--data names no folder.")
    PLACE.data = Path(data) if data is not None else None


def run_app(app: typer.Typer) -> NoReturn:
    """Run the command line; exits 0 done, 1 refused, 2 wrong usage, 3 broken."""
    as_json = "--json" in sys.argv
    try:
        status = app(standalone_mode=False)
    except wrong.NoArgsIsHelpError as error:
        error.show()
        sys.exit(USAGE)
    except wrong.UsageError as error:
        usage, known = usage_lines(error)
        sys.stderr.write(f"{usage}\n" if usage else "")
        report(known, as_json=as_json)
        sys.exit(USAGE)
    except typer.Abort:
        sys.exit(REFUSED)
    except KnownError as error:
        sys.exit(report(error, as_json=as_json))
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  (the last resort, as the window's crash keeper)
        traceback.print_exception(error)
        sys.exit(report(_unexpected(error), as_json=as_json))
    sys.exit(status or DONE)


def _unexpected(error: Exception) -> KnownError:
    return KnownError(
        "unexpected",
        zh=f"程序出错（{type(error).__name__}），这一步没有完成；先前存好的都在。"
        "请运行 desk-app doctor 检查，并把上面的内容报告给开发者。",
        en=f"The program failed ({type(error).__name__}) and this step was not done; all stored "
        "before is safe. Run desk-app doctor, and report the lines above to the developers.",
    )
