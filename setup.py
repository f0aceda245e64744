"""Only what pyproject.toml cannot say: ``resources/``, ``weights/`` and the manual are package data inside ``engine``.

As packages of their own they would put the names `resources` and `weights` into everybody's site-packages.
"""

from setuptools import find_packages, setup

DATA = {"engine._resources": "resources", "engine._weights": "weights"}
PAGES = {"engine._docs": "docs"}

setup(
    packages=[*find_packages(include=["engine*", "metst_gui*"]), *DATA, *PAGES],
    package_dir={**DATA, **PAGES},
    package_data={
        **{name: ["**/*"] for name in DATA},
        **{
            name: ["*.md", "how-to/*.md", "reference/*.md", "explanation/*.md", "pictures/*", "pictures/tutorial/*"]
            for name in PAGES
        },
        "engine.case_report": ["*.jinja"],
    },
)
