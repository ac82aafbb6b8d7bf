"""有标签的文件：写法、各任务的数据形式、用不了的行。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # 读文件
    "The file {path} does not exist: give a file of labelled rows.": (
        "没有“{path}”这个文件：请给一个有标签的文件。"
    ),
    "{path} is a folder: give a file of labelled rows.": "“{path}”是文件夹：请给一个有标签的文件。",
    "{file} is larger than {most:,} MB: give a part of its rows.": (
        "“{file}”超过 {most:,} MB：请只给其中一部分。"
    ),
    "{file} is empty: give a file with one labelled example in each row.": (
        "“{file}”是空的：请给一个每行有一个带标签例子的文件。"
    ),
    "{file} is not a text file: give a CSV, TSV, JSON or CoNLL file.": (
        "“{file}”不是文本文件：请给一个 CSV、TSV、JSON 或 CoNLL 文件。"
    ),
    "{file} is a {kind} archive, which is not unpacked here: unpack it and give the file in it.": (
        "“{file}”是 {kind} 压缩包，这里解不开：请自己解开，再给里面的文件。"
    ),
    "{file} is a packed document, not a table of text: save it as CSV, TSV or JSON.": (
        "“{file}”是文档，不是文本表格：请另存为 CSV、TSV 或 JSON。"
    ),
    "{file} holds several files ({names}): unpack it and give the one with the labelled rows.": (
        "“{file}”里有好几个文件（{names}）：请解开它，只给有标签的那一个。"
    ),
    "{file} holds no file: give a file of labelled rows.": "“{file}”里没有文件：请给一个有标签的文件。",
    "{file} has {width:,} columns, more than a table of labelled rows has: choose some of them.": (
        "“{file}”有 {width:,} 列，有标签的表格没有这么多列：请只留下其中一些。"
    ),
    "{file} is a damaged table ({reason}): download or export it again.": (
        "“{file}”是损坏的表格（{reason}）：请重新下载或导出。"
    ),
    "a Parquet table": "Parquet 表格",
    "an Arrow table": "Arrow 表格",
    "{file} begins as JSON but holds no objects that can be read: it may be cut off or damaged.": (
        "“{file}”开头像 JSON，但里面没有能读的对象：它可能被截断或损坏了。"
    ),
    # 写法
    "columns parted by {delimiter}, {header}": "各列用{delimiter}隔开，{header}",
    "SQuAD's JSON": "SQuAD 的 JSON",
    "a JSON list": "JSON 列表",
    "conllu": "conllu",
    "CoNLL columns": "CoNLL 各列",
    "word/tag lines": "每行是“词/标记”",
    "{form}; {columns}": "{form}；{columns}",
    "{first}; {second}": "{first}；{second}",
    # 猜哪一列是什么
    "the labels are in {column!r}": "标签在“{column}”列",
    "each of the {count} columns of 0 and 1 is a label": "{count} 个只有 0 和 1 的列各是一个标签",
    "no column holds labels": "没有一列是标签",
    "the score is {column!r} because of its name": "分数是“{column}”列，因为它的名字",
    "the score is {column!r} because it holds numbers": "分数是“{column}”列，因为里面是数",
    "no column holds numbers": "没有一列全是数",
    "the tags are in {column!r}": "标记在“{column}”列",
    "no column holds tags": "没有一列是标记",
    "the words are in {column!r}": "词在“{column}”列",
    "{what} are in {column!r}": "{what}在“{column}”列",
    "the questions": "问题",
    "the contexts": "上下文",
    "the answers": "答案",
    "the answers' places": "答案的位置",
    "the choices are in {columns}": "选项在这些列：{columns}",
    "no columns hold choices": "没有一列是选项",
    "the right one is told by {column!r}": "正确的是哪个，由“{column}”列说明",
    "No column of {file} looks like {what}: name it, one of {columns}.": (
        "“{file}”里没有一列像{what}：请指明是哪一列：{columns}。"
    ),
    "a text": "文字",
    "a context": "上下文",
    "a label (a few values that repeat)": "标签（反复出现的少数几个值）",
    "labels": "标签",
    "a number": "数",
    "tags": "标记",
    "answers": "答案",
    "the right choice": "正确的选项",
    "the choices": "选项",
    "The column {column!r} was chosen twice: each part of an example needs a column of its own.": (
        "“{column}”列选了两次：例子的每个部分要有自己的一列。"
    ),
    # 用不了的行
    "it is not text of the file's encoding": "它不是这个文件编码的文本",
    "it is no JSON object": "它不是 JSON 对象",
    "it is no whole line of JSON": "它不是一行完整的 JSON",
    "it is no question in SQuAD's form": "它不是 SQuAD 形式的问题",
    "{piece!r} is not a word/tag": "“{piece}”不是“词/标记”",
    "a label column holds something other than 0 and 1": "有一个标签列里不是 0 或 1",
    "its score {score!r} is not a number": "它的分数“{score}”不是数",
    "its tags are no list": "它的标记不是列表",
    "it has {words} words but {tags} tags": "它有 {words} 个词，却有 {tags} 个标记",
    "one of its words has no tag": "它有一个词没有标记",
    "a span from {start} to {end} does not lie in its text": "从 {start} 到 {end} 的一段不在它的文字里",
    "of spans that share a word the longest is kept: {kept!r} ({kind}), not {other!r} ({other_kind})": (
        "有词同属几段时，保留最长的一段：{kept!r}（{kind}），而不是 {other!r}（{other_kind}）"
    ),
    "a span lacks its start, end or label": "有一段缺起点、终点或标签",
    "its tag {tag!r} is not among the training tags": "它的标记“{tag}”不在训练的标记里",
    "row {line}: {reason}": "第 {line} 行：{reason}",
    "its answer {answer!r} does not stand in its context": "它的答案“{answer}”不在上下文里",
    "its answer {answer!r} does not stand in its context; others of its answers do": (
        "它的答案“{answer}”不在上下文里，但它的其他答案在其中"
    ),
    "its answer {answer!r} stands at {found}, not at {said}": (
        "它的答案“{answer}”在 {found} 处，不在 {said} 处"
    ),
    "its choices are no list": "它的选项不是列表",
    "it has {count} choices: 2 to {most} are needed": "它有 {count} 个选项：要有 2 到 {most} 个",
    "its answer {answer!r} is none of its choices": "它的答案“{answer}”不是任何一个选项",
    # 教不教得会
    "{file} has only {rows} usable rows: at least {fewest} are needed.": (
        "“{file}”只有 {rows} 行能用：至少要 {fewest} 行。"
    ),
    "The column {column!r} of {file} has {different:,} different labels in {rows:,} rows: a label "
    "must repeat before it can be learned; choose another column.": (
        "“{file}”的“{column}”列在 {rows:,} 行里有 {different:,} 种标签：标签要反复出现才学得会；请选另一列。"
    ),
    "Every row of {file} has the same score {score:g} (column {column!r}): choose a column whose "
    "numbers differ.": "“{file}”每一行的分数都是 {score:g}（“{column}”列）：请选一列数不一样的。",
    "Every word of {file} has the same tag {tag!r} (column {column!r}): at least two are needed.": (
        "“{file}”每个词的标记都是“{tag}”（“{column}”列）：至少要有两种。"
    ),
    "The column {column!r} of {file} has {different:,} different tags on {words:,} words: that looks "
    "like words, not like tags; choose another column.": (
        "“{file}”的“{column}”列在 {words:,} 个词上有 {different:,} 种标记：这像词，不像标记；请选另一列。"
    ),
    "No question of {file} has an answer (column {column!r}): choose the column that holds them.": (
        "“{file}”里没有一个问题有答案（“{column}”列）：请选答案所在的那一列。"
    ),
    # 说了什么
    "{rows:,} rows to learn from and {judged:,} to judge by ({held_out}); read from {texts}, "
    "answer from {label!r}; {skipped:,} rows were skipped, {repaired:,} repaired.": (
        "{rows:,} 行用来学习，{judged:,} 行用来测试（{held_out}）；读的是 {texts}，答案来自“{label}”；"
        "跳过了 {skipped:,} 行，修好了 {repaired:,} 行。"
    ),
    "{rows:,} rows of the {part} file could not be used; the first is number {line}: {reason}.": (
        "{part}文件里有 {rows:,} 行用不了；第一处是第 {line} 行：{reason}。"
    ),
    "{rows:,} rows of the {part} file were repaired; the first is number {line}: {reason}.": (
        "{part}文件里有 {rows:,} 行修好了；第一处是第 {line} 行：{reason}。"
    ),
    "The model needs {part} to answer: add what is missing.": "模型要有{part}才能回答：请补上。",
    "a second text": "第二段文字",
    "at least two choices": "至少两个选项",
}
