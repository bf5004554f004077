"""Errors a person can do something about."""

from typing_extensions import override


class KnownError(Exception):
    """Something went wrong that the operator should be told of, in both languages.

    Attributes:
        code: Stable lower_snake_case name, for the command line and logs.
        zh: What happened and what to do next, in Chinese.
        en: The same in English.
    """

    def __init__(self, code: str, *, zh: str, en: str) -> None:
        super().__init__(code)
        self.code = code
        self.zh = zh
        self.en = en

    @override
    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"
