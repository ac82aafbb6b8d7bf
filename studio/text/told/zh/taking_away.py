"""带走模型：ONNX 文件和报告里的话。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "The model in {folder} is a {network}, which is not exported here.": (
        "“{folder}”里的模型是 {network}，这里不能导出：请选别的模型。"
    ),
    "The model in {folder} is too large for one ONNX file (at most {most} MB of weights).": (
        "“{folder}”里的模型太大，放不进一个 ONNX 文件（权重最多 {most} MB）。"
    ),
    "The model in {folder} could not be written as ONNX ({reason}).": (
        "“{folder}”里的模型没能写成 ONNX（{reason}）。"
    ),
    "The ONNX file of {folder} gave other numbers than the model (by up to {difference:.2g}) and was "
    "thrown away.": "“{folder}”的 ONNX 文件算出的数和模型不一样（最多差 {difference:.2g}），已经丢弃。",
    "ONNX needs the packages {packages}: install them with pip and try again.": (
        "写 ONNX 需要这些软件包：{packages}。请用 pip 安装后再试。"
    ),
    # 报告
    "Learned from {files}.": "学习的文件：{files}。",
    "Fine-tuned from {base}.": "从“{base}”微调而来。",
    "{steps:,} steps, {tokens:,} tokens, {seconds:,} seconds.": (
        "{steps:,} 步，{tokens:,} 个词元，{seconds:,} 秒。"
    ),
    "Curves": "曲线",
    "Scores": "成绩",
    "Watched sentences": "一直观察的句子",
    "What it noticed": "它注意到的",
    "Settings": "设置",
    "Loss of the generator, in nats": "生成器的损失（nat）",
    "Loss of the discriminator, in nats": "判别器的损失（nat）",
    "Detection on held-out text (AUC: 0.5 is a coin toss, 1 is never wrong)": (
        "在留出文本上的识别（AUC：0.5 等于抛硬币，1 从不出错）"
    ),
    "Loss of the task, in nats": "任务的损失（nat）",
    "{metric}, held out": "{metric}（留出部分）",
    "held out": "留出部分",
    "frozen fakes": "固定的假词",
    "the generator's own fakes": "生成器自己造的假词",
    "step": "步",
    "Detection on frozen fakes (AUC)": "识别固定的假词（AUC）",
    "Detection of the generator's own fakes (AUC)": "识别生成器自己造的假词（AUC）",
    "Precision: accused words that were really replaced": "精确率：被指认的词里真被换掉的",
    "Recall: replaced words that were caught": "召回率：被换掉的词里抓到的",
    "Share of words really replaced": "真被换掉的词所占的比例",
    "Hidden words that the generator guessed": "生成器猜中的藏起来的词",
    "The deeper the blue, the surer the discriminator that the word was replaced; the number says it in "
    "per cent. A solid orange line: really replaced, what stood there is struck through. A dashed one: "
    "hidden, and guessed right.": (
        "蓝色越深，判别器越肯定这个词被换过；数字是百分比。橙色实线：真的被换了，原来的词划掉了；"
        "虚线：藏起来过，但猜对了。"
    ),
    "Nothing that somebody should know.": "没有什么需要知道的。",
    "Nothing was recorded.": "没有记录。",
    "{told} Never giving an answer would reach {baseline:.3f}.": "{told}从不回答也能得 {baseline:.3f}。",
    "What it means": "这意味着什么",
    "Each label": "每个标签",
    "Worst mistakes": "最严重的错误",
    "random weights, seed {seed}": "随机权重，种子 {seed}",
    "pre-trained weights, seed {seed}": "预训练权重，种子 {seed}",
    "metric": "指标",
    "value": "数值",
    "mostly from": "大多从",
    "to": "到",
    "label": "标签",
    "rows": "行数",
    "precision": "精确率",
    "recall": "召回率",
    "text": "文字",
    "truth": "正确答案",
    "answer": "回答",
    "how sure": "把握",
    "How many rows have the label on the left and were given the label above:": (
        "左边是真实标签，上面是给出的标签，格子里是行数："
    ),
    "{seeds} trainings from {start}: {metric} is {mean:.3f} on average, with a standard deviation of "
    "{deviation:.3f}; that mean would mostly lie between {low:.3f} and {high:.3f}.": (
        "从{start}训练 {seeds} 次：{metric}平均为 {mean:.3f}，标准差 {deviation:.3f}；"
        "这个平均值大多在 {low:.3f} 和 {high:.3f} 之间。"
    ),
}
