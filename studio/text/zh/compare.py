"""把几次训练放在一起比较的标签页用语。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tab.compare": "比较",
    "compare.intro": "## 改动带来了什么？\n勾选两到六次训练，把它们叠在一起看：曲线、"
    "同一个句子在每次训练结束时的判断，还有哪些设置不同。",
    "compare.runs": "要比较的训练",
    "compare.none": "还没有可以比较的训练。请在第三个标签页训练两次，只改动一样东西。",
    "compare.too_few": "请至少勾选两次训练来比较。",
    "compare.full": "最多只能分清 {most} 次训练；要加一次，请先取消一次。",
    "compare.chart": "选中的几次训练叠在一起",
    "compare.detection": "分辨固定的假词和真词的本领，留出的文字（AUC）",
    "compare.generator": "训练中生成器的损失，平滑后",
    "compare.discriminator": "训练中判别器的损失，平滑后",
    "compare.reading": "同样的线型和同样的记号属于同一次训练，和上面的列表一致。"
    "只有固定假词的 AUC 能公平地比较，而且只限学了同一份文本的训练："
    "损失还取决于另一个网络出的题有多难，也取决于词表。",
    "compare.waiting": "还没有测到什么。",
    "compare.one_measured": "到现在只评判过“{run}”：AUC 是 {auc}。",
    "compare.best": "结束时分辨得最好的是“{run}”：AUC 是 {auc}；其次是“{second}”，{other}。",
    "compare.alike": "“{run}”和“{second}”结束时差不多：AUC 是 {auc} 和 {other}。",
    "compare.lowest": "结束时最低的是“{run}”：{loss}。",
    "compare.summary": "{run} 在 {step} 步以后：固定假词的 AUC 是 {auc}，生成器的损失是 {generator}，"
    "判别器的损失是 {discriminator}。",
    "compare.settings": "哪些设置不同",
    "compare.settings_none": "这几次训练的设置完全一样。",
    "compare.settings_none_unequal": "这几次训练的设置完全一样，但并非每一次都训练到了结束、步数也一样："
    "结果的差别可能来自这里。",
    "compare.settings_one": "这几次训练只有一样不同，所以结果的差别来自它，或者来自偶然。",
    "compare.settings_one_unequal": "这几次训练的设置只有一样不同，但并非每一次都训练到了结束、步数也一样："
    "结果的差别也可能来自这里。",
    "compare.settings_many": "这几次训练有 {count} 样不同，所以结果的差别说不准是哪一样带来的。",
    "compare.setting": "设置",
    "compare.files": "文字",
    "compare.scores": "最后的成绩",
    "compare.scores_live": "现在的成绩",
    "compare.score": "在留出的文字上的成绩",
    "compare.frozen": "AUC，固定的假词",
    "compare.own": "AUC，自己的生成器的假词",
    "compare.caught": "100 个假词里抓住的",
    "compare.accused": "100 个真词里误报的",
    "compare.guessed": "100 个藏起来的词里猜中的",
    "compare.replaced": "100 个词里真被替换的",
    "compare.steps": "步数",
    "compare.tokens": "读过的词元",
    "compare.time": "训练时间",
    "compare.state": "状态",
    "pinned.title": "同一个句子，每次训练结束时的样子",
    "pinned.pick": "句子",
    "pinned.at": "{run}，第 {step} 步",
    "pinned.nearest": "这次训练没有看着那个句子；这是它看着的句子里最接近的一个。",
    "pinned.none": "这次训练还没有看着任何句子。",
    "pinned.reading": "橙色的线：这个词是那次训练的生成器放进去的（虚线：猜对了）。"
    "蓝色越深，判别器越肯定这个词被替换过。同一个句子，不同的训练可能藏起不同的词。",
    "pinned.now": "{run}：{fakes} 个假词抓住 {caught} 个，误报 {alarms} 个。",
}
