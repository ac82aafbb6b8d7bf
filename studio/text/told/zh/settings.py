"""设置和预设：引擎说的话。设置自己的名字和说明在别处。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "{label} ({name}) is {shown}, but it must be {allowed}.": (
        "“{label}”（{name}）现在是 {shown}，但它必须是：{allowed}。"
    ),
    "one of {choices}": "这些之一：{choices}",
    "on or off": "开或关（on 或 off）",
    "text of {most:,} characters at most": "不超过 {most:,} 个字符的文字",
    "a whole number from {least:,.10g} to {most:,.10g}": "{least:,.10g} 到 {most:,.10g} 之间的整数",
    "a number from {least:,.10g} to {most:,.10g}": "{least:,.10g} 到 {most:,.10g} 之间的数",
    "{complaint}: see `{program} --help`.": "{complaint}：请看 `{program} --help`。",
    "There is no setting called {name}: the settings reference lists them all.": (
        "没有叫“{name}”的设置：设置说明里列出了全部。"
    ),
    "generator": "生成器",
    "discriminator": "判别器",
    "The {network}'s width of {width} cannot be shared by {heads} attention heads: choose a "
    "number of heads that divides {width}.": (
        "{network}的宽度 {width} 不能平分给 {heads} 个注意力头：请选一个能整除 {width} 的头数。"
    ),
    "The {network}'s heads would be {width} wide, but positions need an even width: choose "
    "another width or number of heads.": (
        "{network}的每个头宽 {width}，但位置编码需要偶数宽度：请换一个宽度或头数。"
    ),
    "Rows of {length} tokens are longer than the {positions} positions there are: choose a row length "
    "of {positions} or fewer.": (
        "每行 {length} 个词元，超过了现有的 {positions} 个位置：请把行长设为 {positions} 或更短。"
    ),
    "The objective {objective} starts the judge as a copy of the forger, which takes two networks of one "
    "size with a word table each: set the generator's fraction to 1, its width, depth and heads to 0, "
    "and what both networks share to nothing.": (
        "训练目标 {objective} 让判别器从生成器的副本开始，这要求两个网络一样大、各有自己的词向量表："
        "请把生成器的比例设为 1，它的宽度、深度和头数设为 0，并让两个网络什么都不共享。"
    ),
    "There is no preset called {name}: choose one of {presets}.": (
        "没有叫“{name}”的预设：请从这些里选：{presets}。"
    ),
    "Tiny": "迷你",
    "Learns before your eyes: one minute on a laptop.": "在笔记本电脑上只要一分钟，看着它学会。",
    "Mini": "小",
    "Measured on two cores: after a minute an AUC of 0.88 to 0.91 on English texts, 0.82 on Chinese "
    "verse, 0.99 on the sample; after half an hour on one core 0.91 to 0.92 and 0.90.": (
        "在两个核心上实测：一分钟后，英文文本上 AUC 为 0.88 到 0.91，中文诗词上 0.82，自带样本上 0.99；"
        "在一个核心上训练半小时后，分别为 0.91 到 0.92 和 0.90。"
    ),
    "Measured on one core: an AUC of 0.91 on English novels, which Tiny reaches in ten minutes: "
    "take it where there are more cores or a graphics card.": (
        "在一个核心上实测：英文小说上 AUC 为 0.91，“迷你”在那里十分钟就能达到；"
        "核心更多或者有显卡的时候再选它。"
    ),
    "Measured: about 4,000 tokens a second on two cores and two million on one data-center graphics card, "
    "which it is for; what it learns was not measured.": (
        "实测：两个核心上每秒约 4,000 个词元，一块数据中心显卡上每秒约两百万个，"
        "它是为后者准备的；学到什么程度没有测过。"
    ),
    "Measured after half an hour on one core: an AUC of 0.91 to 0.92 on English texts and 0.89 on "
    "Chinese verse, no more than Tiny: take it where there are more cores or a graphics card.": (
        "在一个核心上训练半小时后实测：英文文本上 AUC 为 0.91 到 0.92，中文诗词上 0.89，不比“迷你”高；"
        "核心更多或者有显卡的时候再选它。"
    ),
    "Wider networks, for five minutes and more.": "两个网络都更宽，适合五分钟以上的训练。",
    "Medium": "中",
    "For half an hour and a few megabytes of text.": "适合半小时的训练和几兆字节的文本。",
    "Small, as published": "论文里的 Small",
    "The small model of the paper (12 layers of 256), in its layout: for hours and days.": (
        "论文里的小模型（12 层，宽 256），结构照论文：要训练几小时到几天。"
    ),
}
