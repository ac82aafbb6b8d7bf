"""What a run begins with, in Simplified Chinese."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "starting.label": "它们一开始会什么",
    "starting.help": "选你训练过的一次运行，或者填一个文件夹，或者一个 Hugging Face 名称（要已经在这台机器"
    "上）：可以是一整对，可以只是判别器，也可以写成“判别器,生成器”。大小和词表就由它决定。",
    "starting.fresh": "什么都不会：从零开始",
}
