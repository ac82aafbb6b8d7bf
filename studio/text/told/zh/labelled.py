"""有标签的文件和微调：引擎说的话。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # 读文件
    "The file {file} cannot be read ({reason}).": "文件“{file}”读不了（{reason}）：请换一个。",
    "{file} has a single column: each row needs a text and a label, parted by a tab, comma or "
    "semicolon.": "“{file}”只有一列：每行要有一段文字和一个标签，用制表符、逗号或分号隔开。",
    "{file} has no row that can be read: save it as UTF-8 text.": (
        "“{file}”里没有一行能读：请把它存成 UTF-8 文本。"
    ),
    "{file} does not look like a table ({width:,} columns): give a CSV or TSV file.": (
        "“{file}”不像表格（有 {width:,} 列）：请给一个 CSV 或 TSV 文件。"
    ),
    "{file} has no rows below its header.": "“{file}”的表头下面没有内容：请给一个有内容的文件。",
    # 猜哪一列是什么
    "tab": "制表符",
    "comma": "逗号",
    "semicolon": "分号",
    "vertical bar": "竖线",
    "with a header": "有表头",
    "without a header": "没有表头",
    "the label is {column!r} because of its name": "标签是“{column}”列，因为它的名字",
    "the label is {column!r} because it repeats {different} different values": (
        "标签是“{column}”列，因为它反复出现 {different} 种不同的值"
    ),
    "no column repeats a few values, as labels do": "没有一列像标签那样反复出现少数几个值",
    "the text is {column!r} because of its name": "文字是“{column}”列，因为它的名字",
    "the text is {column!r} because its cells are the longest": "文字是“{column}”列，因为它的内容最长",
    "the texts are the pair {first!r} and {second!r}": "文字是成对的“{first}”列和“{second}”列",
    "no column holds words": "没有一列有文字",
    "{file} has no column {wanted!r}: choose one of {columns}.": (
        "“{file}”里没有“{wanted}”这一列：请从这些里选：{columns}。"
    ),
    # 用不了的行
    "it holds NUL characters": "它含有 NUL 字符",
    "it cannot be read ({reason})": "它读不了（{reason}）",
    "it has {count} of {width} columns": "它只有 {count} 列，应该有 {width} 列",
    "it has {count} columns instead of {width}: a text with a {delimiter} needs quotes": (
        "它有 {count} 列，应该是 {width} 列：带{delimiter}的文字要加引号"
    ),
    "it has no label": "它没有标签",
    "it has no text": "它没有文字",
    "its label {label!r} is not among the training labels": "它的标签“{label}”不在训练的标签里",
    "{file} has no usable row; the commonest reason ({times:,} times): {reason}.": (
        "“{file}”里没有一行能用；最常见的原因（{times:,} 次）：{reason}。"
    ),
    # 标签教不教得会
    "Every row of {file} has the same label {label!r} (column {column!r}): a classifier needs at "
    "least two different ones.": (
        "“{file}”每一行的标签都是“{label}”（“{column}”列）：至少要有两种不同的标签才能学分类。"
    ),
    "The column {column!r} of {file} has {different:,} different numbers in {rows:,} rows: that "
    "is a quantity, not a class; choose a column with a few values that repeat.": (
        "“{file}”的“{column}”列在 {rows:,} 行里有 {different:,} 个不同的数：这是数量，不是类别；"
        "请选一列反复出现少数几个值的。"
    ),
    "The column {column!r} of {file} has {different:,} different values in {rows:,} rows: that "
    "looks like text, not like a label; choose a column with a few values that repeat.": (
        "“{file}”的“{column}”列在 {rows:,} 行里有 {different:,} 个不同的值：这像文字，不像标签；"
        "请选一列反复出现少数几个值的。"
    ),
    # 微调
    "Say which run or folder to fine-tune.": "请说明要微调哪一次训练或哪个文件夹。",
    "Give a file of labelled rows to learn from.": "请给一个有标签的文件来学习。",
    "A model of the kind {kind} cannot be taught this task: choose an ELECTRA, BERT or ModernBERT "
    "model.": "{kind} 类型的模型学不了这个任务：请选 ELECTRA、BERT 或 ModernBERT 模型。",
    "Reading the labelled rows.": "正在读有标签的行。",
    "Finding the fastest way to compute here.": "正在找这里最快的计算方式。",
    "Judging the {part} rows: {done:,} of {rows:,}.": "正在评判{part}样本：{done:,} / {rows:,}。",
    "Epoch {epoch}.": "第 {epoch} 轮。",
    "held out from the training file": "从训练文件里留出",
    "from the validation file": "来自验证文件",
    "training": "训练",
    "validation": "验证",
    "test": "测试",
    "Mend these rows in the file, or go on without them.": "请在文件里改好这些行，或者不管它们继续。",
    "{cut:,} of {rows:,} rows were too long and lost their end.": (
        "{rows:,} 行里有 {cut:,} 行太长，结尾被截掉了。"
    ),
    "Raise the longest row if the label depends on what comes late in a text.": (
        "如果标签和文字的后半段有关，请把最长行长调大。"
    ),
    "The loss was not a number {steps} steps running: choose a lower learning rate.": (
        "连续 {steps} 步损失都不是数字：请把学习率调低。"
    ),
}
