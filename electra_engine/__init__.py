"""The engine's front door: what the studio may use. Nothing here imports torch or transformers."""

from electra_engine.arguments import Parser
from electra_engine.benchmark.layouts import layout_settings
from electra_engine.children import child_environment, python_command
from electra_engine.corpus import (
    LENGTH_EDGES,
    CleaningPreview,
    CorpusSummary,
    FileSummary,
    LeftOut,
    StepCount,
    check_enough,
    clean_documents,
    cleaned_sentences,
    in_a_sentence,
    may_be_misread,
    preview_cleaning,
    read_documents,
    summarise,
)
from electra_engine.corpus.fetching import checked_dataset, fetch_dataset
from electra_engine.corpus.sample import sample_version, write_sample_corpus, write_task_sample
from electra_engine.corpus.telling import OnProgress, expected_bytes
from electra_engine.corpus.words import count_words, is_unspaced
from electra_engine.errors import UserError
from electra_engine.finetuning.comparing import compare_runs
from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.labelled_files import LabelledPreview, look_at, read_examples
from electra_engine.finetuning.planned import plan_finetuning
from electra_engine.finetuning.reached import final_report, kept_scores
from electra_engine.finetuning.row_sizes import RowSizes, measure_rows
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.shares import learning_shares
from electra_engine.finetuning.trial_plan import plan_trials
from electra_engine.finetuning.work import Work, work_done
from electra_engine.inference.notes import read_notes
from electra_engine.inference.references import check_usable, is_usable, kept_steps
from electra_engine.inference.settings import AskingSettings
from electra_engine.jobs.aside import Watch, aside
from electra_engine.jobs.asked_for import asked_for, differing
from electra_engine.jobs.launch import (
    kill_worker,
    pause_run,
    resume_run,
    start_worker,
    stop_run,
)
from electra_engine.jobs.leftovers import SERVED_LIFE, remove_leftover, served_leftovers
from electra_engine.jobs.log import LogLine, read_log
from electra_engine.jobs.predictor_client import Predictor
from electra_engine.jobs.queue import move_run
from electra_engine.jobs.removal import remove_run, run_reading
from electra_engine.jobs.requests import (
    finetuning_just_asked_for,
    new_finetuning,
    new_pretraining,
    pretraining_just_asked_for,
)
from electra_engine.jobs.runs import (
    RunRequest,
    create_run,
    free_name,
    recorded_names,
)
from electra_engine.jobs.status import RunStatus, list_recorded_runs, list_runs, status_of
from electra_engine.jobs.waiting_room import WaitingRoom
from electra_engine.jobs.watched import can_watch, watch_sentence
from electra_engine.limits import DoesNotFitError, check_fits, check_room, device_for, room_free
from electra_engine.model.sizing import PairSize, size_pair
from electra_engine.objective.variants import settings_freed, settings_needed
from electra_engine.presets import PRESETS, Preset, preset_settings
from electra_engine.quota import check_space_left, quota_of, set_quota, space_left, space_taken
from electra_engine.sentences import Sentence
from electra_engine.settings import (
    CorpusSettings,
    Knob,
    RunSettings,
    VocabularySettings,
    knobs_of,
    to_flat,
    with_changes,
)
from electra_engine.starting import fit_to_start
from electra_engine.stopping import StopRequested
from electra_engine.taking_away.report import write_report
from electra_engine.taking_away.sizes import model_bytes
from electra_engine.training.planned import PlannedPretraining
from electra_engine.vocabulary import (
    Piece,
    cut,
    learn_vocabulary,
    load_tokenizer,
    token_counts,
    unknown_token,
)
from electra_engine.watching.connections import kept_open
from electra_engine.watching.records import (
    ENDED,
    OUTCOMES,
    PHASES,
    BatchTrace,
    ClassScore,
    Count,
    Evaluation,
    Event,
    FineTuneScore,
    FineTuneTrial,
    JudgedExamples,
    JudgedRow,
    JudgedToken,
    ModelComparison,
    OddRows,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    RunState,
    ScoreInterval,
    ScoreReport,
    ScoreSpread,
    SentenceAtStep,
    StepMetrics,
)
from electra_engine.watching.store import RecordReader
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import RunFolder, Workspace, checked_name, find_workspace

__all__ = [
    "ENDED",
    "FORMS",
    "LENGTH_EDGES",
    "OUTCOMES",
    "PHASES",
    "PRESETS",
    "SERVED_LIFE",
    "AskingSettings",
    "BatchTrace",
    "ClassScore",
    "CleaningPreview",
    "CorpusSettings",
    "CorpusSummary",
    "Count",
    "DoesNotFitError",
    "Evaluation",
    "Event",
    "FileSummary",
    "FineTuneScore",
    "FineTuneSettings",
    "FineTuneTrial",
    "JudgedExamples",
    "JudgedRow",
    "JudgedToken",
    "Knob",
    "LabelledPreview",
    "LeftOut",
    "LogLine",
    "ModelComparison",
    "OddRows",
    "OnProgress",
    "PairSize",
    "Parser",
    "Piece",
    "PlannedPretraining",
    "Predictor",
    "Preset",
    "ProbeSentence",
    "ProbeSnapshot",
    "ProbeToken",
    "RecordReader",
    "RowSizes",
    "RunFolder",
    "RunRequest",
    "RunSettings",
    "RunState",
    "RunStatus",
    "ScoreInterval",
    "ScoreReport",
    "ScoreSpread",
    "Sentence",
    "SentenceAtStep",
    "StepCount",
    "StepMetrics",
    "StopRequested",
    "UnreadableRecordsError",
    "UserError",
    "VocabularySettings",
    "WaitingRoom",
    "Watch",
    "Work",
    "Workspace",
    "aside",
    "asked_for",
    "can_watch",
    "check_enough",
    "check_fits",
    "check_room",
    "check_space_left",
    "check_usable",
    "checked_dataset",
    "checked_name",
    "child_environment",
    "clean_documents",
    "cleaned_sentences",
    "compare_runs",
    "count_words",
    "create_run",
    "cut",
    "device_for",
    "differing",
    "expected_bytes",
    "fetch_dataset",
    "final_report",
    "find_workspace",
    "finetuning_just_asked_for",
    "fit_to_start",
    "free_name",
    "in_a_sentence",
    "is_unspaced",
    "is_usable",
    "kept_open",
    "kept_scores",
    "kept_steps",
    "kill_worker",
    "knobs_of",
    "layout_settings",
    "learn_vocabulary",
    "learning_shares",
    "list_recorded_runs",
    "list_runs",
    "load_tokenizer",
    "look_at",
    "may_be_misread",
    "measure_rows",
    "model_bytes",
    "move_run",
    "new_finetuning",
    "new_pretraining",
    "pause_run",
    "plan_finetuning",
    "plan_trials",
    "preset_settings",
    "pretraining_just_asked_for",
    "preview_cleaning",
    "python_command",
    "quota_of",
    "read_documents",
    "read_examples",
    "read_log",
    "read_notes",
    "recorded_names",
    "remove_leftover",
    "remove_run",
    "resume_run",
    "room_free",
    "run_reading",
    "sample_version",
    "served_leftovers",
    "set_quota",
    "settings_freed",
    "settings_needed",
    "size_pair",
    "space_left",
    "space_taken",
    "start_worker",
    "status_of",
    "stop_run",
    "summarise",
    "to_flat",
    "token_counts",
    "unknown_token",
    "watch_sentence",
    "with_changes",
    "work_done",
    "write_report",
    "write_sample_corpus",
    "write_task_sample",
]
