"""提问时的设置。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "Candidates": "候选词",
    "How many words are shown for each blank.": "每个空格显示多少个词。",
    "Temperature": "温度",
    "Below 1 the likely words are drawn more often, above 1 the unlikely ones too.": (
        "小于 1 时更常抽到可能的词，大于 1 时不太可能的词也会抽到。"
    ),
    "Passes": "遍数",
    "How often words are hidden and filled in again. Each pass leads further away.": (
        "把词藏起来再填上多少遍。每一遍都离原文更远。"
    ),
    "Share kept": "保留的比例",
    "Which part of the words each pass leaves as it is.": "每一遍原样留下多少词。",
    "Throw of the dice": "骰子",
    "The same number draws the same words again.": "同一个数字会再抽出同样的词。",
    "Sentences": "句子",
    "How many of the nearest sentences are shown.": "显示多少个最接近的句子。",
}
