"""导览的话：每一步的名字和说明，以及按钮。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tour.title": "游戏怎么玩",
    "tour.title_own": "用你的句子来玩",
    "tour.stages": "一轮游戏的各个步骤",
    "tour.strip": "这个句子，一个词元一个词元地看",
    "tour.back": "上一步",
    "tour.forward": "下一步",
    "tour.play": "播放",
    "tour.pause": "暂停",
    "tour.again": "再播一遍",
    "tour.place": "第 {number} 步，共 {total} 步",
    "tour.keys": "用方向键 ← 和 → 前后翻看。",
    "tour.read_title": "读",
    "tour.read_caption": "一个句子被切成 {total} 个词元：单词、标点，还有少见单词的碎片。",
    "tour.hide_title": "藏",
    "tour.hide_caption": "掷骰子选出几个词元，把它们藏起来。这里藏了 {hidden} 个。",
    "tour.guess_title": "猜",
    "tour.guess_caption": "生成器读剩下的部分，猜每个空里原来是什么。条越长，它越有把握。",
    "tour.swap_title": "换",
    "tour.swap_caption": "每个空抽出一个猜测填进去，下面画上橙色的线。假的：{replaced} 个（实线）。"
    "猜对的：{same} 个（虚线），算作真的。",
    "tour.judge_title": "判",
    "tour.judge_caption": "判别器只看得到这个新句子。它说出每个词元有多大可能被替换：蓝色越深，可能性越大。",
    "tour.score_title": "记分",
    "tour.score_caption": "到了 50%，它就指认。抓到：{caught}。漏网：{missed}。误报：{alarms}。"
    "两个网络都从自己的错误里学习，然后开始下一轮。",
    "tour.say_hidden": "被藏起来",
    "tour.say_replaced": "假的，原来是 {token}",
    "tour.say_kept": "猜对了",
    "tour.say_share": "{share} 的可能被替换",
    "tour.caught": "抓到",
    "tour.missed": "漏网",
    "tour.alarm": "误报",
    "tour.drawn": "抽中",
    "tour.outside": "{token}，来自名单更后面",
}
