"""What a fine-tuned model's scores mean."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "The task {task} has no labels that could be balanced by {balance}: choose none.": (
        "任务 {task} 没有可以用 {balance} 平衡的标签：请选不做（none）。"
    ),
    "Swapped tokens would stand where other answers are expected: choose another kind of noise for "
    "this task.": ("交换过的词元会站在别的答案的位置上：这个任务请选别的噪声。"),
    "Noise by the generator needs a pair with a generator to start from: choose a run, or another kind "
    "of noise.": ("生成器的噪声需要从带生成器的一对网络开始：请选一个训练，或者别的噪声。"),
    "There are too few rows for a learning curve: switch it off.": "行太少，画不出学习曲线：请关掉它。",
    "{first} and {second} were not judged on the same rows: give both the same test file.": (
        "{first} 和 {second} 不是在同样的行上评判的：请给它们同一个测试文件。"
    ),
    "{metric} is {value:.3f} on {rows:,} rows it never learned from; on other rows like these it would "
    "mostly lie between {low:.3f} and {high:.3f}.": (
        "在它没学过的 {rows:,} 行上，{metric}是 {value:.3f}；在别的这类行上，多半在 {low:.3f} 和 "
        "{high:.3f} 之间。"
    ),
    "{told} It gives every row the same answer, {label}, so it learned nothing of use: let it read the "
    "rows more often, or try another learning rate.": (
        "{told}它对每一行都给出同一个答案“{label}”，所以没有学到有用的东西：请让它多读几遍这些行，或换一个学习率。"
    ),
    "On rows it learned from it is {seen:.3f}, about as good.": "在它学过的行上是 {seen:.3f}，差不多。",
    "On rows it learned from it is {seen:.3f}: part of them it knows by heart, and more rows would help.": (
        "在它学过的行上是 {seen:.3f}：有一部分它是背下来的，更多的行会有帮助。"
    ),
    "{told} {gap}": "{told}{gap}",
    "{metric} is {high:.3f} with {better} and {low:.3f} with {worse}: more than chance (if they were "
    "equally good, such a difference would be seen with probability {p:.2g}).": (
        "用{better}，{metric}是 {high:.3f}，用{worse}是 {low:.3f}：不只是碰巧（要是两个一样好，看到这"
        "样差别的概率是 {p:.2g}）。"
    ),
    "{metric} is {high:.3f} with {better} and {low:.3f} with {worse}: that may be chance (if they were "
    "equally good, such a difference would be seen with probability {p:.2g}).": (
        "用{better}，{metric}是 {high:.3f}，用{worse}是 {low:.3f}：可能是碰巧（要是两个一样好，看到这"
        "样差别的概率是 {p:.2g}）。"
    ),
    "pre-trained weights": "预训练的权重",
    "random weights": "随机的权重",
    "{name}": "{name}",
    "accuracy": "准确率",
    "F1": "F1",
    "F1, mean over classes": "F1（各类平均）",
    "F1 over all labels": "F1（全部标签）",
    "Spearman correlation": "斯皮尔曼相关",
    "exact match": "完全一致",
}
