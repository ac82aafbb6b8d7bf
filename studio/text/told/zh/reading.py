"""读文件和清理文字时引擎说的话：格式、读不了的地方、清理了什么。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # 格式
    "plain text": "纯文本",
    "Markdown": "Markdown",
    "WikiText": "WikiText",
    "web page": "网页",
    "table": "表格",
    "JSON": "JSON",
    "JSON lines": "JSON（每行一条）",
    "CoNLL": "CoNLL",
    "CoNLL-U": "CoNLL-U",
    "numbered sentences": "带编号的句子",
    "PDF": "PDF",
    "Parquet table": "Parquet 表格",
    "Arrow table": "Arrow 表格",
    "Word document": "Word 文档",
    "EPUB book": "EPUB 电子书",
    "ZIP archive": "ZIP 压缩包",
    "tar archive": "tar 归档",
    "gzip": "gzip",
    "bzip2": "bzip2",
    "xz": "xz",
    "folder": "文件夹",
    "dataset": "数据集",
    "a RAR archive": "RAR 压缩包",
    "a damaged archive": "损坏的压缩包",
    # 读不了的地方
    "{file} is not text, it looks like {what}: export its text as a .txt file in UTF-8.": (
        "“{file}”不是文字，看起来是{what}：请把里面的文字导出成 UTF-8 编码的 .txt 文件。"
    ),
    "{file} is damaged ({reason}): what could be read of it was read.": (
        "“{file}”损坏了（{reason}）：能读的部分已经读了。"
    ),
    "{file} is locked with a password: save a copy without one.": (
        "“{file}”有密码锁着：请另存一份没有密码的。"
    ),
    "{file} has no text in it, its pages are pictures: run a text recognition over it first.": (
        "“{file}”里没有文字，每页都是图片：请先做文字识别。"
    ),
    "{file} is nested too deep to be read: choose another file.": (
        "“{file}”一层套一层，太深了，读不了：请换一个文件。"
    ),
    "{file} has no column with text in it: choose another file.": (
        "“{file}”里没有一列是文字：请换一个文件。"
    ),
    "{file} has no column {wanted}: its columns are {columns}.": (
        "“{file}”里没有 {wanted} 这一列：它的列是 {columns}。"
    ),
    "There is no file in the folder {file}: choose another one.": ("文件夹“{file}”里没有文件：请换一个。"),
    "The dataset {name} cannot be had from the hub ({reason}): check the name, the configuration, "
    "the split and the connection, or give its files.": (
        "从 Hugging Face 拿不到数据集 {name}（{reason}）：请检查名字、配置、部分和网络，或者直接给它的文件。"
    ),
    "Reading this needs the package {package}, which is not installed: pip install {package}": (
        "读这个需要 {package}，但没有安装：pip install {package}"
    ),
    "Page {page} cannot be read ({reason}).": "第 {page} 页读不了（{reason}）。",
    "Line {line:,}: {reason}.": "第 {line:,} 行：{reason}。",
    "it is not JSON": "不是 JSON",
    "it has no text in the column that is read": "要读的那一列里没有文字",
    "it has {cells} of {width} cells": "{width} 格里只有 {cells} 格",
    "Left out: {reason}": "没有用上：{reason}",
    "{count:,} more could not be read.": "另外还有 {count:,} 处读不了。",
    "{count:,} lines or rows were left out.": "有 {count:,} 行没有用上。",
    "A damaged character was replaced.": "有 1 个损坏的字符已被换掉。",
    "{count:,} damaged characters were replaced.": "有 {count:,} 个损坏的字符已被换掉。",
    # 清理
    "There are many HTML marks, which will be learned like words: a switch takes them out.": (
        "里面有很多 HTML 标记，会被当成词来学：有一个开关可以去掉它们。"
    ),
    "There are many wiki marks, which will be learned like words: a switch undoes them.": (
        "里面有很多维基标记，会被当成词来学：有一个开关可以还原它们。"
    ),
    "The cleaning leaves nothing of the text: switch some of it off.": (
        "清理之后什么都不剩了：请关掉一部分。"
    ),
    "{step}: nothing is known of the language of {count:,} documents, which stay as they are.": (
        "{step}：有 {count:,} 篇所用的语言没有词表，保持原样。"
    ),
    "{characters:,} characters of menus, headers, footers, forms and scripts of web pages were left out.": (
        "去掉了网页的菜单、页眉、页脚、表单和脚本，共 {characters:,} 个字符。"
    ),
    "{count:,} documents were not learned from, because the same text is held out to judge by.": (
        "有 {count:,} 篇没有用来学习，因为同样的文字留出来评判了。"
    ),
    "{step}: {changed:,} documents changed, {dropped:,} left out, {characters:,} characters fewer.": (
        "{step}：改了 {changed:,} 篇，去掉 {dropped:,} 篇，少了 {characters:,} 个字符。"
    ),
}
