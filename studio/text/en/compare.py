"""The words of the tab that lays runs beside one another."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tab.compare": "Compare",
    "compare.intro": "## What did the change do?\nTick two to six runs and see them over one another: "
    "their curves, "
    "one sentence as each judges it at its end, and what was set differently.",
    "compare.runs": "Runs to compare",
    "compare.none": "There is no run to compare yet. Train two on the third tab, with one thing changed.",
    "compare.too_few": "Tick at least two runs to compare them.",
    "compare.full": "At most {most} runs can be told apart; untick one to take another.",
    "compare.chart": "The chosen runs over one another",
    "compare.detection": "Telling frozen fakes from real words, held-out text (AUC)",
    "compare.generator": "Generator loss in training, smoothed",
    "compare.discriminator": "Discriminator loss in training, smoothed",
    "compare.reading": "The same dash and the same sign belong to one run, as in the list above. Only the "
    "AUC on frozen "
    "fakes compares runs fairly, and only runs that learned from the same text: a loss depends on how hard "
    "the other network makes it and on the vocabulary.",
    "compare.waiting": "Nothing measured yet.",
    "compare.one_measured": "Only “{run}” was judged so far: AUC {auc}.",
    "compare.best": "“{run}” tells best at its end: AUC {auc}; next comes “{second}” with {other}.",
    "compare.alike": "“{run}” and “{second}” end alike: AUC {auc} and {other}.",
    "compare.lowest": "Lowest at its end: “{run}” with {loss}.",
    "compare.summary": "{run} after {step} steps: AUC on frozen fakes {auc}, generator loss {generator}, "
    "discriminator loss {discriminator}.",
    "compare.settings": "What was set differently",
    "compare.settings_none": "These runs were asked for with the same settings.",
    "compare.settings_none_unequal": "These runs were asked for with the same settings, but not all of them "
    "trained to their end and for as many steps: the results may differ for that.",
    "compare.settings_one": "These runs differ in one thing, so what differs in the results comes from it "
    "or from chance.",
    "compare.settings_one_unequal": "These runs were asked for with one difference, but not all of them "
    "trained to their end and for as many steps: the results may differ for that as well.",
    "compare.settings_many": "These runs differ in {count} things, so no difference in the results has "
    "one sure cause.",
    "compare.setting": "Setting",
    "compare.files": "Text",
    "compare.scores": "How they ended",
    "compare.scores_live": "Where they are now",
    "compare.score": "Score on held-out text",
    "compare.frozen": "AUC, frozen fakes",
    "compare.own": "AUC, its generator’s fakes",
    "compare.caught": "Fakes caught, of 100",
    "compare.accused": "Honest words accused, of 100",
    "compare.guessed": "Hidden words guessed, of 100",
    "compare.replaced": "Words really replaced, of 100",
    "compare.steps": "Steps",
    "compare.tokens": "Tokens read",
    "compare.time": "Time trained",
    "compare.state": "State",
    "pinned.title": "The same sentence at the end of each run",
    "pinned.pick": "Sentence",
    "pinned.at": "{run}, step {step}",
    "pinned.nearest": "This run did not watch that sentence; here is the nearest one it watched.",
    "pinned.none": "This run watches no sentence yet.",
    "pinned.reading": "Orange line: put there by the run’s generator (dashed: guessed right). The deeper "
    "the blue, the "
    "surer its discriminator is that the word was replaced. Runs may hide different words of the same "
    "sentence.",
    "pinned.now": "{run}: {caught} of {fakes} caught, {alarms} wrongly accused.",
}
