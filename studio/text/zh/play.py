"""“你来当侦探”这个游戏的话。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tab.play": "玩",
    "play.intro": "## 打败侦探\n每个句子里至少有一个词被换成了随机抽来的词。找出被替换的词，"
    "再看看谁更厉害：你，还是判别器。",
    "play.run": "和谁比",
    "play.run_help": "任何一次已经看过测试句子的训练；它从没用这些句子学习过。",
    "play.bad_marks": "这些标记和现在的句子对不上了：请看下一个句子。",
    "game.empty": "还没有可以玩的：训练开始几秒钟后，第一批句子就会到。",
    "game.round": "第 {round} 句，共 {rounds} 句",
    "game.ask": "哪些词被替换了？把它们标出来。",
    "game.words": "这个句子：标出被替换的词",
    "game.check": "检查",
    "game.next": "下一句",
    "game.marked": "标了 {count} 个",
    "game.caught": "抓到",
    "game.missed": "漏网",
    "game.alarms": "误报",
    "game.player": "谁",
    "game.you": "你",
    "game.model": "判别器，第 {step} 步",
    "game.this": "这个句子",
    "game.tally": "到现在为止的 {count} 个句子",
    "game.was": "原来是：{word}",
    "game.say_caught": "被替换了，你抓到了",
    "game.say_missed": "被替换了，你没发现",
    "game.say_alarm": "没有被替换：误报",
    "game.say_honest": "没有动它，做得对",
    "game.points": "得分",
    "game.won": "你打败了侦探：你得 {you} 分，它得 {model} 分。",
    "game.lost": "侦探赢了：它得 {model} 分，你得 {you} 分。",
    "game.drawn": "平手：各得 {you} 分。",
    "game.over": "{count} 个句子都玩完了，总成绩如下。{verdict}",
    "game.reading": "每抓到一个被替换的词得一分，每误报一次扣一分。判别器把它认为至少有 50% 可能被替换的词"
    "标出来；每一步它看的都是完全相同的词。",
}
