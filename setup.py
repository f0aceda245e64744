"""Only what pyproject.toml cannot say: ``resources/`` and ``weights/`` are package data inside ``engine``.

As packages of their own they would put the names `resources` and `weights` into everybody's site-packages.
"""

from setuptools import find_packages, setup

DATA = {"engine._resources": "resources", "engine._weights": "weights"}

setup(
    packages=[*find_packages(include=["engine*", "metst_gui*"]), *DATA],
    package_dir=DATA,
    package_data={**{name: ["**/*"] for name in DATA}, "engine.case_report": ["*.jinja"]},
)
