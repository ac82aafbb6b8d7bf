"""曲线图旁边的选项用语。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "curves.smoothing": "让损失曲线更平滑",
    "curves.none": "不用",
    "curves.some": "一点",
    "curves.much": "很多",
    "curves.scale": "损失的刻度",
    "curves.linear": "均匀",
    "curves.log": "对数",
}
