"""设置的名字、说明、单位和选项。键是引擎里的英文原话。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # 语料
    "Held-out share": "留出的份额",
    "The part of the documents that training never sees, kept to judge honestly.": (
        "训练从不看的那部分文档，留着用来公正地评判。"
    ),
    "Held-out documents from": "留出的文档取自",
    "Spread over the whole corpus, or the last documents of it.": "分散在整个语料里，或者取语料最后的文档。",
    "spread": "分散（spread）",
    "end": "结尾（end）",
    "Encoding": "编码",
    "How the bytes of text files are letters. auto tells it from each file; choose where it is wrong.": (
        "文本文件的字节怎样对应文字。auto 会从每个文件自己看出来；看错了就自己选。"
    ),
    "UTF-8": "UTF-8",
    "UTF-16": "UTF-16",
    "UTF-16LE": "UTF-16LE",
    "UTF-16BE": "UTF-16BE",
    "UTF-32": "UTF-32",
    "GB18030": "GB18030",
    "Big5": "Big5",
    "Shift-JIS": "Shift-JIS",
    "EUC-JP": "EUC-JP",
    "ISO-2022-JP": "ISO-2022-JP",
    "EUC-KR": "EUC-KR",
    "KOI8-R": "KOI8-R",
    "KOI8-U": "KOI8-U",
    "Windows-1250": "Windows-1250",
    "Windows-1251": "Windows-1251",
    "Windows-1252": "Windows-1252",
    "Windows-1253": "Windows-1253",
    "Windows-1254": "Windows-1254",
    "Windows-1255": "Windows-1255",
    "Windows-1256": "Windows-1256",
    "Windows-1257": "Windows-1257",
    "Windows-1258": "Windows-1258",
    "ISO-8859-1": "ISO-8859-1",
    "ISO-8859-2": "ISO-8859-2",
    "ISO-8859-5": "ISO-8859-5",
    "ISO-8859-7": "ISO-8859-7",
    "ISO-8859-9": "ISO-8859-9",
    "ISO-8859-15": "ISO-8859-15",
    "Text column": "文字列",
    "Of tables and JSON: the name, or the number from 1, of what to read. Nothing takes the column that "
    "reads most like text.": (
        "表格和 JSON 里要读哪一列：写列名，或从 1 数起的序号。不写就取最像文字的那一列。"
    ),
    "Unicode form": "Unicode 形式",
    "NFC: a letter and its accent become one character. NFKC: also full-width letters, ligatures and the "
    "like become plain ones. as written: nothing changes.": (
        "NFC：字母和它的重音合成一个字符。NFKC：全角字母、连字等也变成普通的。as written：什么都不改。"
    ),
    "NFC": "NFC",
    "NFKC": "NFKC",
    "as written": "照原样（as written）",
    "Take out HTML": "去掉 HTML",
    "Tags go, and &amp; becomes &. Whole web pages are read as text in any case.": (
        "标签去掉，&amp; 变成 &。整个网页无论如何都按文字来读。"
    ),
    "Undo WikiText marks": "还原 WikiText 标记",
    "The = = headings = = become plain lines, @-@ a hyphen, [[links|words]] their words.": (
        "= = 标题 = = 变成普通的行，@-@ 变成连字符，[[链接|文字]] 只留文字。"
    ),
    "Undo Markdown": "还原 Markdown",
    "Headings, emphasis, links and fences become the plain words in them.": (
        "标题、强调、链接和代码块只留里面的文字。"
    ),
    "Drop boilerplate": "去掉套话",
    "Lines that are only a web address, a copyright, a menu or a notice about cookies, and the licence "
    "around books of Project Gutenberg.": (
        "只有网址、版权、菜单或 cookie 提示的行，还有古登堡计划图书前后的许可文字。"
    ),
    "Drop symbols": "去掉符号",
    "Emoji, arrows, boxes and other signs that are neither letters, digits nor punctuation.": (
        "表情、箭头、方框等既不是文字、数字也不是标点的符号。"
    ),
    "Mask numbers": "遮住数字",
    "Every digit becomes 0, so that 1984 and 2015 are the same word.": (
        "每个数字都变成 0，于是 1984 和 2015 是同一个词。"
    ),
    "Drop stop words": "去掉虚词",
    "The commonest small words of the document's language. A pair that never saw them cannot judge them.": (
        "文档所用语言里最常见的小词。没见过它们的网络也就判断不了它们。"
    ),
    "Shortest line": "最短的行",
    "Lines with fewer characters are left out; 0 keeps all.": "字符更少的行不要；0 表示全部保留。",
    "letters": "个字符",
    "Copies of a line": "同一行的份数",
    "A line that stands in more than this many documents is left out from then on; 0 keeps all.": (
        "一行在这么多篇文档里出现过以后就不再要；0 表示全部保留。"
    ),
    "Language": "语言",
    "Documents that are clearly in another language are left out; those too short to tell are kept.": (
        "明显是别的语言的文档不要；太短看不出来的保留。"
    ),
    "any": "任何语言（any）",
    "Drop near-duplicates": "去掉近似的重复",
    "A document that is nearly the same as an earlier one is left out, found by MinHash.": (
        "和前面某一篇几乎一样的文档不要，用 MinHash 来找。"
    ),
    # 词表
    "Vocabulary size": "词表大小",
    "How many different tokens there are. Small learns faster, large cuts words less.": (
        "一共有多少种不同的词元。小的学得快，大的把词切得少。"
    ),
    "Lower-case everything": "全部改成小写",
    "Treat 'The' and 'the' as the same word. Accents are kept unless they are taken off below.": (
        "把“The”和“the”当作同一个词。重音符号会保留，除非在下面去掉。"
    ),
    "Take accents off": "去掉重音符号",
    "Treat 'café' and 'cafe' as the same word. The marks of other scripts that are written the same way "
    "go as well.": ("把“café”和“cafe”当作同一个词。别的文字里写法相同的符号也会去掉。"),
    "Kind of vocabulary": "词表的种类",
    "wordpiece: the longest pieces from the left, as in ELECTRA. bpe: letters merged in the order learned. "
    "unigram: the likeliest cut, also without spaces. characters: one by one.": (
        "wordpiece：从左起取最长的小块，和 ELECTRA 一样。bpe：按学到的次序合并字母。"
        "unigram：最可能的切法，不用空格的文字也能切出长块。characters：一个字符一块。"
    ),
    "wordpiece": "WordPiece",
    "bpe": "BPE",
    "unigram": "Unigram",
    "characters": "逐个字符",
    "Tokenizer folder": "分词器文件夹",
    "Nothing: a vocabulary is learned from your text. Or a folder with a tokenizer.json or vocab.txt, whose "
    "vocabulary is taken as it is.": (
        "不写：从你的文字里学一个词表。或者写一个有 tokenizer.json 或 vocab.txt 的文件夹，词表照样拿来用。"
    ),
    # 两个网络共用的
    "Backbone": "骨架",
    "modern: rotary positions and pre-normalisation, learns soonest. electra: the layout published in "
    "2020, weight-compatible with google/electra-*; takes about twice as long to show as much, and from "
    "random weights shows nothing in its first minutes on a CPU.": (
        "modern（新式）：旋转位置编码，先做归一化，学得最快。electra：2020 年论文里的结构，"
        "和 google/electra-* 的权重兼容；要学到同样的程度，大约要花两倍时间，"
        "而从随机权重开始时，在 CPU 上头几分钟看不出什么。"
    ),
    "modern": "新式（modern）",
    "electra": "electra",
    "Shared by both networks": "两个网络共用",
    "embeddings: one table for both, as published. disentangled: the judge adds a difference of its "
    "own and leaves the forger's table alone (DeBERTaV3). nothing: two tables.": (
        "embeddings（词向量表）：两个网络共用一张表，和论文一样。disentangled（分开）：判别器加上自己的差值，"
        "不改动生成器的表（DeBERTaV3）。nothing（不共用）：各有一张表。"
    ),
    "embeddings": "词向量表（embeddings）",
    "disentangled": "分开（disentangled）",
    "nothing": "不共用（nothing）",
    "Embedding size": "词向量大小",
    "How many numbers describe a token in the table that both networks share.": (
        "两个网络共用的表里，用多少个数描述一个词元。"
    ),
    "Start of the weights": "权重的起点",
    "company: words that keep the same company begin side by side, counted from your text in a second, "
    "and both networks learn many times sooner. neighbours: the same, and the judge looks at the words "
    "beside each word from the first step. random: every word begins anywhere.": (
        "company（同伴）：常和相同的词在一起的词，一开始就排得近，一秒钟就能从你的文字里数出来；"
        "这样两个网络会学得快好几倍。neighbours（邻居）：同上，而且判别器从第一步起就看每个词旁边的词。"
        "random（随机）：每个词从随便哪里开始。"
    ),
    "neighbours": "邻居（neighbours）",
    "company": "同伴（company）",
    "random": "随机（random）",
    "Positions": "位置数",
    "How many tokens the electra layout's table of positions can place in a row; 0 takes 512, or the row "
    "length where that is larger.": (
        "electra 结构的位置表在一行里能放多少个词元；0 表示用 512，行更长时用行长。"
    ),
    "Weights to start from": "从哪些权重开始",
    "Nothing: fresh weights. Or a run's name, a folder, or a name on the Hugging Face hub, of a "
    "discriminator or a whole pair; a generator's may follow after a comma. Sizes and vocabulary then "
    "come from there.": (
        "空着：从全新的权重开始。也可以填一次训练的名字、一个文件夹，或者 Hugging Face hub 上的名字，"
        "可以是判别器，也可以是整对网络；逗号后面还可以写生成器的名字。大小和词表就都从那里来。"
    ),
    # 判别器
    "Discriminator width": "判别器宽度",
    "How many numbers describe a token inside the judge (hidden_size).": (
        "判别器内部用多少个数描述一个词元（hidden_size）。"
    ),
    "Discriminator depth": "判别器深度",
    "How many layers the judge reads through (num_hidden_layers).": (
        "判别器一共读过多少层（num_hidden_layers）。"
    ),
    "Discriminator heads": "判别器的头数",
    "How many places each layer looks at at once (num_attention_heads); divides the width.": (
        "每一层同时看多少个地方（num_attention_heads）；要能整除宽度。"
    ),
    # 生成器
    "Generator as a fraction": "生成器的比例",
    "The forger's width as a part of the judge's. The paper found 1/4 to 1/2 best.": (
        "生成器的宽度是判别器的几分之几。论文发现 1/4 到 1/2 最好。"
    ),
    "Generator width": "生成器宽度",
    "The forger's own hidden_size; 0 lets the fraction decide.": (
        "生成器自己的 hidden_size；0 表示由比例决定。"
    ),
    "Generator depth": "生成器深度",
    "How many layers the forger has; 0 takes as many as the judge.": (
        "生成器有多少层；0 表示和判别器一样多。"
    ),
    "Generator heads": "生成器的头数",
    "The forger's attention heads; 0 keeps the judge's width of a head.": (
        "生成器的注意力头数；0 表示每个头和判别器的一样宽。"
    ),
    # 训练目标
    "Objective": "训练目标",
    "What the judge learns to say. electra: which of all words the forger replaced, as published. "
    "two-stage: the same, but the forger learns alone in the first half; then the judge starts as its "
    "copy. electra-15: which of the hidden words the forger replaced; the others do not count. "
    "replace-mlm: what stood where the forger put a word. all-tokens-mlm: what stood everywhere; it may "
    "copy the word it sees. bert: what stands behind each [MASK], without a forger.": (
        "判别器要学会说什么。electra：所有的词里，哪些被生成器替换了，和论文一样。"
        "two-stage（两个阶段）：也一样，但前一半只有生成器在学，然后判别器从它的副本开始。"
        "electra-15：藏起来的词里，哪些被生成器替换了；其余的不算。"
        "replace-mlm：生成器放了词的地方，原来是什么。"
        "all-tokens-mlm：每个地方原来是什么；可以照抄看到的词。"
        "bert：每个 [MASK] 后面是什么，没有生成器。"
    ),
    "two-stage": "两个阶段（two-stage）",
    "electra-15": "electra-15",
    "replace-mlm": "replace-mlm",
    "all-tokens-mlm": "all-tokens-mlm",
    "bert": "bert",
    "Share hidden": "藏起来的份额",
    "The part of the tokens that the forger must guess in every row. The paper hid 15%; in a run's first "
    "minutes the judge learns more from 30%.": (
        "每一行里，生成器要猜的词元占多少。论文里是 15%；训练的头几分钟里，藏 30% 判别器学得更多。"
    ),
    "Share hidden in plain sight": "不遮住也要猜的份额",
    "Of the hidden tokens, the part left visible instead of [MASK]; guessed all the same.": (
        "藏起来的词元里，有多少不换成 [MASK]、还看得见；照样要猜。"
    ),
    "Weight of the judge": "判别器的分量",
    "How much the judge's loss counts beside the forger's (50 in the paper).": (
        "和生成器的损失相比，判别器的损失算多重（论文里是 50）。"
    ),
    "Forger's temperature": "生成器的温度",
    "Above 1 the forger's fakes get wilder, below 1 they get safer.": (
        "大于 1，生成器的假词更大胆；小于 1，更保守。"
    ),
    "Easy fakes at the start": "开始时的简单假词",
    "The part of the fakes drawn by word frequency instead of by the forger; falls to none at the end.": (
        "有多少假词不是生成器造的，而是按词的常见程度抽的；到最后降为零。"
    ),
    "Scaffold's weight": "脚手架的分量",
    "How much the judge is also asked, early on, which word stood there. It gets the judge off its "
    "first plateau many times sooner.": (
        "刚开始时，还要多用力地问判别器“那里原来是哪个词”。这能让它快好几倍走出最初的停滞。"
    ),
    "Scaffold until": "脚手架用到",
    "The part of the run after which the scaffold is gone and only the published objective is left.": (
        "训练到这个份额以后，脚手架就拆掉，只剩论文里的训练目标。"
    ),
    # 学习
    "Minutes": "分钟数",
    "How long to train. The learning rate falls to nothing exactly then.": (
        "训练多久。学习率正好在那时降到零。"
    ),
    "min": "分钟",
    "Steps": "训练步数",
    "How many batches to train on instead of a time; 0 lets the minutes decide.": (
        "不按时间，而是训练多少批；0 表示由分钟数决定。"
    ),
    "Row length": "行长",
    "How many tokens stand in one training row.": "一行训练文字里有多少个词元。",
    "tokens": "个词元",
    "Rows in a batch": "每批的行数",
    "How many rows one step looks at.": "一个训练步看多少行。",
    "Learning rate": "学习率",
    "How big the corrections are. Too big never settles, too small never gets there; 0 chooses by the "
    "layout and the judge's width.": (
        "每次改正的幅度。太大总也稳不下来，太小总也走不到；0 表示按结构和判别器的宽度来选。"
    ),
    "Generator's learning rate": "生成器的学习率",
    "The forger's own rate; 0 uses the judge's. A slower forger is caught more often and forges worse.": (
        "生成器自己的学习率；0 表示和判别器一样。生成器学得慢，就更容易被抓住，造出的假词也更差。"
    ),
    "Warm-up": "预热",
    "The part of the training in which the learning rate climbs from zero.": (
        "训练的前一小段，学习率从零慢慢升上来，这一段占多少。"
    ),
    "Weight decay": "权重衰减",
    "How strongly unused weights are pulled back to zero (not biases, not LayerNorms).": (
        "用不上的权重被拉回零的力气有多大（不包括偏置和 LayerNorm）。"
    ),
    "Seed": "随机种子",
    "The number all chance comes from: the same seed gives the same run.": (
        "所有随机都从这个数来：种子相同，训练就相同。"
    ),
    # 机器
    "Device": "设备",
    "Where to compute.": "在哪里计算。",
    "auto": "自动（auto）",
    "cpu": "cpu",
    "cuda": "cuda",
    "Precision": "精度",
    "bf16 is faster where the processor has it; fp32 is exact.": ("处理器支持的话，bf16 更快；fp32 更精确。"),
    "bf16": "bf16",
    "fp32": "fp32",
    "Attention kernel": "注意力的算法",
    "matmul: two plain matrix products, fast on short rows; sdpa: the fused kernel.": (
        "matmul：两次普通的矩阵乘法，行短时快；sdpa：合在一起的算法。"
    ),
    "Compile": "编译",
    "encoders: both encoders are compiled, a minute's work before the first step; graphs: and their work "
    "recorded as CUDA graphs, a trial that was twice as fast in small batches and failed in large ones. "
    "auto tries encoders on a graphics card when the run is long enough to pay for it.": (
        "encoders：先把两个编码器编译好，第一步之前要花大约一分钟；graphs：再把它们的计算录成 CUDA 图，"
        "这是试验性的，小批量时快一倍，大批量时失败过。auto：在显卡上、训练够长而值得时试一试 encoders。"
    ),
    "off": "关（off）",
    "encoders": "编译编码器（encoders）",
    "graphs": "再加 CUDA 图（graphs）",
    "matmul": "matmul",
    "sdpa": "sdpa",
    "Threads": "线程数",
    "Processes": "进程数",
    "How many processes share each batch, on processors only; what is learned stays the same.": (
        "每一批由几个进程分着算，只用于处理器；学到的东西不变。"
    ),
    "How many processor cores to use; 0 lets the measurement decide.": (
        "用多少个处理器核心；0 表示测过以后再定。"
    ),
    # 观察
    "Seconds between evaluations": "两次评判隔几秒",
    "How often the held-out rows are judged.": "多久评判一次留出的行。",
    "Seconds between checkpoints": "两次存档隔几秒",
    "How much training a power cut can cost at most.": "万一停电，最多损失多少训练。",
    "Probe sentences": "观察的句子数",
    "How many held-out sentences are watched through the whole run.": (
        "整个训练里一直看着多少个留出的句子。"
    ),
    # 微调
    "Task": "任务",
    "What the model is taught. classification: one label for a text or pair of texts. multi_label: any "
    "number of labels. similarity: a number. tagging: a tag for every word. question_answering: where an "
    "answer stands in a text. multiple_choice: which of several choices is right.": (
        "教模型做什么。classification（分类）：给一段或一对文字一个标签。multi_label（多标签）：任意多个标签。"
        "similarity（相似度）：一个数。tagging（标注）：给每个词一个标记。question_answering（问答）：答案在"
        "文中哪里。multiple_choice（选择题）：几个选项里哪个对。"
    ),
    "multi_label": "多标签（multi_label）",
    "similarity": "相似度（similarity）",
    "tagging": "标注（tagging）",
    "question_answering": "问答（question_answering）",
    "multiple_choice": "选择题（multiple_choice）",
    "classification": "分类（classification）",
    "Method": "方法",
    "Which weights learn besides the new output layer. full: all. head: none. top: the topmost layers. "
    "bitfit: biases and LayerNorms. lora: narrow matrices beside the model's own, which can be added to them "
    "in the end. adapters: a small bottleneck after each layer. prefix: a few learned places that every "
    "layer attends to.": (
        "除了新的输出层，还有哪些权重要学。full（全部）：所有权重。head（只学输出层）：别的都不学。top（最上几层）："
        "最上面的几层。bitfit：偏置和 LayerNorm。lora：原矩阵旁边的窄矩阵，最后可以并回去。"
        "adapters（适配器）：每层后面加一个小瓶颈。prefix（前缀）：加几个学出来的位置，每一层都能关注到。"
    ),
    "full": "全部（full）",
    "head": "只学输出层（head）",
    "top": "最上几层（top）",
    "bitfit": "偏置（bitfit）",
    "lora": "低秩（lora）",
    "adapters": "适配器（adapters）",
    "prefix": "前缀（prefix）",
    "Layers that learn": "学习的层数",
    "How many of the topmost layers learn with the method top.": "用 top 方法时，最上面有几层要学。",
    "LoRA rank": "LoRA 的秩",
    "How narrow the matrices are that the method lora teaches.": "用 lora 方法时，学的矩阵有多窄。",
    "Size of what is added": "加上去的部分有多大",
    "How wide the bottlenecks of the method adapters are, or how many places a prefix has.": (
        "adapters 方法的瓶颈有多宽，或者前缀有几个位置。"
    ),
    "Epochs": "遍数",
    "How many times the training rows are read; 0 chooses 3 for large files (6 with bitfit) and up to 20 "
    "for small ones.": ("训练的行读几遍；0 表示大文件读 3 遍（bitfit 读 6 遍），小文件最多读 20 遍。"),
    "How big the corrections of the topmost layer are; 0 chooses by the width of the model.": (
        "最上面一层每次改正的幅度；0 表示按模型的宽度来选。"
    ),
    "Output layer's learning rate": "输出层的学习率",
    "The new output layer starts from nothing and may learn faster; 0 chooses by the method.": (
        "新的输出层从零开始，可以学得快些；0 表示按方法来选。"
    ),
    "Layer decay": "逐层衰减",
    "Each layer learns at this part of the rate of the layer above it; 1 treats all alike. For the methods "
    "full and top.": ("每一层的学习率是上面一层的这个份额；1 表示各层一样。用于 full 和 top 方法。"),
    "Dropout": "随机关闭（dropout）",
    "The part of the signals that is switched off by chance in training, so that none is relied on.": (
        "训练时随机关掉多少信号，免得太依赖其中某一个。"
    ),
    "Longest row": "最长的行",
    "How many tokens of a text are read at once; what is longer is cut and counted, or read in parts. "
    "0 chooses by the task: 384 for question answering, else 128.": (
        "一次最多读多少个词元；更长的会被截断并且计数，或者分段读。0 按任务选：问答 384，其余 128。"
    ),
    "The part of the rows kept for judging when no file for that is given.": (
        "没有另外给评判用的文件时，留出多少行来评判。"
    ),
    "Patience": "耐心",
    "Stop after this many epochs without a better held-out score; 0 never stops early. The best epoch "
    "is kept either way.": (
        "留出部分的成绩这么多遍都没有变好，就停下；0 表示从不提前停。最好的那一遍总会留下。"
    ),
    "Minutes at most": "最多几分钟",
    "Unbalanced labels": "标签不均衡",
    "What is done where some labels are rare. weights: a mistake on a rare label counts more. "
    "resample: rows with a rare label are read more often. For tasks that give a row one label.": (
        "有些标签很少时怎么办。weights（加权）：少见标签上的错误算得更重。resample（重采样）：带少见"
        "标签的行读得更多。用于每行一个标签的任务。"
    ),
    "none": "不做（none）",
    "weights": "加权（weights）",
    "resample": "重采样（resample）",
    "Order of pairs": "成对文本的次序",
    "given: as in the file. both: every pair of texts is learned both ways round, for questions where it "
    "does not matter which text comes first (do these two say the same?); takes twice as long.": (
        "given（照原样）：按文件里的次序。both（两种）：每对文本正着学一遍，反过来再学一遍，适合哪句在前都一样的"
        "问题，比如两句话意思是否相同；用时是两倍。"
    ),
    "both": "两种（both）",
    "given": "照原样（given）",
    "Noise": "噪声",
    "The part of the tokens that is disturbed in training, differently every time, so that no single "
    "word is relied on.": ("训练时扰动多少词元，每次都不同，免得太依赖某一个词。"),
    "Kind of noise": "噪声的种类",
    "drop: a token is hidden. swap: it changes places with its neighbour. generator: the generator of "
    "the pair puts a likely word in its place.": (
        "drop（遮住）：遮住一个词元。swap（交换）：它和旁边的换位置。generator（生成器）：由这一对里"
        "的生成器换上一个可能的词。"
    ),
    "drop": "遮住（drop）",
    "swap": "交换（swap）",
    "Seeds": "种子数",
    "How many times all is taught, each time with other chance: the mean and spread say how far a "
    "score can be trusted. The best of them is kept.": (
        "从头教几次，每次的随机都不同：平均和差别说明成绩有多可信。留下最好的一次。"
    ),
    "Beside random weights": "同时从随机权重开始",
    "Teaches the same network from random weights as well, to show what pre-training is worth.": (
        "把同一个网络也从随机的权重开始教一遍，看看预训练值多少。"
    ),
    "Learning curve": "学习曲线",
    "Teaches an eighth, a quarter and half of the rows as well, to show what more rows would bring.": (
        "也用八分之一、四分之一、一半的行各教一遍，看看更多的行有什么用。"
    ),
    "Each training ends after this time even if epochs remain; 0 sets no limit.": (
        "过了这段时间，就算还没读完几遍，每次训练也结束；0 表示不限时。"
    ),
}
