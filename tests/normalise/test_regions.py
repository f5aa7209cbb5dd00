"""Places by GB/T 2260: what is listed gets its code, everything else stays null."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.regions import find_region, is_county_level_city, is_direct_municipality, leading_place


@pytest.mark.parametrize(
    ("name", "level", "around", "code"),
    [
        ("中共梅州市交通运输局党组", None, [], "441400"),
        ("广东省梅州市梅江区卫生健康局", None, [], "441402"),
        ("中共梅江区民政局党组", None, [], "441402"),
        ("市交通运输局党组", "city", ["梅州市人民政府门户网站"], "441400"),
        ("区民政局党组", "county", ["梅州市梅江区人民政府"], "441402"),
        ("区民政局党组", "county", ["梅州市人民政府"], None),
        ("市教育局党组", "city", ["慈溪市教育局"], "330282"),
        ("省水利厅党组", "province", ["广州市政府网", "广东省水利厅"], "440000"),
        ("中共鼓楼区民政局党组", None, [], None),
        ("中共鼓楼区民政局党组", None, ["南京市鼓楼区人民政府"], "320106"),
        ("中共恩施土家族苗族自治州财政局党组", None, [], "422800"),
        ("中共新疆维吾尔自治区水利厅党组", None, [], "650000"),
        ("中共仙桃市水利局党组", None, [], "429004"),
        ("中共北京市通州区水务局党组", None, [], "110112"),
        ("中共延庆县水务局党组", None, [], "110229"),
        ("中共岱溪县委员会", None, ["梅州市人民政府"], None),
        ("中共鹿鸣坳镇委员会", None, ["松桥县人民政府网"], None),
        ("中共云湾理工大学委员会", None, ["梅州市梅江区学府大道9号"], "441402"),
        ("中共云湾理工大学委员会", None, ["云湾市学府大道9号", "梅州市"], None),
        ("云湾市西城区民政局", None, [], None),
        ("梅州市工业园区管委会", None, [], "441400"),
        ("梅州市云湾县水利局", None, [], None),
        ("中共新疆生产建设兵团第八师石河子市教育局党组", None, [], "659001"),
        ("中共合肥高新技术产业开发区工作委员会", None, [], "340100"),
        ("武进国家高新区党工委", None, [], "320412"),
        ("朝阳经济开发区党工委", None, [], None),
        ("云湾经济开发区党工委", None, [], None),
        ("自治区教育厅党组", "province", ["内蒙古自治区教育厅"], "150000"),
        ("市场监督管理局党组", None, [], None),
        ("城市管理局党组", None, [], None),
        ("", None, [], None),
    ],
)
def test_a_place_gets_its_code_or_none(name: str, level: str | None, around: list[str], code: str | None) -> None:
    region = find_region(name, level, around)  # type: ignore[arg-type]
    assert (region.code if region else None) == code


def test_names_come_from_the_table_and_city_is_null_where_the_province_governs() -> None:
    county = find_region("梅州市梅江区", None, [])
    assert county and (county.province, county.city, county.county) == ("广东省", "梅州市", "梅江区")
    city = find_region("梅州市", None, [])
    assert city and (city.province, city.city, city.county) == ("广东省", "梅州市", None)
    direct = find_region("仙桃市", None, [])
    assert direct and (direct.province, direct.city, direct.county) == ("湖北省", None, "仙桃市")


def test_ranks_of_cities() -> None:
    assert is_county_level_city("慈溪市")
    assert not is_county_level_city("梅州市")
    assert is_direct_municipality("上海市")
    assert not is_direct_municipality("广东省")


@given(st.text(alphabet="中共广东省梅州市江区县局", max_size=30))
def test_any_name_has_a_place_or_none(name: str) -> None:
    place = leading_place(name)
    assert place is None or bool(place.regions) == place.is_listed
