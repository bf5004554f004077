"""`company` and `building`."""

from dataclasses import asdict
from typing import Annotated

import typer

from desk_app.cli.answers import DONE, REFUSED, Json, answer, desk
from desk_app.domain.companies import Building, Company
from desk_app.domain.people import mask_phone

companies = typer.Typer(help="Companies / 企业", no_args_is_help=True)
buildings = typer.Typer(help="Buildings / 楼宇", no_args_is_help=True)


@companies.command("add")
def add_company(
    name: Annotated[str, typer.Argument(help="企业名称")],
    short_name: Annotated[str, typer.Option(help="简称")] = "",
    building: Annotated[str, typer.Option(help="楼宇")] = "",
    floor: Annotated[str, typer.Option(help="楼层")] = "",
    contact: Annotated[str, typer.Option(help="联系人")] = "",
    phone: Annotated[str, typer.Option(help="电话")] = "",
    note: Annotated[str, typer.Option(help="备注")] = "",
    as_json: Json = False,
) -> None:
    """Add or complete a company. Example: desk-app company add 云岫咨询 --building 云岫大厦"""
    company = Company(
        name=name,
        short_name=short_name,
        building=building,
        floor=floor,
        contact=contact,
        phone=phone,
        note=note,
    )
    with desk() as app:
        is_stored = app.companies.add(company)
    answer({"name": name, "stored": is_stored}, as_json=as_json)


@companies.command("list")
def list_companies(as_json: Json = False) -> None:
    """List companies. Example: desk-app company list"""
    with desk() as app:
        found = app.companies.all()
    answer({"companies": [_facts(company) for company in found]}, as_json=as_json)


@companies.command("find")
def find_company(
    text: Annotated[str, typer.Argument(help="Two characters, or pinyin initials")],
    as_json: Json = False,
) -> None:
    """Find companies. Example: desk-app company find yxzx"""
    with desk() as app:
        found = app.companies.find(text)
    facts = {"companies": [_facts(company) for company in found]}
    answer(facts, as_json=as_json, status=DONE if found else REFUSED)


@buildings.command("add")
def add_building(
    name: Annotated[str, typer.Argument(help="楼宇名称")],
    address: Annotated[str, typer.Option(help="地址")] = "",
    as_json: Json = False,
) -> None:
    """Add a building. Example: desk-app building add 云岫大厦 --address 梧桐路 12 号"""
    with desk() as app:
        is_stored = app.companies.add_building(Building(name=name, address=address))
    answer({"name": name, "stored": is_stored}, as_json=as_json)


@buildings.command("list")
def list_buildings(as_json: Json = False) -> None:
    """List buildings. Example: desk-app building list"""
    with desk() as app:
        found = app.companies.buildings()
    answer({"buildings": [asdict(building) for building in found]}, as_json=as_json)


def _facts(company: Company) -> dict[str, str]:
    return {**asdict(company), "phone": mask_phone(company.phone)}
