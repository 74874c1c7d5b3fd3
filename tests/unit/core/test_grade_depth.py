"""How deep the water is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.models import Urgency
from tests.unit.core.graded import EMERGENCY, HIGH, NORMAL, graded


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("banjir 30 cm di Jatiasih", NORMAL),
        ("banjir 20-30cm", NORMAL),
        ("banjir semata kaki", NORMAL),
        ("genangan sebetis", NORMAL),
        ("banjir 40cm", HIGH),
        ("banjir 30-50cm depan gang", HIGH),
        ("air setengah meter", HIGH),
        ("banjir 0,5 m", HIGH),
        ("banjir selutut", HIGH),
        ("air sedengkul", HIGH),
        ("air setinggi lutut orang dewasa", HIGH),
        ("banjirnya sampe paha", HIGH),
        ("cai sa-tuur", HIGH),
        ("cai nepi ka tuur", HIGH),
        ("banyu sak dengkul", HIGH),
        ("banyune wis sakdengkul, banyu", HIGH),
        ("hampir selutut airnya", HIGH),
        ("banjir 1 m", EMERGENCY),
        ("banjir 1m di perumahan", EMERGENCY),
        ("banjir 1,5 meter", EMERGENCY),
        ("banjir 1.2 mtr", EMERGENCY),
        ("air satu meter lebih", EMERGENCY),
        ("air satu setengah meter", EMERGENCY),
        ("banjir semeter", EMERGENCY),
        ("air sepinggang orang dewasa", EMERGENCY),
        ("air sedada", EMERGENCY),
        ("banjir seleher", EMERGENCY),
        ("cai sacangkeng", EMERGENCY),
        ("banjir sampai atap", EMERGENCY),
        ("gak bisa keluar rumah banjir sepinggang", EMERGENCY),
        ("jalan 30 m banjir", NORMAL),
        ("banjir sepanjang 2 meter", NORMAL),
        ("banjir 200 meter dari pasar", NORMAL),
        ("banjir, pagar setinggi 2 meter rusak", NORMAL),
        ("banjir karena saluran cuma 1 meter", NORMAL),
        ("banjir baru surut 50 cm", NORMAL),
        ("banjir belum sampai selutut", NORMAL),
        ("banjir tidak sampai 1 meter", NORMAL),
        ("takut banjir setinggi dada", NORMAL),
        ("kalau hujan banjir selutut", NORMAL),
        ("banjir selutut sudah surut", NORMAL),
        ("banjir 5000 cm", NORMAL),
    ],
)
def test_the_depth_of_water(text: str, urgency: Urgency) -> None:
    assert graded("flood", text) is urgency


@pytest.mark.parametrize(
    "text",
    ["lubang 50 cm", "tinggi pagar 1 meter", "celana sepinggang", "lutut saya sakit", "tiang 2 m miring"],
)
def test_without_water_a_measure_is_no_depth(text: str) -> None:
    assert graded("road_damage", text) is NORMAL


@given(st.integers(1, 300), st.integers(1, 300))
def test_deeper_water_is_no_less_urgent(one: int, other: int) -> None:
    shallow, deep = sorted((one, other))
    assert graded("flood", f"banjir {shallow} cm").rank <= graded("flood", f"banjir {deep} cm").rank
