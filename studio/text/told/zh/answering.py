"""一次回答整个文件时说的话。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "one text a line": "一行一段文字",
    "the time was up": "时间到了",
    "more than {most:,} rows": "超过 {most:,} 行",
    "it has fewer than two choices": "选项不到两个",
    "it holds bytes that are not valid Unicode": "有无效的 Unicode 字符",
    "{file} is there already: choose another name.": "“{file}”已经存在：请换一个名字。",
    "The answers could not be written to {file} ({reason}).": (
        "答案没法写到“{file}”（{reason}）：请换一个地方。"
    ),
    "No row of {file} could be answered; line {line}: {reason}.": (
        "“{file}”里没有一行能回答；第 {line} 行：{reason}。请检查文件。"
    ),
    "There is no file {file}.": "没有“{file}”这个文件：请检查名字。",
    "{file} is larger than {most} MB: cut it into several files.": (
        "“{file}”大于 {most} MB：请分成几个文件。"
    ),
    "Say which column of {file} is the {role}: one of {columns}.": (
        "请说明“{file}”的哪一列是 {role}：{columns} 中的一个。"
    ),
}
