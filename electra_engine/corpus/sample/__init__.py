"""The built-in sample: a small world of simple stories in which words constrain each other.

The corpus teaches a tiny pair facts within a minute; the labelled sets come from the same generator,
which knows the truth of every story. All of it is a function of a seed.
"""

from electra_engine.corpus.sample.facts import Fact, facts
from electra_engine.corpus.sample.feelings import MOODS
from electra_engine.corpus.sample.labelled import (
    labelled_moods,
    labelled_parts_of_speech,
    labelled_questions,
    write_labelled_moods,
)
from electra_engine.corpus.sample.stories import (
    STANDARD_STORIES,
    sample_stories,
    sample_story,
    write_sample_corpus,
)
from electra_engine.corpus.sample.task_files import TASK_SAMPLES, write_task_sample
from electra_engine.corpus.sample.telling import Question, Sentence, Story
from electra_engine.corpus.sample.version import sample_version

__all__ = [
    "MOODS",
    "STANDARD_STORIES",
    "TASK_SAMPLES",
    "Fact",
    "Question",
    "Sentence",
    "Story",
    "facts",
    "labelled_moods",
    "labelled_parts_of_speech",
    "labelled_questions",
    "sample_stories",
    "sample_story",
    "sample_version",
    "write_labelled_moods",
    "write_sample_corpus",
    "write_task_sample",
]
