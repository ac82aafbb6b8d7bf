"""课程的话：写在网址里的设置，和带着它们的链接。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "lesson.copy": "复制这个页面现在的链接",
    "lesson.copied": "已复制。",
    "lesson.by_hand": "浏览器不让页面复制：请自己复制这个链接。",
    "lesson.hide": "对打开链接的人隐藏控件",
    "lesson.hide_help": "上课用：勾选学生不必看到的控件，它们保持现在的数值。",
    "lesson.link": "这个页面的链接",
    "lesson.not_a_setting": "网址里的“{text}”不是“设置:数值”的样子（比如 training.minutes:2）：已跳过。",
    "lesson.no_control": "网址要隐藏“{name}”，但没有这个控件：已跳过。",
    "lesson.no_corpus": "网址里写的语料不在这个工作区里：请上传它，或者选另一个。",
}
