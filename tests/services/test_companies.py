"""Companies are kept once, found by characters and initials, and brought in from a sheet."""

import pytest

from desk_app.domain.companies import Building, Company
from desk_app.domain.errors import KnownError

HEAD = ["企业名称", "楼宇", "楼层", "联系人", "电话"]
ROW = ["云岫咨询", "云岫大厦", "12 层", "何明川", "021-62340001"]


def test_a_company_added_twice_is_one_and_completed(station):
    companies = station.app.companies
    assert companies.add(Company(name="云岫咨询", building="云岫大厦"))
    assert not companies.add(Company(name="云岫咨询"))
    assert companies.add(Company(name="云岫咨询", floor="12 层"))
    assert [c.workplace for c in companies.all()] == ["云岫大厦 12 层"]


def test_a_building_added_twice_is_one(station):
    companies = station.app.companies
    companies.add_building(Building(name="云岫大厦"))
    assert companies.add_building(Building(name="云岫大厦", address="梧桐路 12 号"))
    assert companies.buildings() == [Building(name="云岫大厦", address="梧桐路 12 号")]


@pytest.mark.parametrize("typed", ["云岫", "岫咨", "yxzx", "YX", "yunxiu"])
def test_a_company_is_found_by_two_characters_or_initials(station, typed):
    station.app.companies.add(Company(name="云岫咨询"))
    assert [c.name for c in station.app.companies.find(typed)] == ["云岫咨询"]
    assert station.app.companies.find(typed[:1]) == []


def test_what_visitors_named_is_found_too_and_once(station):
    station.app.companies.add(Company(name="云岫咨询", floor="12 层"))
    for name, company in (("林晓", "云岫咨询"), ("赵敏", "云岫建筑设计")):
        station.app.visitors.add(name, company=company)
    found = station.app.companies.find("云岫")
    assert [(c.name, c.floor) for c in found] == [("云岫咨询", "12 层"), ("云岫建筑设计", "")]


def test_importing_companies_twice_changes_nothing(station):
    imports = station.app.imports
    assert imports.apply(imports.plan_companies([HEAD, ROW, ROW])).stored == 1
    again = imports.plan_companies([HEAD, ROW])
    assert [row.verdict.value for row in again.rows] == ["same"]
    assert station.app.companies.all()[0].contact == "何明川"


def test_a_row_with_an_odd_phone_is_named_and_left_out(station):
    plan = station.app.imports.plan_companies([HEAD, [*ROW[:4], "abc"]])
    assert [(row.verdict.value, row.column) for row in plan.rows] == [("error", "电话")]


def test_a_company_needs_a_name(station):
    with pytest.raises(KnownError, match="1 to 60"):
        station.app.companies.add(Company(name=" "))
