from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.services.pinyin import matched_places, read_name, search_text
from desk_app.services.visitors import clean_name, clean_phone


def found(station, text):
    return [hit.visitor.name for hit in station.app.visitors.find(text).hits]


@pytest.fixture
def known(station):
    station.visitor("顾晚晴", phone="13812341234")
    station.visitor("古文清", phone="13987654321")
    station.visitor("Alice Wang", phone="62341234")
    return station


@pytest.mark.parametrize(
    "text", ["晚晴", "顾晚", "顾晚晴", "gwq", "GWQ", "guwanqing", "gu wan", "guwan", "ｇｕｗａｎ"]
)
def test_a_visitor_is_found_by_characters_initials_and_pinyin(known, text):
    assert "顾晚晴" in found(known, text)


def test_the_last_four_digits_find_a_phone_and_other_digits_do_not(known):
    assert sorted(found(known, "1234")) == ["Alice Wang", "顾晚晴"]
    assert found(known, "4321") == ["古文清"]
    assert found(known, "３４２１") == []
    assert found(known, "8123") == []
    assert found(known, "13812") == ["顾晚晴"]
    assert found(known, "13812341234") == ["顾晚晴"]


def test_a_foreign_name_is_found_by_its_letters(known):
    assert found(known, "alice") == ["Alice Wang"]
    assert found(known, "Alice W") == ["Alice Wang"]
    assert found(known, "wang") == ["Alice Wang"]


@pytest.mark.parametrize("text", ["云帆", "帆科", "澄海", "12楼", "１２楼", "1203", "acme"])
def test_a_visitor_is_found_by_where_they_work(station, text):
    add = station.app.visitors.add
    add("顾晚晴", company="云帆科技 Acme", workplace="澄海大厦 12楼 1203")
    add("贺明川", company="海岸咨询", workplace="云岫楼 2楼")
    assert found(station, text) == ["顾晚晴"]


def test_who_has_the_name_comes_before_who_works_at_a_place_of_that_name(station):
    add = station.app.visitors.add
    colleague = add("贺明川", company="晚晴书店")
    add("顾晚晴", phone="13812341234", company="晚晴书店")
    add("罗一舟", workplace="1234室")
    station.course(learners=(colleague,))
    assert found(station, "晚晴") == ["顾晚晴", "贺明川"]
    assert found(station, "1234") == ["顾晚晴", "罗一舟"]


@pytest.mark.parametrize("text", ["", " ", "g", "顾", "1", "123", "%", "_"])
def test_one_letter_or_three_digits_ask_for_more(known, text):
    answer = known.app.visitors.find(text)
    assert answer.needs_more
    assert answer.hits == ()
    assert answer.text == text


@pytest.mark.parametrize("text", ["%%", "__", "#1", "||", "\\\\", "'; DROP TABLE visitor", "晚%"])
def test_signs_stand_for_themselves(known, text):
    assert found(known, text) == []


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("单雄", ["shanx", "sx", "danxiong"]),
        ("曾丽", ["zengl", "zl", "cengli"]),
        ("解明", ["xiem", "xm", "jieming"]),
        ("查文", ["zhaw", "zw", "chawen"]),
        ("仇英", ["qiuy", "qy", "chouying"]),
        ("朴正", ["piaoz", "puzheng"]),
        ("吕绿", ["lvl", "ll"]),
        ("欧阳雪", ["ouyang", "oyx"]),
    ],
)
def test_a_surname_is_found_by_its_own_reading_and_by_the_common_one(station, name, texts):
    station.visitor(name)
    for text in texts:
        assert found(station, text) == [name], text


@pytest.mark.parametrize("name", ["𠮷田", "㛃一", "䶮二", "Zoë O'Neill", "买买提·艾力"])
def test_rare_names_are_found_as_they_are_written(station, name):
    station.visitor(name)
    assert found(station, name) == [name]


def test_a_surname_is_read_as_people_say_it():
    assert read_name("单雄") == ("shàn", "xióng")
    assert read_name("曾丽") == ("zēng", "lì")


@pytest.mark.parametrize(
    ("typed", "places"),
    [("晚晴", (1, 2)), ("gwq", (0, 1, 2)), ("gw", (0, 1)), ("guwan", (0, 1)), ("xx", ())],
)
def test_a_hit_says_which_characters_were_meant(typed, places):
    assert matched_places("顾晚晴", typed) == places


def test_those_with_a_class_tonight_come_first(station):
    names = ["林晓", "林小", "林肖"]
    ids = {name: station.visitor(name) for name in names}
    _, (lesson,) = station.course(learners=(ids["林小"], ids["林肖"]))
    station.find(ids["林小"], "18:50")
    hits = station.app.visitors.find("lx").hits
    assert [hit.visitor.name for hit in hits] == ["林肖", "林小", "林晓"]
    assert [hit.tonight for hit in hits] == [lesson, lesson, None]
    assert hits[1].arrived_at is not None
    assert hits[0].arrived_at is None


def test_a_search_shows_phones_masked(known):
    (hit,) = known.app.visitors.find("顾晚").hits
    assert hit.visitor.phone_masked == "138****1234"


def test_visitors_that_a_pull_brought_are_found_once_indexed(station):
    station.pull(Entity.VISITOR, name="顾晚晴", phone="13812341234")
    assert found(station, "gwq") == []
    assert station.app.visitors.index_new() == 1
    assert found(station, "gwq") == ["顾晚晴"]
    assert station.app.visitors.index_new() == 0


@pytest.mark.parametrize("name", ["", "   ", "\x00", "字" * 61])
def test_a_name_that_is_none_is_refused_in_both_languages(station, name):
    with pytest.raises(KnownError) as refused:
        station.app.visitors.add(name)
    assert refused.value.code == "bad_name"
    assert refused.value.zh != refused.value.en
    assert station.sql("SELECT count(*) FROM visitor") == [(0,)]


@pytest.mark.parametrize("phone", ["1234", "abc", "1" * 21, "138-1234-123x"])
def test_a_phone_that_is_none_is_refused(station, phone):
    with pytest.raises(KnownError) as refused:
        station.app.visitors.add("林晓", phone=phone)
    assert refused.value.code == "bad_phone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("138 1234 1234", "13812341234"), ("１３８１２３４", "1381234"), ("", ""),
     ("+86-13812341234", "+8613812341234"), ("(021) 6234 1234", "02162341234")],
)  # fmt: skip
def test_phones_are_kept_as_digits(typed, kept):
    assert clean_phone(typed) == kept


def test_names_lose_stray_spaces():
    assert clean_name("  林\t 晓\n") == "林 晓"


@given(st.text(max_size=80))
def test_any_name_is_cleaned_or_refused_and_never_holds_control_characters(text):
    try:
        name = clean_name(text)
    except KnownError:
        return
    assert 1 <= len(name) <= 60
    assert name.isprintable() or not name.isascii()


@given(st.text(min_size=1, max_size=30))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_has_a_search_text(name):
    assert search_text(name, "13812341234").endswith("#13812341234")
    assert isinstance(matched_places(name, name[:2]), tuple)


def test_a_name_that_one_visitor_has_stands_for_the_id(station):
    visitor_id = station.visitor("林晓")
    assert station.app.visitors.resolve("林晓") == visitor_id
    assert station.app.visitors.resolve(str(visitor_id)) == visitor_id
    with pytest.raises(KnownError) as refused:
        station.app.visitors.resolve("赵敏")
    assert refused.value.code == "unknown_visitor"
    station.visitor("林晓")
    with pytest.raises(KnownError) as refused:
        station.app.visitors.resolve("林晓")
    assert refused.value.code == "several_visitors"


def test_showing_nobody_says_so(station):
    with pytest.raises(KnownError) as refused:
        station.app.visitors.show(uuid4())
    assert refused.value.code == "unknown_visitor"
