from PIL import Image


def test_a_photo_is_kept_and_taken_away(run, tmp_path):
    Image.new("RGB", (300, 200), "red").save(tmp_path / "a.jpg")
    run("visitor", "add", "--name", "顾晚晴")
    kept = run("visitor", "photo", "顾晚晴", str(tmp_path / "a.jpg"))
    assert kept.status == 0
    assert 0 < kept.facts["bytes"] <= 60_000
    assert not kept.facts["had_one"]
    assert run("visitor", "photo", "顾晚晴", "--remove").facts["had_one"]
    assert not run("visitor", "photo", "顾晚晴", "--remove").facts["had_one"]


def test_a_photo_needs_a_file_or_the_wish_to_remove_it(run, tmp_path):
    run("visitor", "add", "--name", "顾晚晴")
    assert run("visitor", "photo", "顾晚晴").status == 2
    assert run("visitor", "photo", "顾晚晴", str(tmp_path / "a.jpg"), "--remove").status == 2
