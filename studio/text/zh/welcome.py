"""第一页的话：这是什么，录下来的训练，以及怎样自己训练一次。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tab.welcome": "开始",
    "welcome.intro": "## 两个小网络在玩一个游戏\n**生成器**在文字里造假词，**判别器**学着把它们抓出来。"
    "在这里，你可以用自己的文字、在自己的电脑上，看着它们两个一起学会。",
    "welcome.train": "自己训练一次：1 分钟",
    "welcome.run_name": "我的第一分钟",
    "welcome.own_sentence": "现在换成你自己的句子",
    "welcome.own_help": "录下来的网络马上就来玩这个句子。它们只读过一些英语小故事，讲的是动物、人和天气，"
    "所以请写英语。",
    "welcome.own_example": "The dog barked at the postman because it was happy.",
    "welcome.own_play": "玩我的句子",
    "welcome.own_back": "回到录下来的句子",
    "welcome.own_empty": "请先写一个句子。",
    "welcome.own_long": "句子最多 {most} 个字符：请写短一点。",
    "welcome.no_recording": "这个工作室没有带录好的训练：请到“训练”页自己训练一个。",
}
