"""The words that a newcomer may not know: how they are written on the page, what they mean, what exactly.

``_forms`` are parted by a bar, the name by which the term is explained first.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "glossary.card": "What the word means",
    "glossary.more": "Exactly",
    "glossary.generator_forms": "generator|generators|forger",
    "glossary.generator_plain": "The forger: a small network that has to guess words it cannot see. What it "
    "guesses is put into the text.",
    "glossary.generator_exact": "A masked language model. For each hidden position it gives every token of "
    "the vocabulary a probability, and one token is drawn from them; it learns by cross-entropy on what "
    "really stood there, not from what the discriminator says.",
    "glossary.discriminator_forms": "discriminator|discriminators|judge|detective",
    "glossary.discriminator_plain": "The judge: a network that reads the text and says of every word how "
    "likely somebody changed it. It is the one you keep.",
    "glossary.discriminator_exact": "An encoder with one output a token, P(replaced), taught by binary "
    "cross-entropy over all tokens of the row, not only the hidden ones: replaced token detection.",
    "glossary.token_forms": "token|tokens",
    "glossary.token_plain": "One of the pieces into which a text is cut: a word, a part of a rare word, a "
    "mark.",
    "glossary.token_exact": "An entry of the vocabulary. The networks read the numbers of tokens, never "
    "letters.",
    "glossary.loss_forms": "loss|losses",
    "glossary.loss_plain": "How badly a network guesses. Nothing at all would be perfect; while it learns, "
    "the loss falls.",
    "glossary.loss_exact": "The mean of −ln of the probability that the network gave to the truth, in nats: "
    "of the generator over the hidden tokens, of the discriminator over all that it is asked about.",
    "glossary.auc_forms": "AUC",
    "glossary.auc_plain": "Show it one fake and one real word: the AUC says how often it suspects the fake "
    "more. 0.5 is tossing a coin, 1 is always.",
    "glossary.auc_exact": "The area under the curve of hits against false alarms over all thresholds. It "
    "equals the probability that P(replaced) of a random fake is above that of a random original token, ties "
    "counted as half (Hanley and McNeil 1982).",
    "glossary.frozen_forms": "frozen fakes|frozen fake",
    "glossary.frozen_plain": "Fakes drawn by chance before the training began and never changed: the same "
    "exam at every step and for every run.",
    "glossary.frozen_exact": "In the held-out rows 15% of the positions are replaced by tokens drawn with "
    "the run’s seed from the corpus’s unigram distribution; a draw that equals the original counts as "
    "original. They do not depend on the generator.",
    "glossary.held_out_forms": "held-out text|held-out rows|held-out",
    "glossary.held_out_plain": "Text that was put aside. The networks never learn from it, so they cannot "
    "know it by heart.",
    "glossary.held_out_exact": "A part of the documents set apart before training; every evaluation and "
    "every watched sentence comes from there.",
    "glossary.step_forms": "step|steps",
    "glossary.step_plain": "One round of the game: read some text, hide, guess, judge, and learn a little "
    "from the mistakes.",
    "glossary.step_exact": "One update of the weights by the gradient of the losses on one batch of rows.",
    "glossary.vocabulary_forms": "vocabulary",
    "glossary.vocabulary_plain": "The list of all tokens that the networks know.",
    "glossary.vocabulary_exact": "Learned from the training text or taken over from a tokenizer. Guessing "
    "blindly among its V entries costs ln V nats.",
    "glossary.table_forms": "table of word meanings|shared table",
    "glossary.table_plain": "For every token a row of numbers that stands for what it means. Both networks "
    "look things up in it.",
    "glossary.table_exact": "The token embeddings: a matrix of V rows that both networks read and train.",
    "glossary.layer_forms": "layer|layers",
    "glossary.layer_plain": "One floor of a network. On each floor every word looks at all the others once "
    "more.",
    "glossary.layer_exact": "A Transformer block: self-attention, then a feed-forward network, each added to "
    "its input.",
    "glossary.width_forms": "hidden size|width",
    "glossary.width_plain": "How many numbers a network keeps about each word.",
    "glossary.width_exact": "The size H of the vectors that go from layer to layer; a layer’s parameters "
    "grow with H².",
    "glossary.parameters_forms": "parameters",
    "glossary.parameters_plain": "The numbers inside a network that change while it learns.",
    "glossary.parameters_exact": "All weights that are trained; those that both networks share are counted "
    "once.",
    "glossary.precision_forms": "precision",
    "glossary.precision_plain": "When it accuses a word: how often it is right.",
    "glossary.precision_exact": "Caught / (caught + false alarms), at P(replaced) ≥ 0.5.",
    "glossary.recall_forms": "recall",
    "glossary.recall_plain": "Of all the fakes: how many it finds.",
    "glossary.recall_exact": "Caught / (caught + missed), at P(replaced) ≥ 0.5.",
    "glossary.alarm_forms": "false alarm|false alarms",
    "glossary.alarm_plain": "An honest word that it took for a fake.",
    "glossary.alarm_exact": "An original token whose P(replaced) is at or above the threshold.",
    "glossary.replaced_forms": "really replaced",
    "glossary.replaced_plain": "Words where another word stands now. Where the generator guessed right, "
    "nothing was replaced.",
    "glossary.replaced_exact": "The base rate: the share of tokens that differ from the original. It is "
    "smaller than the share hidden, because right guesses count as original.",
    "glossary.wilson_forms": "Wilson",
    "glossary.wilson_plain": "A way to say how far off a share may be when only so many were counted.",
    "glossary.wilson_exact": "The score interval of a binomial share at 95% (Wilson 1927); it stays within 0 "
    "and 1 and holds for small counts.",
    "glossary.f1_forms": "F1",
    "glossary.f1_plain": "One mark for two things: finding all there is, and not crying wolf.",
    "glossary.f1_exact": "2 × precision × recall / (precision + recall).",
}
