"""What statements read and write, and which cells make right what another one reads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_quickfix.context.dataflow.effects import Effect, effects_of
from jupyter_quickfix.context.dataflow.flow import Flow
from jupyter_quickfix.context.dataflow.plan import Notebook
from jupyter_quickfix.context.dataflow.runs import RunLog
from jupyter_quickfix.context.dataflow.statements import statements_of
from jupyter_quickfix.records import CellRun


def reads(text: str) -> set[str]:
    """What a cell takes from before it: names, and columns as `name.column`."""
    demands = Flow().run(statements_of(text)).demands
    return {each.name if each.column is None else f"{each.name}.{each.column}" for each in demands}


def writes(text: str) -> set[str]:
    footprint = Flow().run(statements_of(text))
    return footprint.bases | {f"{name}.{column}" for name, column in footprint.columns}


@pytest.mark.parametrize(
    ("text", "read", "written"),
    [
        ("import numpy as np\nx = np.ones(n)", {"n"}, {"np", "x"}),
        ("df = df.dropna()", {"df"}, {"df"}),
        ("df['a'] = df['b'] + 1", {"df.", "df.b"}, {"df.a"}),
        ("df.loc[df['b'] > 0, 'a'] = 0", {"df.", "df.a", "df.b"}, {"df.a"}),
        ("df = df.assign(a=lambda d: d['b'] * 2)", {"df.", "df.b"}, {"df.a"}),
        ("df.drop(columns=['a'], inplace=True)", {"df.", "df.a"}, {"df.a"}),
        ("df = df.drop('a', axis=1)", {"df.", "df.a"}, {"df.a"}),
        ("df = df.rename(columns={'a': 'b'})", {"df.", "df.a"}, {"df.a", "df.b"}),
        ("df = df.rename(columns=str.upper)", {"df", "str.upper"}, {"df"}),
        ("df.groupby('k')['v'].mean()", {"df.", "df.k", "df.v"}, set()),
        ("sns.boxplot(data=df, x='k', y='v')", {"sns", "df.k", "df.v"}, set()),
        ("model.fit(X, y)", {"model", "X", "y"}, {"model"}),
        ("names.append(new)", {"names", "new"}, {"names"}),
        ("for i in rows:\n    total += i", {"rows", "total"}, {"i", "total"}),
        ("if debug:\n    level = 1", {"debug", "level"}, {"level"}),
        ("def f(a):\n    return a + later", set(), {"f"}),
        ("def f(a):\n    return a + later\nf(1)", {"later"}, {"f"}),
        ("def clear(rows):\n    rows.append(1)\nclear(found)", {"found"}, {"clear", "found"}),
        ("class A(Base):\n    size = n\n    def g(self):\n        return later", {"Base", "n"}, {"A"}),
        ("class A:\n    def g(self):\n        return later\na = A()", set(), {"A", "a"}),
        ("class A:\n    def g(self):\n        return later\na = A()\na.g()", {"later"}, {"A", "a"}),
        ("class A:\n    def __init__(self):\n        self.n = later\na = A()", {"later"}, {"A", "a"}),
        ("[w for w in words if w not in stop]", {"words", "stop"}, set()),
        ("con.execute('create table t as select * from s')", {"con.", "con.table s", "s"}, {"con.table t"}),
        ("pd.read_sql('select * from t', con)", {"pd.", "con", "con.", "con.table t", "t"}, set()),
        ("df.to_csv('out.csv')", {"df"}, {"file out.csv"}),
        ("text = open('data/out.csv').read()", {"open", "file out.csv"}, {"text"}),
        ("%matplotlib inline\nx = !ls", set(), {"x"}),
        ("%%sql rows << select 1", set(), {"rows"}),
        ("%%bash\nls", set(), set()),
        ("no valid Python", set(), set()),
    ],
)
def test_what_a_cell_reads_and_writes(text: str, read: set[str], written: set[str]) -> None:
    assert (reads(text), writes(text)) == (read, written)


def solve(cells: list[str], runs: list[str]) -> tuple[int, ...]:
    """Places of the cells to run before the last one, after these runs."""
    notebook = Notebook(cells, lambda name: False)
    session = RunLog().after([CellRun(None, text) for text in runs])
    solution = notebook.solve(session)
    assert solution is not None
    return solution.chosen


LOAD, CLEAN, FEATURE, OTHER = "df = load()", "df = df.drop(columns='x')", "df['f'] = df['a'] * 2", "df['o'] = 1"


COUNTER = "class C:\n    n = 0\n    def up(self):\n        self.n += 1"


@pytest.mark.parametrize(
    ("cells", "runs", "chosen"),
    [
        (["a = 1", "b = a", "c = 2", "b"], [], (0, 1)),
        (["a = 1", "b = a", "c = 2", "b"], ["a = 1", "b = a", "c = 2"], ()),
        (["a = 2", "b = a", "c = 2", "b"], ["a = 1", "b = a", "c = 2"], (0, 1)),
        (["a = 1  # why", "b = a", "b"], ["a = 1", "b = a"], ()),
        ([LOAD, FEATURE, OTHER, "df['f']"], [LOAD, OTHER], (1,)),
        ([LOAD, "df = pad(df)", FEATURE, "df['f']"], [LOAD, "df = pad(df)", FEATURE, "df = pad(df)"], (0, 1, 2)),
        ([LOAD, FEATURE, CLEAN, "df['f']"], [LOAD, CLEAN], (1,)),
        ([LOAD, CLEAN, "df['o']"], [LOAD, CLEAN, CLEAN], ()),
        ([LOAD, CLEAN, "df.sum()"], [LOAD, CLEAN, CLEAN], (0, 1)),
        ([LOAD, FEATURE, OTHER, "df['a'] + y"], [LOAD, FEATURE, OTHER, "df = None"], (0,)),
        ([LOAD, FEATURE, "df = pad(df)", "df['a']"], [LOAD, FEATURE, *2 * ["df = pad(df)"]], (0, 1, 2)),
        ([LOAD, FEATURE, OTHER, "df['a']"], [LOAD, FEATURE, OTHER, "df = pad(df)", FEATURE], (0, 1)),
        ([LOAD, FEATURE, "df['k'] = 1"], [], (0, 1)),
        ([LOAD, "df = df.dropna()", "df.sum()"], [LOAD, "df = df.dropna()", "df = df.dropna()"], ()),
        ([LOAD, FEATURE, OTHER, "df.sum()"], [LOAD, OTHER, FEATURE], ()),
        ([LOAD, "copy = df", "df.sum()"], [LOAD, "copy = df", "copy['z'] = 1", "copy.clear()"], (0,)),
        (["import os", "import os\nimport sys\nx = sys.argv", "os"], [], (0,)),
        (["k = 1", "def f():\n    return k", "f()"], ["def f():\n    return k"], (0,)),
        (["m = M()", "m.fit(X)", "m.predict(X)"], ["m = M()"], (1,)),
        ([COUNTER, "c = C()", "c.up()", "c.n"], [COUNTER, "c = C()"], (2,)),
        (["a = 1", "a"], ["a = 1", "del a"], (0,)),
        (["a = 1", "a"], ["a = 1", "%reset -f"], (0,)),
    ],
)
def test_the_fewest_cells(cells: list[str], runs: list[str], chosen: tuple[int, ...]) -> None:
    assert solve(cells, runs) == chosen


def test_a_run_that_failed_counts_up_to_its_failure() -> None:
    text = "a = 1\nb = a\nc = b"
    session = RunLog().after([CellRun(None, text, ok=False, failed_line=2)])
    assert set(session.values) == {"a"}
    assert RunLog().after([CellRun(None, text, ok=False, failed_line=0)]).values == {}


def test_a_log_that_goes_on_is_not_executed_anew() -> None:
    log = RunLog()
    runs = [CellRun(None, "a = 1"), CellRun(None, "b = a")]
    first = log.after(runs[:1])
    first.forget("a")  # a copy: what is kept is not touched
    assert log.after(runs).values.keys() == {"a", "b"}
    assert log.after(runs[:1]).values.keys() == {"a"}


NAMES = st.sampled_from(["a", "b", "c"])
CELLS = st.builds("{} = f({}, {})".format, NAMES, NAMES, NAMES) | st.builds("{}.append({})".format, NAMES, NAMES)


@settings(max_examples=100, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=8), st.data())
def test_what_is_chosen_makes_right_what_the_last_cell_reads(cells: list[str], data: st.DataObject) -> None:
    cells = ["a = b = c = []", *cells]
    runs = data.draw(st.lists(st.sampled_from(cells), max_size=10))
    notebook = Notebook(cells, lambda name: False)
    session = RunLog().after([CellRun(None, text) for text in runs])
    solution = notebook.solve(session)
    assert solution is not None
    for place in solution.chosen:
        session.run(statements_of(cells[place]))
    defined = [wrong for wrong in notebook.wrongs(session, notebook.last, strict=False) if not wrong.missing]
    assert defined == []


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    Flow().run(statements_of(text))
    effects_of(text)


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("!pip install x", {Effect.INSTALLS, Effect.SHELL}),
        ("%pip install x", {Effect.INSTALLS}),
        ("open('a.txt', 'w').write('x')", {Effect.WRITES}),
        ("df.to_csv('a.csv')", {Effect.WRITES}),
        ("text = df.to_csv()", set()),
        ("con.execute('DROP TABLE t')", {Effect.DELETES}),
        ("con.execute('insert into t values (1)')", {Effect.CHANGES_TABLES}),
        ("requests.get(url)", {Effect.NETWORK}),
        ("pd.read_csv('https://example.org/a.csv')", {Effect.NETWORK}),
        ("model.fit(X, y)", {Effect.TRAINS}),
        ("open('a.txt').read()", set()),
        ("x = 1  # to_csv('a')", set()),
    ],
)
def test_effects_of_a_cell(text: str, effects: set[Effect]) -> None:
    assert set(effects_of(text)) == effects
