"""微调好的模型怎样判断：成绩说明什么，错在哪里。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "judged.title": "成绩说明什么",
    "judged.between": "多半在 {low} 和 {high} 之间",
    "judged.calibration_error": "它对自己估计错了",
    "judged.of_hundred": "100 次里 {share} 次",
    "judged.spread_pretrained": (
        "从预训练的权重开始，{seeds} 个种子的{metric}平均是 {mean}，上下 {deviation}；真正的平均在 "
        "{low} 和 {high} 之间。"
    ),
    "judged.spread_random": (
        "从随机的权重开始，{seeds} 个种子的{metric}平均是 {mean}，上下 {deviation}；真正的平均在 {low} "
        "和 {high} 之间。"
    ),
    "judged.rival": "和谁比",
    "judged.rival_help": "另一个在同样的行上评判过的模型：差别是不是碰巧？",
    "judged.classes": "逐个标签看",
    "judged.classes_caption": (
        "精确率：它给了这个标签的行里，真有这个标签的份额。召回率：有这个标签的行里，它找到的份额。"
    ),
    "judged.class_label": "标签",
    "judged.class_rows": "行数",
    "judged.class_precision": "精确率",
    "judged.class_recall": "召回率",
    "judged.class_f1": "F1",
    "judged.mistakes": "最严重的错误",
    "judged.mistakes_caption": "它最有把握、却说错了的行：标错的标签也常在这里。",
    "judged.row_text": "文字",
    "judged.row_truth": "正确的",
    "judged.row_said": "它说的",
    "judged.row_sure": "有多大把握",
    "judged.calibration": "多有把握，多准确",
    "judged.calibration_line": "完全了解自己",
    "judged.calibration_curve": "说对的份额",
    "judged.calibration_point": "它有 {sure} 把握的时候，说对了 {right}。",
    "judged.calibration_reading": "在虚线下面，它太自信；在上面，它太谦虚。",
    "judged.sure": "它有多大把握",
    "judged.rows": "更多的行有什么用",
    "judged.rows_axis": "学了多少行",
    "judged.rows_point": "{rows} 行：{value}。",
    "judged.rows_reading": "右端还在上升：再多标一些会有帮助。已经平了：就没有帮助了。",
    "judged.none": "这里没有可画的。",
    "confusion.title": "它把哪个标签当成哪个",
    "confusion.reading": (
        "一行是正确的标签，一列是模型说的；对角线上是说对的。按一个数字，看它背后的行，最有把握的在前。"
    ),
    "confusion.cell": "{truth} 当成 {said}：{count}。显示这些行。",
    "confusion.rows": "{truth} 当成 {said}：{count} 行里的 {shown} 行",
    "confusion.not_kept": "没有留下这样的行。",
    "confusion.sure": "{share} 的把握",
}
