"""The words of the four ways a judgement can go."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "errors.title": "Right and wrong, on held-out text",
    "errors.empty": "The first judgement arrives a few seconds into the training.",
    "errors.not_counted": "This run was made before the studio counted its errors one by one.",
    "errors.really_replaced": "Really replaced",
    "errors.really_original": "Really original",
    "errors.called_replaced": "called replaced",
    "errors.called_original": "called original",
    "errors.caught": "caught",
    "errors.missed": "missed",
    "errors.false_alarms": "false alarm",
    "errors.honest": "rightly left alone",
    "errors.share": "{share} of the row",
    "errors.cell": "{outcome}: {count}, {share} of the row. Shows sentences.",
    "errors.now": "When it accuses a word it is right {right} of 100 times; {slipped} of 100 fakes slip "
    "through.",
    "errors.now_silent": "It does not dare to accuse a single word yet, so every fake slips through.",
    "errors.reading": "A row is what really happened, a column what the discriminator said; on the "
    "diagonal from "
    "top left it is right. Press a number to see sentences behind it, spread evenly over the text, not "
    "picked.",
    "errors.sentences": "{outcome}: {shown} of {count}",
    "errors.no_sentences": "There are none of this kind.",
    "errors.not_kept": "This run kept no sentences.",
    "errors.stood": "“{token}” stood there",
    "errors.untouched": "nobody touched it",
    "errors.judged": "{share} replaced",
    "errors.mark": "the judged word",
    "errors.other": "also replaced",
    "who.title": "Who gets caught?",
    "who.bands": "By how often the word that stood there occurs in the training text",
    "who.kinds": "By what kind of token stood there",
    "who.band": "{low} to {high} times",
    "who.band_first": "under {high} times",
    "who.band_last": "{low} times or more",
    "who.kind_word": "word, or its beginning",
    "who.kind_piece": "piece that goes on a word",
    "who.kind_character": "single character",
    "who.kind_number": "number",
    "who.kind_mark": "punctuation mark",
    "who.row": "{group}: {share} caught, {caught} of {fakes} fakes, surely between {low} and {high}",
    "who.fakes": "n = {fakes}",
    "who.none": "no fake",
    "who.empty": "The first judgement arrives a few seconds into the training.",
    "who.not_counted": "This run was made before the studio counted who gets caught.",
    "who.reading": "The dot is the share of fakes that were caught; the line is where the true share lies "
    "with 95% "
    "certainty (Wilson). The fewer fakes (n), the longer the line: two lines that overlap may well be equal.",
    "who.now_rare": "Fakes in the place of rarer words are caught more often ({rare}) than in the place "
    "of common ones "
    "({common}).",
    "who.now_common": "Fakes in the place of common words are caught more often ({common}) than in the "
    "place of rarer "
    "ones ({rare}).",
    "who.now_alike": "Between rarer and common words no difference can be told yet.",
}
