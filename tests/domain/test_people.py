import pytest

from desk_app.domain.people import mask_contact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812341234", "138****1234"),
        ("王老师 138 1234 1234", "王老师 138****1234"),
        ("前台021-63841234转8", "前台021****1234转8"),
        ("王老师", "王老师"),
        ("3 号教室 20 人", "3 号教室 20 人"),
    ],
)
def test_a_phone_number_is_hidden_wherever_it_stands_in_a_text(text, shown):
    assert mask_contact(text) == shown
