"""What is said of courses and lessons that do not exist."""

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
