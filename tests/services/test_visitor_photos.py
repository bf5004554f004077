import pytest

from desk_app.domain.errors import KnownError

ONE, TWO = b"\xff\xd8\xff one", b"\xff\xd8\xff two"


@pytest.fixture
def photos(station):
    return station.app.visitor_photos


def test_a_photo_is_kept_replaced_removed_and_put_back(station, photos):
    visitor_id = station.visitor()
    assert photos.of(visitor_id) is None
    assert photos.put(visitor_id, ONE) == {}
    before = photos.put(visitor_id, TWO)
    assert photos.of(visitor_id) == TWO
    photos.restore(visitor_id, before)
    assert photos.of(visitor_id) == ONE
    removed = photos.remove(visitor_id)
    assert photos.of(visitor_id) is None
    photos.restore(visitor_id, removed)
    assert photos.of(visitor_id) == ONE


def test_a_photo_is_never_queued_for_the_centre(station, photos):
    visitor_id = station.visitor()
    count = "SELECT count(*) FROM outbox"
    before = station.sql(count)
    photos.put(visitor_id, ONE)
    photos.remove(visitor_id)
    assert station.sql(count) == before


def test_erasing_a_person_takes_their_photos_along(station, photos):
    kept, merged = station.visitor("甲"), station.visitor("甲")
    photos.put(kept, ONE)
    photos.put(merged, TWO)
    station.app.merging.merge(kept, merged)
    station.app.erasure.erase(kept)
    assert station.sql("SELECT count(*) FROM visitor_photo") == [(0,)]


def test_who_was_erased_gets_no_photo_back(station, photos):
    visitor_id = station.visitor()
    photos.put(visitor_id, ONE)
    removed = photos.remove(visitor_id)
    station.app.erasure.erase(visitor_id)
    with pytest.raises(KnownError):
        photos.restore(visitor_id, removed)
    assert photos.of(visitor_id) is None


@pytest.mark.parametrize(("own", "shown"), [(None, TWO), (ONE, ONE)])
def test_the_one_kept_shows_their_own_photo_or_else_the_others(station, photos, own, shown):
    kept, merged = station.visitor("甲"), station.visitor("甲")
    if own is not None:
        photos.put(kept, own)
    photos.put(merged, TWO)
    station.app.merging.merge(kept, merged)
    assert photos.of(kept) == shown
    station.app.merging.unmerge(merged)
    assert (photos.of(kept), photos.of(merged)) == (own, TWO)


def test_a_photo_removed_after_a_merge_is_gone_whole_and_comes_back_whole(station, photos):
    kept, merged = station.visitor("甲"), station.visitor("甲")
    photos.put(kept, ONE)
    photos.put(merged, TWO)
    station.app.merging.merge(kept, merged)
    removed = photos.remove(kept)
    assert photos.of(kept) is None
    photos.restore(kept, removed)
    station.app.merging.unmerge(merged)
    assert (photos.of(kept), photos.of(merged)) == (ONE, TWO)


@pytest.mark.parametrize("picture", [b"", b"\x89PNG", b"\xff\xd8\xff" + b"\0" * 60_000])
def test_only_a_small_jpeg_is_kept(station, photos, picture):
    visitor_id = station.visitor()
    with pytest.raises(KnownError):
        photos.put(visitor_id, picture)
    assert photos.of(visitor_id) is None
