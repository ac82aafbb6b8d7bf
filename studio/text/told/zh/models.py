"""训练好的模型：装入、提问、导出，以及从它开始训练时引擎说的话。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "The path {path} cannot be used ({reason}): give the path of something that you may read.": (
        "路径“{path}”用不了（{reason}）：请给出一个你能读取的路径。"
    ),
    # 提问
    "The model knows no word of this text, so none can be hidden: type another sentence.": (
        "模型一个词也不认识，没有可以遮住的：请换一个句子。"
    ),
    "There is no text to judge: type a sentence.": "没有可以判断的文字：请写一个句子。",
    "The text holds bytes that are not valid Unicode: type it again.": (
        "文字里有无效的 Unicode 字符：请重新输入。"
    ),
    "The text has {length:,} characters: the most is {most:,}.": (
        "这段文字有 {length:,} 个字符：最多 {most:,} 个，请写短一点。"
    ),
    "The text has no blank: put {mask} where a word should be guessed.": (
        "文字里没有空格要填：请在要猜的词那里写 {mask}。"
    ),
    "There is no text to rewrite: type a sentence.": "没有可以改写的文字：请写一个句子。",
    "The text has {tokens:,} tokens, but at most {most:,} are rewritten: shorten it.": (
        "这段文字有 {tokens:,} 个词元，最多改写 {most:,} 个：请写短一点。"
    ),
    "There is no text to compare: type a sentence.": "没有可以比较的文字：请写一个句子。",
    "There is no word in the text to leave out: write some.": "文字里没有可以去掉的词：请写几个。",
    "There are no two words in the text, so that one could be left out: write more.": (
        "文字里不到两个词，没法去掉一个看看：请多写一些。"
    ),
    "The word {word!r} does not stand in the text: choose one of its words.": (
        "文字里没有 {word!r} 这个词：请选其中的一个词。"
    ),
    "no answer": "没有答案",
    "There is no such way to explain: choose one of {methods}.": (
        "没有这种解释方法：请从 {methods} 里选一种。"
    ),
    "An answer of this task does not turn into another one: ask a model for one of {tasks}.": (
        "这种任务的回答不会变成另一个：请问这些任务的模型：{tasks}。"
    ),
    "score": "分数",
    "There are no sentences to compare with: give some, one a line.": (
        "没有可以比较的句子：请给出一些，一行一句。"
    ),
    "There is nothing called {verb} to ask a model: {verbs}.": "不能问模型“{verb}”：只能问 {verbs}。",
    "The model {model} has no discriminator, so it cannot tell forgeries: choose a "
    "pre-training run or the folder of a whole pair.": (
        "模型“{model}”没有判别器，认不出假词：请选一次预训练，或一个包含两个网络的文件夹。"
    ),
    "The model {model} has no generator, so it cannot fill in words: choose a pre-training "
    "run or the folder of a whole pair.": (
        "模型“{model}”没有生成器，不会填词：请选一次预训练，或一个包含两个网络的文件夹。"
    ),
    "The model {model} has not been fine-tuned, so it has no answers to give: fine-tune it on "
    "labelled examples first.": "模型“{model}”还没有微调过，给不出标签：请先用有标签的例子微调它。",
    "The tokenizer in {folder} has no mask token: it cannot fill in words.": (
        "“{folder}”里的分词器没有遮盖词元，不能填词：请换一个模型。"
    ),
    "The model did not fit into memory: close other programs or choose a smaller one.": (
        "内存装不下这个模型：请关掉别的程序，或选一个小一点的。"
    ),
    "The answer broke off because of a fault in the program ({fault}); the terminal has the "
    "details.": "因为程序出错（{fault}），回答中断了；终端里有详细情况。",
    "The model gave no answer within {seconds:g} seconds and was ended: try a shorter "
    "text or a smaller model.": "模型在 {seconds:g} 秒内没有回答，已被结束：请试短一点的文字或小一点的模型。",
    "The process that answers was not ready within {seconds:g} seconds: close other programs and try "
    "again.": "回答问题的进程在 {seconds:g} 秒内没有准备好：请关掉别的程序再试一次。",
    "The process that answers broke off, perhaps for lack of memory: try again, or choose a smaller model.": (
        "回答问题的进程中断了，可能是内存不够：请再试一次，或选小一点的模型。"
    ),
    # 装入
    "The run {run} has not saved a model yet: let it train a little longer.": (
        "训练“{run}”还没有保存过模型：请让它再训练一会儿。"
    ),
    "There is neither a run nor a folder called {reference}: give a run's name or a Hugging Face folder.": (
        "没有叫“{reference}”的训练，也没有这个文件夹：请给一次训练的名字，或一个 Hugging Face 文件夹。"
    ),
    "The model in {folder} was taught by parts added to a network that stays as it is, and these cannot be "
    "taught again: start from what it started from.": (
        "{folder} 里的模型是靠加在不变的网络上的部件学会的，这些部件不能再教：请从它原来的起点开始。"
    ),
    "{folder} is not a Hugging Face model folder: it has no readable config.json.": (
        "“{folder}”不是 Hugging Face 模型文件夹：里面没有能读的 config.json。"
    ),
    "The model in {folder} brings program code of its own (auto_map), which is never run here: "
    "use a model of a kind that transformers knows.": (
        "“{folder}”里的模型带有自己的程序代码（auto_map），这里绝不运行它：请用 transformers 认识的模型。"
    ),
    "{folder} has no weights as safetensors, the only format that is safe to load: save the model "
    "again with save_pretrained.": (
        "“{folder}”里没有 safetensors 格式的权重，只有这种格式才能安全装入："
        "请用 save_pretrained 重新保存模型。"
    ),
    "{folder} holds no model: a config.json, or the folders generator and discriminator, should "
    "be in it.": "“{folder}”里没有模型：应该有一个 config.json，或者 generator 和 discriminator 两个文件夹。",
    "The model in {folder} cannot be loaded ({reason}): save it again with save_pretrained.": (
        "“{folder}”里的模型装不进来（{reason}）：请用 save_pretrained 重新保存。"
    ),
    "The weights in {folder} do not fit its config.json ({count} are missing, the first is "
    "{first}): save the model again with save_pretrained.": (
        "“{folder}”里的权重和 config.json 对不上（缺 {count} 个，第一个是 {first}）："
        "请用 save_pretrained 重新保存模型。"
    ),
    "The model in {folder} is of the kind {kind}, which is not used here: choose an ELECTRA, BERT or "
    "ModernBERT model.": (
        "“{folder}”里的模型是 {kind} 类型，这里不用：请选 ELECTRA、BERT 或 ModernBERT 模型。"
    ),
    "The weights in {folder} do not fit its config.json (which has sizes that they cannot fill): "
    "save the model again with save_pretrained.": (
        "“{folder}”里的权重和 config.json 对不上（上面写的大小，权重填不满）："
        "请用 save_pretrained 重新保存模型。"
    ),
    "The list of weights in {file} names files that are not in its folder: copy or download the "
    "whole model again.": ("权重清单“{file}”提到的文件不在它自己的文件夹里：请重新复制或下载整个模型。"),
    "The model in {folder} comes with an adapter on top (adapter_config.json), which is not read here: "
    "merge it into the weights and save the model again with save_pretrained.": (
        "“{folder}”里的模型另带一个适配器（adapter_config.json），这里不读："
        "请把它并入权重，再用 save_pretrained 重新保存。"
    ),
    "The tokenizer.json in {folder} cannot be used (its part {part} is not taken from strangers, because "
    "it could hang): choose another tokenizer.": (
        "“{folder}”里的 tokenizer.json 有一个部分（{part}）可能会卡住程序，不能使用：请换一个分词器。"
    ),
    "The tokenizer in {folder} cannot be used (the process that tried it took too long, ran out of memory "
    "or broke down): choose another tokenizer.": (
        "“{folder}”里的分词器不能使用（试用它的进程用时太长、内存不足或中途崩溃）：请换一个分词器。"
    ),
    "The tokenizer in {folder} cannot be used here: it needs a tokenizer.json with a padding token.": (
        "“{folder}”里的分词器在这里用不了：需要一个带填充词元的 tokenizer.json。"
    ),
    "The tokenizer in {folder} cannot be loaded ({reason}): it should hold a tokenizer.json.": (
        "“{folder}”里的分词器装不进来（{reason}）：里面应该有 tokenizer.json。"
    ),
    # 检查点和导出
    "whole checkpoint": "完整的检查点",
    "checkpoint at step {step:,}": "第 {step:,} 步的检查点",
    "The run {run} has no {which}: choose another step or let it train longer.": (
        "训练“{run}”没有{which}：请选别的步，或让它再训练一会儿。"
    ),
    "The run {run} has no {which}: train it until it has saved one.": (
        "训练“{run}”没有{which}：请训练到它保存了一个为止。"
    ),
    "{folder} already holds something: choose a new or empty folder.": (
        "“{folder}”里已经有东西了：请选一个新的或空的文件夹。"
    ),
    "The model could not be written to {folder} ({reason}).": (
        "模型没法写到“{folder}”（{reason}）：请换一个文件夹。"
    ),
    # 从一个模型开始训练
    "The run {run} has no whole checkpoint: choose another one to start from.": (
        "训练“{run}”没有完整的检查点：请换一次来开始。"
    ),
    "The word table in {folder} is stored as bf16: save the model in fp32 or fp16 and try again.": (
        "“{folder}”里的词向量表是 bf16 格式：请把模型存成 fp32 或 fp16 再试。"
    ),
    "The tokenizer in {folder} has {size:,} tokens, but the word table only {rows:,} rows: "
    "they do not belong together.": (
        "“{folder}”里的分词器有 {size:,} 个词元，词向量表却只有 {rows:,} 行：它们不是一套的，请换一个。"
    ),
    "The weights in {file} are damaged (their header does not fit the file): copy or download the "
    "model again.": "“{file}”里的权重已损坏（文件头和文件对不上）：请重新复制或下载模型。",
    "{model} has its weights as a pickle (.bin), which can run code when it is opened: convert them "
    "where you trust them with transformers, from_pretrained(…).save_pretrained(FOLDER), and "
    "start from that folder.": (
        "“{model}”的权重是 pickle（.bin）格式，打开时可能会运行代码：请在你信任它的地方用 transformers 转换，"
        "from_pretrained(…).save_pretrained(FOLDER)，再从那个文件夹开始。"
    ),
    "{name} is not on this machine, and nothing is fetched from here: download it once with "
    "`electra-engine pretrain … --from {name}` or `hf download {name}`, or give a folder.": (
        "“{name}”不在这台机器上，而这里不会下载任何东西：请先用 `electra-engine pretrain … --from {name}` "
        "或 `hf download {name}` 下载一次，或给一个文件夹。"
    ),
    "The hub has no model called {name} that you may read (it answered {status}): check the name, "
    "or give a folder on this machine.": (
        "模型库里没有你能读的、叫“{name}”的模型（它回答 {status}）：请检查名字，或给这台机器上的一个文件夹。"
    ),
    "The hub cannot be reached, and {name} is not on this machine yet: try again with a connection, "
    "or give a folder.": "连不上模型库，而“{name}”还不在这台机器上：请联网再试，或给一个文件夹。",
    "its {name} is {found}, not {wanted}": "它的 {name} 是 {found}，而不是 {wanted}",
    "its config.json leaves out a size": "它的 config.json 里少了一个尺寸",
    "its layers do not all read the whole row": "它有的层不读整行",
    "The model in {folder} cannot be trained on here ({difference}): choose another one, or start fresh.": (
        "“{folder}”里的模型不能在这里接着训练（{difference}）：请换一个，或者从头开始。"
    ),
    "The model in {folder} is of the kind {kind}, which a pair cannot start from: choose an ELECTRA "
    "folder or a run of this studio.": (
        "“{folder}”里的模型是 {kind} 类型，一对网络不能从它开始：请选一个 ELECTRA 文件夹，或这里的一次训练。"
    ),
    "The weights in {folder} do not fit its config.json ({name} is {found}, not {wanted}): save the "
    "model again with save_pretrained.": (
        "“{folder}”里的权重和 config.json 对不上（{name} 是 {found}，而不是 {wanted}）："
        "请用 save_pretrained 重新保存模型。"
    ),
    "{name} holds a generator only: name the discriminator first, as in DISCRIMINATOR,GENERATOR.": (
        "“{name}”里只有生成器：请先写判别器，像这样：判别器,生成器。"
    ),
    "{name} is not a generator (a masked language model): name one after the comma, or only the "
    "discriminator and let the generator begin fresh.": (
        "“{name}”不是生成器（掩码语言模型）：请在逗号后面写一个生成器，或者只写判别器，让生成器从头开始。"
    ),
    "backbone": "骨架",
    "vocabulary": "词表",
    "embedding size": "嵌入大小",
    "position table": "位置表",
    "The discriminator and the generator do not belong together ({what} {ours} and {theirs}): name "
    "two that were trained together, or only the discriminator.": (
        "这个判别器和生成器不是一对（{what}分别是 {ours} 和 {theirs}）：请写一起训练出来的两个，"
        "或者只写判别器。"
    ),
    "Starting from a trained discriminator; the generator begins fresh with its embedding, and "
    "the warm-up begins anew.": "从训练过的判别器开始；生成器用它的嵌入从头学，预热也重新开始。",
    "Starting from the pair of another run; the warm-up begins anew.": (
        "从另一次训练的两个网络开始；预热重新开始。"
    ),
    "Starting from a trained generator and discriminator; the warm-up begins anew.": (
        "从训练过的生成器和判别器开始；预热重新开始。"
    ),
    "The weights to start from hold numbers that are not finite (NaN or infinity): choose another "
    "model, or an earlier one.": (
        "作为起点的权重里有不是有限数的值（NaN 或无穷大）：请换一个模型，或用更早的一个。"
    ),
    "The model to start from cannot be trained on here (its {name} is another): choose one that was "
    "exported from this version.": (
        "这个模型不能在这里接着训练（它的 {name} 不一样）：请选一个由这个版本导出的模型。"
    ),
}
