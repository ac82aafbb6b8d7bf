"""新来的人可能不懂的词：页面上怎样写、是什么意思、准确地说是什么。

``_forms`` 用竖线分开，第一个是解释时用的名字。
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "glossary.card": "这个词的意思",
    "glossary.more": "准确地说",
    "glossary.generator_forms": "生成器",
    "glossary.generator_plain": "造假词的：一个小网络，要猜它看不见的词。它猜的词会放进文字里。",
    "glossary.generator_exact": "掩码语言模型。对每个隐藏的位置，它给词表里的每个词元一个概率，"
    "再从中抽取一个；它根据那里真正的词元用交叉熵学习，而不是根据判别器的说法。",
    "glossary.discriminator_forms": "判别器|侦探",
    "glossary.discriminator_plain": "评判的：一个网络，读文字，说出每个词有多可能被人换过。"
    "最后留下的就是它。",
    "glossary.discriminator_exact": "每个词元有一个输出 P（被替换）的编码器，用二元交叉熵在一行的"
    "所有词元上学习，而不只是隐藏的那些：替换词元检测。",
    "glossary.token_forms": "词元",
    "glossary.token_plain": "文字切成的小块：一个词、少见的词的一部分，或者一个标点。",
    "glossary.token_exact": "词表里的一项。网络读的是词元的编号，从来不是字母。",
    "glossary.loss_forms": "损失",
    "glossary.loss_plain": "网络猜得有多差。零就是完美；它在学的时候，损失会下降。",
    "glossary.loss_exact": "网络给真实答案的概率的 −ln 的平均值，单位是奈特：生成器只算隐藏的词元，"
    "判别器算它要回答的所有词元。",
    "glossary.auc_forms": "AUC",
    "glossary.auc_plain": "给它看一个假词和一个真词：AUC 说它有多常更怀疑假词。0.5 等于抛硬币，1 表示总是。",
    "glossary.auc_exact": "在所有界限上，命中率对误报率的曲线下的面积。它等于随机一个假词的 P（被替换）高于"
    "随机一个原来的词元的概率，相等算一半（Hanley 和 McNeil，1982）。",
    "glossary.frozen_forms": "固定的假词|固定假词",
    "glossary.frozen_plain": "训练开始前随机抽好、再也不变的假词：每一步、每次训练都是同一张考卷。",
    "glossary.frozen_exact": "留出的行里有 15% 的位置，用这次训练的种子从语料的词元频率分布里抽词元来替换；"
    "抽到原来的词元就算没有替换。它们和生成器无关。",
    "glossary.held_out_forms": "留出文字|留出的行|留出的",
    "glossary.held_out_plain": "放在一边的文字。网络从不从中学习，所以不可能背下来。",
    "glossary.held_out_exact": "训练前分出的一部分文章；每次评判和每个观看的句子都来自那里。",
    "glossary.step_forms": "每一步|步数|一步",
    "glossary.step_plain": "游戏的一轮：读一些文字，藏起来，猜，评判，再从错误里学一点。",
    "glossary.step_exact": "用一批行上的损失的梯度，更新一次权重。",
    "glossary.vocabulary_forms": "词表",
    "glossary.vocabulary_plain": "网络认识的所有词元的清单。",
    "glossary.vocabulary_exact": "从训练文字里学来，或者取自已有的分词器。在它的 V 项里瞎猜，"
    "损失是 ln V 奈特。",
    "glossary.table_forms": "词义表|词向量表",
    "glossary.table_plain": "每个词元有一行数字，代表它的意思。两个网络都在里面查。",
    "glossary.table_exact": "词元的嵌入：一个 V 行的矩阵，两个网络都读它、都训练它。",
    "glossary.layer_forms": "一层",
    "glossary.layer_plain": "网络的一层楼。在每层楼上，每个词都再看一遍所有别的词。",
    "glossary.layer_exact": "一个 Transformer 块：自注意力，然后是前馈网络，各自加到输入上。",
    "glossary.width_forms": "隐藏层|宽度",
    "glossary.width_plain": "网络为每个词记住多少个数。",
    "glossary.width_exact": "在层与层之间传递的向量的大小 H；一层的参数按 H² 增长。",
    "glossary.parameters_forms": "参数",
    "glossary.parameters_plain": "网络里的数，学习时会改变。",
    "glossary.parameters_exact": "所有要训练的权重；两个网络共用的只算一次。",
    "glossary.precision_forms": "精确率",
    "glossary.precision_plain": "它指认一个词的时候，有多常是对的。",
    "glossary.precision_exact": "抓到 /（抓到 + 误报），界限是 P（被替换）≥ 0.5。",
    "glossary.recall_forms": "召回率",
    "glossary.recall_plain": "所有假词里，它找到多少。",
    "glossary.recall_exact": "抓到 /（抓到 + 漏网），界限是 P（被替换）≥ 0.5。",
    "glossary.alarm_forms": "误报",
    "glossary.alarm_plain": "被它当成假词的真词。",
    "glossary.alarm_exact": "P（被替换）达到或超过界限的、原来的词元。",
    "glossary.replaced_forms": "真正被替换",
    "glossary.replaced_plain": "现在站着别的词的地方。生成器猜对的地方，什么也没有替换。",
    "glossary.replaced_exact": "基准率：和原来不同的词元所占的比例。它比隐藏的比例小，因为猜对的算没有替换。",
    "glossary.wilson_forms": "Wilson",
    "glossary.wilson_plain": "只数了这么多个时，一个比例可能差多少的说法。",
    "glossary.wilson_exact": "二项比例的 95% 计分区间（Wilson，1927）；它总在 0 和 1 之间，数得少也成立。",
    "glossary.f1_forms": "F1",
    "glossary.f1_plain": "一个分数看两件事：该找的都找到，又不乱喊狼来了。",
    "glossary.f1_exact": "2 × 精确率 × 召回率 /（精确率 + 召回率）。",
}
