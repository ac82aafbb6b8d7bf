"""语料和词表：读文件、学词表时引擎说的话。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # 认出一个文件是什么
    "a PNG picture": "PNG 图片",
    "a JPEG picture": "JPEG 图片",
    "a GIF picture": "GIF 图片",
    "a zstd archive": "zstd 压缩包",
    "a 7-Zip archive": "7-Zip 压缩包",
    "an old office document": "旧版办公文档",
    "an RTF document": "RTF 文档",
    "an SQLite database": "SQLite 数据库",
    "a program": "程序",
    "{file} is a binary file, not text: choose a text file, or export its text as .txt in UTF-8.": (
        "“{file}”是二进制文件，不是文本：请选一个文本文件，或把里面的文字导出成 UTF-8 编码的 .txt。"
    ),
    "{file} has no text in it: choose a file with text.": ("“{file}”里没有文字：请选一个有文字的文件。"),
    "{file} is not an ordinary file: choose a text file.": "“{file}”不是普通文件：请选一个文本文件。",
    "{file} is empty: choose a file with text.": "“{file}”是空的：请选一个有文字的文件。",
    "{file} cannot be read ({reason}): check that it is yours to read.": (
        "“{file}”读不了（{reason}）：请检查你有没有权限读它。"
    ),
    "There is no file {path!r}: check the name and the folder.": (
        "没有“{path}”这个文件：请检查文件名和文件夹。"
    ),
    # 按名字取的数据集
    "{name} is no name of a dataset: write OWNER/NAME, then /CONFIGURATION and @SPLIT where there "
    "are several.": (
        "“{name}”不是数据集的名字：请写“所有者/名字”；有好几种配置或划分时，再加“/配置”和“@划分”。"
    ),
    "The dataset {name} is larger than the {most:,.0f} MB that are left here: choose a smaller one, or make "
    "room.": "数据集“{name}”比这里剩下的 {most:,.0f} MB 还大：请换一个小些的，或者腾出空间。",
    "The dataset {name} has no texts in it: choose another.": "数据集“{name}”里没有文字：请换一个。",
    "The dataset {name} is made of files that lie elsewhere than on the hub, which is not taken: choose "
    "another.": "数据集“{name}”的文件不在 Hugging Face 上而在别处，这里不用：请换一个。",
    "The dataset {name} is not on this machine, and nothing may be fetched: let it be fetched, or give its "
    "files.": "数据集“{name}”不在这台机器上，又没有允许联网去取：请允许联网，或者上传它的文件。",
    "The dataset {name} cannot be had from the hub: check the name, the configuration, the split and the "
    "connection, or give its files.": (
        "从 Hugging Face 上拿不到数据集“{name}”：请检查名字、配置、划分和网络，或者上传它的文件。"
    ),
    # 压缩包
    "{file} is a link, a device or a file with holes, which can lead anywhere or fill the disk: put the file "
    "itself in its place.": (
        "“{file}”是链接、设备或者有空洞的文件，可能指向任何地方，也可能撑满磁盘：请换成文件本身。"
    ),
    "{file} is an archive inside an archive, which is not opened because it can unpack to more than any disk "
    "holds: unpack it yourself and choose the files in it.": (
        "“{file}”是压缩包里的压缩包，解开后可能比任何磁盘都大，所以没有打开：请自己解压，再选里面的文件。"
    ),
    "{file} is locked with a password and cannot be read: unpack it yourself and choose the file.": (
        "“{file}”被密码锁住了，读不了：请自己解压，再选这个文件。"
    ),
    "{file} is packed by a method that is not read here: unpack it yourself and choose the file.": (
        "“{file}”的压缩方法这里不认识：请自己解压，再选这个文件。"
    ),
    "{file} unpacks to more than {most:,} GB: unpack it yourself and choose some of its files.": (
        "“{file}”解开后超过 {most:,} GB：请自己解压，再选其中的一些文件。"
    ),
    "{file} unpacks to more than {ratio} times its size, which text never does, so it is taken for "
    "a file made to do harm: choose another, or unpack it yourself.": (
        "“{file}”解开后超过原来的 {ratio} 倍，文本不可能这样，所以当作蓄意害人的文件："
        "请换一个，或者自己解压。"
    ),
    "{file} holds more than {most:,} files: put several texts into each.": (
        "“{file}”里有超过 {most:,} 个文件：请把多篇文本合并到一个文件里。"
    ),
    "{file} cannot be unpacked (it is damaged, or packed in a way that is not read here): download it "
    "again, or unpack it yourself.": (
        "“{file}”解不开（它坏了，或者压缩方式这里不认识）：请重新下载，或者自己解压。"
    ),
    # 在别的进程里读
    "The text could not be read, because the process that reads it ran out of memory or broke "
    "off: choose other or smaller files.": (
        "文本没能读完，因为读它的进程内存用完或者中途断了：请换别的文件，或者小一点的文件。"
    ),
    "Others are being served with this right now: try again in a moment.": (
        "这会儿正在为别人做同样的事：请过一会儿再试。"
    ),
    "Several texts are being read right now: try again in a moment.": "正在读好几份文本：请过一会儿再试。",
    "The text could not be read within {seconds:,.0f} seconds, so the reading was ended: choose other "
    "or smaller files.": "文本在 {seconds:,.0f} 秒内没能读完，所以停下了：请换别的文件，或者小一点的文件。",
    # 语料够不够、好不好
    "The text has only {words} words, but at least {fewest} are needed to learn from: add more "
    "text, or use the sample.": (
        "文本只有 {words} 个词，至少要 {fewest} 个词才能学：请再加一些文本，或者用自带的样本。"
    ),
    "One line is repeated over and over: {line}": "有一行反复出现：{line}",
    "{file}: {warning}": "“{file}”：{warning}",
    "This is a very small corpus of {words:,} words: the pair will soon know it by heart; "
    "{better:,} words or more are better.": (
        "这个语料很小，只有 {words:,} 个词：这对网络很快就会把它背下来；最好有 {better:,} 个词以上。"
    ),
    "The text is a single document, so no part of it can be held out: add more text.": (
        "全部文本只是一篇文档，没法留出一部分来测试：请再加一些文本。"
    ),
    "Every document of the text is also held out, so nothing is left to train on: "
    "add text or hold out other files.": (
        "每一篇文档都被留作测试了，没有剩下可以训练的：请加文本，或换别的文件来测试。"
    ),
    "The prepared text in {folder} is not complete: start the run again so that it is prepared anew.": (
        "“{folder}”里准备好的文本不完整：请重新开始这次训练，让它再准备一遍。"
    ),
    "The corpus has {tokens} tokens, fewer than two rows of {length}: choose a shorter row "
    "length or add text.": (
        "语料只有 {tokens} 个词元，不够两行（每行 {length} 个）：请把行长调短，或再加一些文本。"
    ),
    # 语料的语言
    "unknown": "看不出来",
    "Arabic": "阿拉伯语",
    "Chinese": "中文",
    "Dutch": "荷兰语",
    "English": "英语",
    "French": "法语",
    "German": "德语",
    "Greek": "希腊语",
    "Hebrew": "希伯来语",
    "Indonesian": "印度尼西亚语",
    "Italian": "意大利语",
    "Japanese": "日语",
    "Korean": "韩语",
    "Persian": "波斯语",
    "Polish": "波兰语",
    "Portuguese": "葡萄牙语",
    "Russian": "俄语",
    "Spanish": "西班牙语",
    "Swedish": "瑞典语",
    "Thai": "泰语",
    "Turkish": "土耳其语",
    "Ukrainian": "乌克兰语",
    "Urdu": "乌尔都语",
    # 词表
    "There are no words in the text to learn a vocabulary from: add text.": (
        "文本里没有词，学不出词表：请加一些文本。"
    ),
    "No unigram vocabulary of {size:,} pieces can be learned from this text: choose another size.": (
        "从这些文字里学不出 {size:,} 块的 unigram 词表：请换一个大小。"
    ),
    "There is no tokenizer.json in {folder}: choose a folder that holds a tokenizer.": (
        "“{folder}”里没有 tokenizer.json：请选一个有分词器的文件夹。"
    ),
    "The tokenizer.json in {folder} is larger than {most} MB: choose another one.": (
        "“{folder}”里的 tokenizer.json 超过 {most} MB：请换一个。"
    ),
    "The tokenizer.json in {folder} cannot be used ({reason}): choose another tokenizer.": (
        "“{folder}”里的 tokenizer.json 用不了（{reason}）：请换一个分词器。"
    ),
    "The tokenizer has no {missing}: it needs the five special tokens {needed} (or {others}).": (
        "分词器里没有 {missing}：它需要五个特殊词元 {needed}（或 {others}）。"
    ),
    "The vocab.txt in {folder} is too large to be one.": (
        "“{folder}”里的 vocab.txt 太大了，不像是词表：请换一个。"
    ),
    "The vocab.txt in {folder} cannot be read.": "“{folder}”里的 vocab.txt 读不了：请换一个。",
}
