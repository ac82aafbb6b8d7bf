"""关于工作区占用空间的话。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "room.title": "工作区的空间",
    "room.taken": "已占用",
    "room.quota": "最多可占",
    "room.runs": "训练",
    "room.corpora": "语料",
    "room.rest": "其余",
    "room.full": "工作区满了：请先删除不再需要的训练或文件，再添加新的。",
    "room.remove": "删除这些文件……",
    "room.remove_question": "要从工作区删除“{name}”吗？从它学过的训练会留下。删除后无法恢复。",
    "room.in_use": "“{run}”还在读这些文件：请等它结束，或者先删除它。",
}
