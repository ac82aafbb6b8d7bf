"""What is to be learned from: the task, the labelled file, and which of its columns are what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import FORMS, UserError
from studio.labelled import look_again, sample_of
from studio.labelled_views import label_facts
from studio.page import Page, Updates
from studio.shelf import Entry
from studio.tabs.room import Removal
from studio.text import say
from studio.widgets.fact_sheet import fact_sheet

NO_COLUMN = ""
FIRST_TASK = next(iter(FORMS))
JUDGING = ("valid", "test")  # the files that a run may be judged by besides the one it learns from
ROLES = tuple(dict.fromkeys(role for form in FORMS.values() for role in form.roles))


class LabelledChoice:
    """The task's switch, the upload, the sample, the choosers of columns, and the preview."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.task = gr.Radio(
            choices=[(say(f"tune.task_{task}"), task) for task in FORMS],
            value=FIRST_TASK,
            label=say("tune.task"),
            info=say("tune.task_help"),
            elem_id="tune-task",
        )
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=280):
                self._upload = gr.File(label=say("tune.upload"), height=180, elem_id="tune-upload")
                self._sample = gr.Button(say("tune.use_sample"), size="md", elem_id="tune-sample")
                self.in_use = gr.Dropdown(
                    [],
                    value=None,
                    label=say("tune.in_use"),
                    interactive=True,
                    visible=False,
                    elem_id="tune-in-use",
                )
                self._removal = Removal("labelled", page, page.labelled, self.in_use)
            with gr.Column(scale=7, min_width=300):
                self._preview = fact_sheet("tune-preview", say("tune.preview"))
        self.name: Any = None
        self._judging: dict[str, Any] = {}
        self._judging_uploads: dict[str, Any] = {}

    def build_columns(self) -> None:
        """The choosers of columns, where the page is being built; a task shows those it needs."""
        self._columns = {
            role: gr.Dropdown(
                [(say("tune.no_column"), NO_COLUMN)],
                value=NO_COLUMN,
                label=role_label(FIRST_TASK, role),
                visible=role in FORMS[FIRST_TASK].roles,
                elem_id=f"tune-{role}",
                allow_custom_value=True,  # several columns are one value, with commas between their names
            )
            for role in ROLES
        }

    def build_judging(self) -> None:
        """The files to judge by, where the page is being built: uploaded here, or kept already."""
        with gr.Accordion(say("tune.judging"), open=False, elem_id="tune-judging"):
            gr.Markdown(say("tune.judging_intro"), elem_classes="quiet")
            for role in JUDGING:
                self._judging[role] = gr.Dropdown(
                    [(say(f"tune.no_{role}"), NO_COLUMN)],
                    value=NO_COLUMN,
                    label=say(f"tune.{role}"),
                    elem_id=f"tune-{role}",
                    allow_custom_value=True,  # a file may be removed while the page is open
                )
                self._judging_uploads[role] = gr.File(
                    label=say(f"tune.upload_{role}"), height=110, elem_id=f"tune-upload-{role}"
                )

    @property
    def judging(self) -> list[Any]:
        """The choosers of the files to judge by, in the order of `judged_by`."""
        return list(self._judging.values())

    @property
    def asked(self) -> list[Any]:
        """What says what to learn from, in the order of `request`."""
        return [self.task, self.in_use, *self._columns.values()]

    @property
    def outputs(self) -> list[Any]:
        """What another task or file changes."""
        fixed = [self.task, self._upload, self.in_use, self._preview, self.name]
        return [*fixed, *self._removal.outputs, *self._columns.values(), *self._judging.values()]

    def wire(self, name: Any, fields: Any) -> None:
        """Connects the choice; `name` is the box that gets a name for the run."""
        self.name = name
        common: dict[str, Any] = {"place": "tune", "fields": fields}
        self._page.on(
            [self._upload.upload],
            self._keep,
            [self._upload],
            self.outputs,
            place="tune",
            fields=lambda _: "tune-upload",
            waiting=True,
        )
        self._page.on(
            [self._sample.click], self._use_sample, [self.task], self.outputs, waiting=True, **common
        )
        self._page.on(
            [self.task.input],
            self._use,
            [self.task, self.in_use],
            self.outputs,
            waiting=True,
            while_busy="latest",
            **common,
        )
        self._page.on(
            [self.in_use.input], self._use_file, [self.in_use], self.outputs, while_busy="latest", **common
        )
        self._removal.wire(self._forget, self.outputs, "tune", "tune-in-use")
        self._page.on(
            [chooser.input for chooser in self._columns.values()],
            self._map,
            self.asked,
            [self._preview],
            place="tune/columns",  # it takes a while, and may not take away what Start has refused meanwhile
            fields=fields,
            while_busy="latest",
        )
        for role in JUDGING:
            self._wire_judging(role, fields)

    def _wire_judging(self, role: str, fields: Any) -> None:
        upload, chooser = self._judging_uploads[role], self._judging[role]

        def keep(file: str | None) -> Updates:
            return self._keep_to_judge(role, file)

        def choose(id: str | None) -> Updates:
            self._page.drafts.change(**{role: str(id or "")})
            return {}

        outputs = [upload, self.in_use, *self._judging.values()]
        self._page.on(
            [upload.upload],
            keep,
            [upload],
            outputs,
            place="tune",
            fields=lambda _: f"tune-upload-{role}",
            waiting=True,
        )
        self._page.on(
            [chooser.input], choose, [chooser], [], place="tune", fields=fields, while_busy="latest"
        )

    def _keep_to_judge(self, role: str, file: str | None) -> Updates:
        entry = self._page.labelled.keep([Path(file)] if file else [])
        self._page.drafts.change(**{role: entry.id})
        return {self._judging_uploads[role]: None, **self._kept_files()}

    def judged_by(self, train: str, *ids: object) -> dict[str, Path]:
        """The files to judge by, by role; raises `UserError` for the one that is learned from."""
        files = {}
        for role, id in zip(JUDGING, ids, strict=True):
            if not id:
                continue
            if id == train:
                raise UserError(say("tune.judging_twice"), role)
            (files[role],) = self._page.labelled.find(str(id)).files
        return files

    def request(self, task: str, id: str, *columns: object) -> tuple[Path, str, dict[str, str | None]]:
        """(file, task, columns by role) of what is asked for; raises `UserError` without a file."""
        if not id:
            raise UserError(say("tune.no_file"), "train")
        if task not in FORMS:
            raise UserError(say("tune.no_task"), "task")
        (file,) = self._page.labelled.find(id).files
        return file, task, self._given(task, columns)

    def show(self, id: str, task: str) -> Updates:
        """The choice with that labelled file in use, or without one."""
        try:
            entry: Entry | None = self._page.labelled.find(id)
        except UserError:
            entry = None
        if task not in FORMS:
            task = entry.about["task"] if entry else FIRST_TASK
        about = look_again(entry, task) if entry else None
        return {
            self.task: task,
            **self._kept_files(),
            self.in_use: self._in_use(entry.id if entry else None),
            self._preview: label_facts(entry, about, task),
            self.name: self._page.free_name(entry.name if entry else say("tune.default_name")),
            **self._removal.show(entry),
            **self._choosers(task, about),
        }

    def _in_use(self, id: str | None) -> Any:
        choices = self._names()
        return gr.update(choices=choices, value=id, visible=bool(choices))

    def _names(self) -> list[tuple[str, str]]:
        return [(kept.name, kept.id) for kept in self._page.labelled.entries()]

    def _kept_files(self) -> Updates:
        """The choosers of files with all that are kept; those to judge by as they were left."""
        choices, draft = self._names(), self._page.drafts.read()
        left = {"valid": draft.valid, "test": draft.test}
        known = {id for _, id in choices}
        updates: Updates = {self.in_use: gr.update(choices=choices)}
        for role, chooser in self._judging.items():
            value = left[role] if left[role] in known else NO_COLUMN
            updates[chooser] = gr.update(choices=[(say(f"tune.no_{role}"), NO_COLUMN), *choices], value=value)
        return updates

    def _keep(self, upload: str | None) -> Updates:
        entry = self._page.labelled.keep([Path(upload)] if upload else [])
        return {self._upload: None, **self._take(entry.id, entry.about["task"])}

    def _use_sample(self, task: str) -> Updates:
        task = task if task in FORMS else FIRST_TASK
        return self._take(sample_of(self._page.labelled, task).id, task)

    def _use_file(self, id: str) -> Updates:
        updates = self._take(id, self._page.labelled.find(id).about["task"])
        del updates[self.in_use]  # else a late answer would take back what was chosen since
        return updates

    def _use(self, task: str, id: str) -> Updates:
        updates = self._take(id or "", task)
        del updates[self.task]  # as above
        return updates

    def _forget(self, _: str) -> Updates:
        return self._take("", self._page.drafts.read().task)

    def _take(self, id: str, task: str) -> Updates:
        self._page.drafts.change(labelled=id, task=task)
        return self.show(id, task)

    def _map(self, task: str, id: str, *columns: object) -> Updates:
        entry = self._page.labelled.find(id)
        about = look_again(entry, task, self._given(task, columns))
        return {self._preview: label_facts(entry, about, task)}

    def _given(self, task: str, columns: Sequence[object]) -> dict[str, str | None]:
        named = dict(zip(self._columns, columns, strict=True))
        return {role: str(named[role] or "") or None for role in FORMS[task].roles}

    def _choosers(self, task: str, about: Mapping[str, Any] | None) -> Updates:
        """The column choosers of the task, set to what was taken."""
        seen = about or {"columns": [], "taken": {}}
        names = [(column, column) for column in seen["columns"]]
        joined = [(taken, taken) for taken in seen["taken"].values() if taken not in seen["columns"]]
        choices = [(say("tune.no_column"), NO_COLUMN), *names, *joined]
        return {
            chooser: gr.update(
                choices=choices,
                value=seen["taken"].get(role, NO_COLUMN),
                label=role_label(task, role),
                visible=role in FORMS[task].roles,
            )
            for role, chooser in self._columns.items()
        }


def role_label(task: str, role: str) -> str:
    """What the task calls the column of a role."""
    return say(f"tune.column_{task}_{role}") if role in FORMS[task].roles else say("tune.no_column")
