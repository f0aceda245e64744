# Commands for contributors; `just` lists them. Each is one line that also works without just.

export QT_QPA_PLATFORM := env("QT_QPA_PLATFORM", "offscreen")

default:
    @just --list --unsorted

# install METST and everything the tests need into the Python in use
setup:
    python -m pip install -e '.[test]'

# open the window: a video, a project, or --demo
run *ARGS="--demo":
    env -u QT_QPA_PLATFORM python main.py {{ARGS}}

# the tests to run after every change: document, window parts and house rules, under a minute on two cores
quick *ARGS:
    python -m pytest -q -n auto -m "(document or gui or house) and not slow" {{ARGS}}

# all tests
test *ARGS:
    python -m pytest -q -n auto {{ARGS}}

# format, lint, layer contracts
lint:
    ruff format --check .
    ruff check .
    lint-imports

# types
types:
    mypy

# one benchmark, see docs/benchmarks.md: just bench timeline_redraw
bench NAME *ARGS:
    python -m benchmarks.{{NAME}} {{ARGS}}

# write again what is generated: the Chinese catalogue, docs/keys.md, and the picture in docs/architecture.md; then the site
docs:
    python -m tools.catalogue
    python -m metst_gui.commands.keys docs/keys.md
    python -m tools.architecture
    python -m tools.manual_tables
    python -m mkdocs build --strict --quiet
