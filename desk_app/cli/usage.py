"""What is said of a command that was written wrong: in Chinese and English, and what to write."""

import re
from collections.abc import Iterator

import typer
from typer._click import exceptions as wrong

from desk_app.domain.errors import KnownError


class WrongUsage(typer.BadParameter):
    """Words that do not go together; exit status 2."""

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en


def no_id(text: str, *, zh: str = "编号", en: str = "id") -> WrongUsage:
    """Say that this is no id."""
    return WrongUsage(
        zh=f"这不是{zh}：{text}。请整段复制命令给出的编号。",
        en=f"No {en}: {text}. Copy the whole id that a command answered.",
    )


def usage_lines(error: wrong.UsageError) -> tuple[str, KnownError]:
    """Return how the command is written, and what is wrong in both languages."""
    found = _wrong(error)
    if error.ctx is None:
        return "", found
    path = error.ctx.command_path
    usage = error.ctx.get_usage().replace("Usage:", "用法 / Usage:")
    zh, en = f"{found.zh}写法见 {path} -h", f"{found.en} See {path} -h"
    return usage, KnownError("usage", zh=zh, en=en)


def _wrong(error: wrong.UsageError) -> KnownError:
    """Put what the parser says into both languages."""
    if isinstance(error, WrongUsage):
        zh, en = error.zh, error.en
    else:
        zh, en = _in_chinese(error), error.format_message().replace("Value error, ", "")
    return KnownError("usage", zh=f"{zh.rstrip('。')}。", en=f"{en.rstrip('.')}.")


def _in_chinese(error: wrong.UsageError) -> str:
    match error:
        case wrong.MissingParameter():
            return f"少写了 {_name_of(error)}"
        case wrong.NoSuchOption():
            near = "、".join(sorted(error.possibilities or ()))
            return f"没有 {error.option_name} 这个选项" + (f"；相近的有 {near}" if near else "")
        case wrong.BadOptionUsage():
            return f"{error.option_name} 的写法不对：要写值的后面写值，不要值的不写"
        case wrong.BadParameter():
            return f"{_name_of(error)} 写得不对：{_reason(error.message)}"
        case _:
            return _of_command(error.message)


def _name_of(error: wrong.BadParameter) -> str:
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "")
    return str(hint).strip("'") or "参数"


_REASONS = (
    (r"'(.*)' is not one of (.*?)\.?$", "“{0}”不行，可以写：{1}"),
    (r"valid integer", "要写整数"),
    (r"valid number", "要写数字"),
    (r"valid UUID", "要写命令给出的整段编号"),
    (r"valid boolean", "要写是或否"),
    (r"greater than or equal to (\S+)", "至少是 {0}"),
    (r"less than or equal to (\S+)", "至多是 {0}"),
    (r"(?:File|Path|Directory) '(.*)' does not exist", "找不到 {0}"),
)

_COMMANDS = (
    (r"No such command '(.*?)'\.?(?: Did you mean (.*)\?)?", "没有 {0} 这个命令"),
    (r"unexpected extra argument\S* \((.*)\)", "多写了 {0}"),
    (r"Missing command", "少写了子命令"),
)


def _reason(message: str) -> str:
    return next(_said(_REASONS, message), f"不合要求（{message}）")


def _of_command(message: str) -> str:
    return next(_said(_COMMANDS, message), f"写法不对（{message}）")


def _said(table: tuple[tuple[str, str], ...], message: str) -> Iterator[str]:
    for pattern, words in table:
        found = re.search(pattern, message)
        if found is not None:
            yield words.format(*found.groups())
