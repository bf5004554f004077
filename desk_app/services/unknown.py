"""What is said of people, courses and lessons that this desk does not know."""

from desk_app.domain.errors import KnownError


def unknown_course(text: str) -> KnownError:
    """Say that there is no such course."""
    return KnownError(
        "unknown_course",
        zh=f"没有这门课：{text}。请用 course list 查看。",
        en=f"No such course: {text}. course list shows them.",
    )


def unknown_session(text: str) -> KnownError:
    """Say that there is no such class session."""
    return KnownError(
        "unknown_session",
        zh=f"没有这一课次：{text}。请用 course list 查看。",
        en=f"No such session: {text}. course list shows them.",
    )


def unknown_term(text: str) -> KnownError:
    """Say that there is no such term."""
    return KnownError(
        "unknown_term",
        zh=f"没有这个学期：{text}。请用 term list 查看，或用 term add 添加。",
        en=f"No such term: {text}. See term list, or add it with term add.",
    )


def unknown_visitor(text: str) -> KnownError:
    """Say that nobody is known by this id or name."""
    return KnownError(
        "unknown_visitor",
        zh=f"没有这位来访者：{text}。请用 visitor find 查找，或先登记。",
        en=f"No such visitor: {text}. Look with visitor find, or add them first.",
    )
