"""How the schema of a centre is brought up to date."""

import re
from importlib import resources

import psycopg
import pytest

from desk_app.domain.errors import KnownError
from desk_app.sync import central

SOURCE = "SELECT prosrc FROM pg_proc WHERE oid = 'sync.numbers(jsonb)'::regprocedure"


def test_a_centre_made_from_other_schema_files_is_refused_and_stays(centre_url):
    with psycopg.connect(centre_url, autocommit=True) as owner:
        owner.execute("UPDATE sync.migration SET sha256 = '' WHERE version = 2")
        owner.execute(
            "CREATE OR REPLACE FUNCTION sync.numbers(given jsonb) RETURNS jsonb LANGUAGE sql "
            "IMMUTABLE AS 'SELECT NULL::jsonb'"
        )
        for bring in (central.init, central.migrate):
            with pytest.raises(KnownError) as caught:
                bring(centre_url)
            assert caught.value.code == "other_schema"
            assert "2" in caught.value.zh
            assert "2" in caught.value.en
        assert owner.execute(SOURCE).fetchone() == ("SELECT NULL::jsonb",)


def test_migrate_says_every_function_anew(centre_url):
    with psycopg.connect(centre_url, autocommit=True) as owner:
        before = owner.execute(SOURCE).fetchone()
        owner.execute(
            "CREATE OR REPLACE FUNCTION sync.numbers(given jsonb) RETURNS jsonb LANGUAGE sql "
            "IMMUTABLE AS 'SELECT NULL::jsonb'"
        )
        central.migrate(centre_url)
        assert owner.execute(SOURCE).fetchone() == before


def test_each_function_of_the_centre_is_said_in_one_place():
    schema = resources.files("desk_app.sync.central_schema")
    texts = [
        file.read_text(encoding="utf-8")
        for folder in (schema, schema / "functions")
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    ]
    made = [
        name for text in texts for name in re.findall(r"^CREATE .*FUNCTION (\S+?)\(", text, re.M)
    ]
    assert len(made) > 1
    assert sorted(made) == sorted(set(made))
