"""为训练中的运行添加自己的句子：界面文字。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "own_sentence.label": "看看你自己的句子",
    "own_sentence.help": "从现在起，这次训练会一直判断它，每次遮住的词都一样。它不会被拿去训练。",
    "own_sentence.add": "加入观察",
    "own_sentence.mark": "你的",
    "own_sentence.ended": "这次运行没有在训练，不能再加新句子。想试任何句子，请到“试一试”里问它的模型。",
}
