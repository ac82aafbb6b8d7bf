"""Records in SQLite: one process writes a run's file, everybody else only reads it (WAL mode).

Nested records are stored as JSON columns; reading gives back the same dataclasses.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import logging
import math
import sqlite3
import time
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from electra_engine.sentences import Sentence
from electra_engine.watching.connections import read_only
from electra_engine.watching.records import (
    BatchTrace,
    Evaluation,
    Event,
    FineTuneScore,
    FineTuneTrial,
    JudgedExamples,
    JudgedRow,
    ModelComparison,
    OddRows,
    ProbeSentence,
    ProbeSnapshot,
    RunState,
    ScoreReport,
    ScoreSpread,
    SentenceAtStep,
    StepMetrics,
)
from electra_engine.watching.unreadable import readable
from electra_engine.watching.why_not_written import telling_why

log = logging.getLogger("electra_engine.events")
R = TypeVar("R")
Record = (
    StepMetrics
    | Evaluation
    | ProbeSnapshot
    | BatchTrace
    | JudgedExamples
    | FineTuneScore
    | FineTuneTrial
    | JudgedRow
    | ScoreReport
    | ScoreSpread
    | ModelComparison
    | OddRows
)

TABLES: dict[type, tuple[str, str | tuple[str, ...]]] = {
    StepMetrics: ("step_metrics", "step"),
    Evaluation: ("evaluations", "step"),
    ProbeSnapshot: ("probe_snapshots", "step"),
    BatchTrace: ("batch_traces", "step"),
    JudgedExamples: ("judged_examples", "id"),
    FineTuneScore: ("fine_tune_scores", ("step", "split")),
    FineTuneTrial: ("fine_tune_trials", "number"),
    JudgedRow: ("judged_rows", ("split", "row")),
    ScoreReport: ("score_reports", "split"),
    ScoreSpread: ("score_spreads", "start"),
    ModelComparison: ("model_comparisons", ("first", "second")),
    OddRows: ("odd_rows", "split"),
}


_LEVELS = {"health": logging.WARNING, "warning": logging.WARNING, "error": logging.ERROR}


class RecordWriter:
    """The only hand that writes a run's records file. Not to be shared between processes."""

    def __init__(self, path: Path) -> None:
        # Readers, which are every page and command, need not wait for it to be imported.
        import sqlite_utils

        self._path = path
        self._database = sqlite_utils.Database(sqlite3.connect(path, timeout=30, check_same_thread=False))
        with telling_why(path):
            self._database.enable_wal()
            self._database.conn.execute("pragma synchronous=normal")
            for kind, (table, key) in TABLES.items():
                self._make_table(table, _columns(kind), key)
            self._make_table("state", {"id": int, **_columns(RunState)}, "id")
            self._make_table("events", _columns(Event), "id")

    def write(self, record: Record) -> None:
        """Adds the record, or replaces the one at the same step (a resumed run repeats steps)."""
        self._put(TABLES[type(record)][0], _row(record))

    def write_all(self, records: Sequence[Record]) -> None:
        """Adds or replaces many records of one kind in one go."""
        if records:
            table, key = TABLES[type(records[0])]
            with self._at_once():
                rows = [_row(record) for record in records]
                self._database.table(table).insert_all(rows, pk=key, replace=True, alter=True)

    def set_state(self, state: RunState) -> None:
        """Overwrites the run's one state row, stamped with the time."""
        stamped = dataclasses.replace(state, updated=time.time())
        self._put("state", {"id": 1, **_row(stamped)})

    def add_event(self, event: Event) -> None:
        """Appends an event, stamped with the time, and says it in the log."""
        log.log(_LEVELS.get(event.kind, logging.INFO), "%s", event.sentence, extra={"step": event.step})
        self._put("events", {**_row(dataclasses.replace(event, time=time.time())), "id": None})

    def forget_after(self, step: int) -> None:
        """Drops what was recorded beyond a checkpoint, so that a resumed run tells one story.

        Of the events only the findings of health, which the repeated steps may make again; the others tell
        what happened, and that stays true.
        """
        with self._at_once():
            for table, _ in TABLES.values():
                self._database.execute(f"delete from [{table}] where step > ?", [step])
            self._database.execute("delete from events where kind = 'health' and step > ?", [step])

    def drop_snapshots(self, steps: Sequence[int]) -> None:
        """Forgets how the probe sentences looked at these steps."""
        if steps:
            with self._at_once() as connection:
                gone = [(step,) for step in steps]
                connection.executemany("delete from probe_snapshots where step = ?", gone)

    def close(self) -> None:
        self._database.close()

    @contextlib.contextmanager
    def _at_once(self) -> Iterator[sqlite3.Connection]:
        """All that is written here, or nothing of it."""
        with telling_why(self._path), self._database.conn as connection:
            yield connection

    def _make_table(self, name: str, columns: dict[str, type], key: str | tuple[str, ...]) -> None:
        """Makes a table, or gives one of an older version the columns that it lacks."""
        table = self._database.table(name)
        table.create(columns, pk=key, if_not_exists=True)
        for column in columns.keys() - table.columns_dict.keys():
            table.add_column(column, columns[column])

    def _put(self, table: str, row: dict[str, Any]) -> None:
        """One row, in place of one of the same key; said in SQL, because a run writes it by the thousand."""
        names, gaps = ", ".join(f"[{name}]" for name in row), ", ".join("?" * len(row))
        with self._at_once() as connection:
            connection.execute(
                f"insert or replace into [{table}] ({names}) values ({gaps})", list(row.values())
            )


class RecordReader:
    """Reads a run's records from any process at any time; an absent file reads as empty.

    Raises `UnreadableRecordsError` where they are damaged or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def state(self) -> RunState | None:
        rows = self._built(RunState, "select * from state")
        return rows[0] if rows else None

    def step_metrics(self, since: int = -1) -> list[StepMetrics]:
        """The points after step `since`, in order.

        They hold plain numbers only, so that a long run's hundred thousand need not be unfolded one by one.
        """
        known, needed = _hints(StepMetrics).keys(), _needed(StepMetrics)
        points = []
        for row in self._rows("select * from step_metrics where step > ? order by step", [since]):
            values = {name: row[name] for name in row.keys() & known}
            values |= {name: math.nan for name in needed if values[name] is None}  # see `_build`
            points.append(StepMetrics(**values))
        return points

    def evaluations(self, since: int = -1) -> list[Evaluation]:
        return self._records(Evaluation, "where step > ? order by step", [since])

    def snapshot_steps(self) -> list[int]:
        """The steps at which the probe sentences were looked at."""
        return [row["step"] for row in self._rows("select step from probe_snapshots order by step")]

    def newest_snapshot(self) -> tuple[int, int]:
        """Step and size of the newest snapshot: what changes whenever there is another one to see."""
        query = "select step, length(sentences) as size from probe_snapshots order by step desc limit 1"
        rows = self._rows(query)
        return (rows[0]["step"], rows[0]["size"]) if rows else (-1, 0)

    def snapshot(self, step: int | None = None) -> ProbeSnapshot | None:
        """The snapshot at `step`, or the newest."""
        where = "order by step desc limit 1" if step is None else "where step = ?"
        found = self._records(ProbeSnapshot, where, [] if step is None else [step])
        return found[0] if found else None

    def sentence(self, index: int, since: int = -1, most: int = -1) -> list[SentenceAtStep]:
        """One watched sentence in the snapshots after step `since` that hold it, the first `most` of them.

        SQLite picks it out, so that a long run's other sentences are never unfolded.
        """
        query = (
            "select step, one.value as sentence from probe_snapshots, json_each(sentences) as one "
            "where step > ? and json_extract(one.value, '$.index') = ? order by step limit ?"
        )
        with readable(self.path):
            return [
                SentenceAtStep(row["step"], _revive(ProbeSentence, json.loads(row["sentence"])))
                for row in self._rows(query, [since, index, most])
            ]

    def trace(self) -> BatchTrace | None:
        """The newest row that was followed through every stage."""
        found = self._records(BatchTrace, "order by step desc limit 1", [])
        return found[0] if found else None

    def examples(self) -> JudgedExamples | None:
        """The newest sentences for each way a judgement can go."""
        found = self._records(JudgedExamples, "order by step desc limit 1", [])
        return found[0] if found else None

    def examples_step(self) -> int:
        """The step of the newest examples: what changes whenever there are others; -1 without any."""
        rows = self._rows("select step from judged_examples order by step desc limit 1")
        return rows[0]["step"] if rows else -1

    def events(self, since: int = 0) -> list[Event]:
        return self._built(Event, "select * from events where id > ? order by id", [since])

    def scores(self) -> list[FineTuneScore]:
        return self._records(FineTuneScore, "order by step, split", [])

    def trials(self) -> list[FineTuneTrial]:
        return self._records(FineTuneTrial, "order by number", [])

    def score_reports(self) -> list[ScoreReport]:
        return self._records(ScoreReport, "order by split", [])

    def score_spreads(self) -> list[ScoreSpread]:
        return self._records(ScoreSpread, "order by start", [])

    def comparisons(self) -> list[ModelComparison]:
        return self._records(ModelComparison, "order by first, second", [])

    def odd_rows(self) -> list[OddRows]:
        """The rows that were left out or mended, a record a file: training, validation, test."""
        return self._records(OddRows, "order by instr('train valid test', split)", [])

    def judged_rows(
        self, split: str, truth: str | None = None, said: str | None = None, most: int = 20
    ) -> list[JudgedRow]:
        """Rows of a split: those where `truth` was taken for `said`, else the mistakes.

        The surest come first, and of numbers, of which no model is sure, those that are farthest off.
        """
        where, wanted = "not right", [split]
        if truth is not None and said is not None:
            where = (
                "exists (select 1 from json_each(marks) as mark where json_extract(mark.value, '$[0]') = ? "
                "and json_extract(mark.value, '$[1]') = ?)"
            )
            wanted += [truth, said]
        distance = "abs(cast(truth as real) - cast(said as real))"
        order = f"order by probability desc, iif(probability is null, {distance}, 0) desc, row limit ?"
        return self._records(JudgedRow, f"where split = ? and {where} {order}", [*wanted, most])

    def all_judged_rows(self, split: str) -> list[JudgedRow]:
        """Every row of a split that is kept, in the order of its file."""
        return self._records(JudgedRow, "where split = ? order by row", [split])

    def _records(self, kind: type[R], clause: str, arguments: list[Any]) -> list[R]:
        table, _ = TABLES[kind]
        return self._built(kind, f"select * from [{table}] {clause}", arguments)

    def _built(self, kind: type[R], query: str, arguments: list[Any] | None = None) -> list[R]:
        with readable(self.path):
            return [_build(kind, row) for row in self._rows(query, arguments)]

    def _rows(self, query: str, arguments: list[Any] | None = None) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        with readable(self.path):
            try:
                with read_only(self.path) as connection:
                    return [dict(row) for row in connection.execute(query, arguments or [])]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):  # nothing of this kind has been recorded yet
                    return []
                raise


# The fields' types, looked up once: a long run's points are read by the ten thousand.
_hints: Callable[[Any], dict[str, Any]] = functools.cache(typing.get_type_hints)


def _row(record: Any) -> dict[str, Any]:
    """A record as its columns, sentences packed so that they can be said in any language."""
    return {name: _plain(value) for name, value in _fields(record).items()}


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _hints(type(record))}


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return value.packed()
    if isinstance(value, list) and any(isinstance(one, Sentence) for one in value):
        return json.dumps([_plain(one) for one in value], ensure_ascii=False)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_fields)
    return value


def _columns(kind: type) -> dict[str, type]:
    """SQLite column types for a dataclass; nested records become JSON text."""
    plain = {int: int, float: float, str: str, bool: int}
    columns: dict[str, type] = {}
    for name, hint in _hints(kind).items():
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        optional = parts[0] if typing.get_origin(hint) is types.UnionType else hint
        columns[name] = plain.get(optional, str)
    return columns


def revived(kind: type[R], row: dict[str, Any]) -> R:
    """The record of which the row holds the fields."""
    return _build(kind, row)


def _build(kind: type[R], row: dict[str, Any]) -> R:
    """A dataclass from a row, JSON columns unfolded; columns it does not know are left out.

    SQLite keeps NaN as NULL, so that a number which must be there and is NULL was none.
    """
    hints, needed = _hints(kind), _needed(kind)
    values = {}
    for name, hint in hints.items():
        if name in row:
            raw = row[name]
            nested = typing.get_origin(hint) in (list, dict)
            if raw is None and not _may_be_absent(hint):
                if hint is float and name in needed:
                    values[name] = math.nan
                continue  # a column that was added after this row: its default
            values[name] = _revive(hint, json.loads(raw) if nested and isinstance(raw, str) else raw)
    return kind(**values)


def _without_default(kind: type) -> frozenset[str]:
    """The fields that have no default."""
    absent = dataclasses.MISSING
    return frozenset(
        entry.name
        for entry in dataclasses.fields(kind)
        if entry.default is absent and entry.default_factory is absent
    )


_needed: Callable[[Any], frozenset[str]] = functools.cache(_without_default)


def _may_be_absent(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


def _revive(hint: Any, value: Any) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is list and value is not None:
        return [_revive(inner[0], item) for item in value]
    if origin is types.UnionType and value is not None:
        return _revive(next(part for part in inner if part is not type(None)), value)
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        nested = _hints(hint)
        known = {name: _revive(nested[name], item) for name, item in value.items() if name in nested}
        return typing.cast(type, hint)(**known)
    if hint is Sentence:
        return Sentence.unpacked(value or "")
    if hint is bool and value is not None:
        return bool(value)
    return value
