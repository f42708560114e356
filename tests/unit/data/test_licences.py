import pytest

from cartvision.data.licences import class_of_all, licence_class, strictest


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, "commercial") for name in (
            "MIT", "MIT License", "Apache-2.0", "apache 2.0", "BSD-3-Clause", "CC0-1.0", "CC0",
            "CC-BY-4.0", "CC BY 4.0", "CC-BY-SA-3.0", "ODbL-1.0", "CDLA-Permissive-2.0",
            "https://creativecommons.org/licenses/by/4.0/",
            "https://creativecommons.org/publicdomain/zero/1.0/", "Public Domain",
        )),
        *((name, "non-commercial") for name in (
            "CC-BY-NC-4.0", "CC BY-NC-SA 4.0", "cc-by-nc-nd-4.0", "SKU-110K", "SKU110K",
            "https://creativecommons.org/licenses/by-nc/4.0/", "research only",
            "Academic use only", "Non-commercial", "for noncommercial purposes",
        )),
        *((name, "unknown") for name in (
            "", " ", "proprietary", "all rights reserved", "CC-BY-ND-4.0", "not MIT",
            "Apache-2.0 WITH a rider", "custom", "MITRE", "CC-BY-4.0 AND proprietary",
        )),
    ],
)  # fmt: skip
def test_a_licence_has_its_class(name, expected):
    assert licence_class(name) == expected


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        pytest.param(["commercial", "commercial"], "commercial", id="all free"),
        pytest.param(["commercial", "unknown"], "unknown", id="one unknown"),
        pytest.param(["unknown", "non-commercial", "commercial"], "non-commercial", id="one not"),
        pytest.param([], "unknown", id="none"),
    ],
)
def test_the_strictest_class_holds_for_all(classes, expected):
    assert strictest(classes) == expected


def test_what_is_made_of_all_is_as_free_as_the_strictest() -> None:
    assert class_of_all(["MIT", "CC0-1.0"]) == "commercial"
    assert class_of_all(["MIT", "SKU-110K"]) == "non-commercial"
    assert class_of_all([]) == "unknown"
