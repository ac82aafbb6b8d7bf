"""训练：开始、排队、进行、结束时引擎说的话，以及它对自己的诊断。"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # 配额
    "The quota could not be kept in {folder} ({reason}): leave it out, or make that folder writable.": (
        "空间上限没能写进“{folder}”（{reason}）：请不要设置，或者让这个文件夹可以写入。"
    ),
    "The quota must be more than 0 and at most {most:,} GB: choose such a number.": (
        "配额必须大于 0、最多 {most:,} GB：请选这样的数。"
    ),
    "The run {run} needs about {need} of memory and {free} are free: close other programs, then resume it.": (
        "训练“{run}”大约需要 {need} 内存，现在只有 {free} 空闲：请关掉别的程序，再继续它。"
    ),
    "The run {run} may still write about {need} and {free} are free: remove old runs or allow more with "
    "--quota, then resume it.": (
        "训练“{run}”大约还要写 {need}，现在只剩 {free}：请删除旧的训练，或用 --quota 允许更多，再继续它。"
    ),
    "This takes about {need} of disk and {free} are left in the workspace: remove runs or files you no "
    "longer need, or allow more with --quota.": (
        "这大约需要 {need} 磁盘空间，而工作区只剩 {free}：请删除不再需要的训练或文件，或用 --quota 允许更多。"
    ),
    "The workspace is full (it may take {quota:,.1f} GB): remove runs or files you no longer need, "
    "or allow more with --quota.": (
        "工作区满了（最多能占 {quota:,.1f} GB）：请删除不再需要的训练或文件，或者用 --quota 放宽。"
    ),
    # 工作区和名字
    "This needs the package {package}, which is not installed: pip install {package} into an environment of "
    "its own beside this program.": (
        "这需要 {package}，但没有安装：请在另外一个装有本程序的环境里 pip install {package}。"
    ),
    "A run's name needs 1 to {most} characters: choose another.": (
        "训练的名字要有 1 到 {most} 个字：请换一个名字。"
    ),
    "The name {name!r} cannot be used for a run: use letters, digits, spaces, dots, - and _, and "
    "begin with a letter or digit.": (
        "“{name}”不能当训练的名字：请用文字、数字、空格、点、- 和 _，并用文字或数字开头。"
    ),
    "The workspace {folder} cannot be used ({reason}): choose a folder you may write to with "
    "--workspace.": "工作区“{folder}”用不了（{reason}）：请用 --workspace 选一个你可以写入的文件夹。",
    "The workspace {folder} was written by a newer version of the program: update the program, or "
    "choose another folder with --workspace.": (
        "工作区“{folder}”是更新版本的程序写的：请更新程序，或用 --workspace 选别的文件夹。"
    ),
    "There is already a run called {run}: choose another name, such as {free}, or remove that run first.": (
        "已经有一次训练叫“{run}”：请换个名字，比如“{free}”，或者先删掉那一次。"
    ),
    "A run called {run} came with the program: choose another name, such as {free}.": (
        "叫“{run}”的训练是程序自带的：请换个名字，比如“{free}”。"
    ),
    "The run {run} is damaged (its run.json cannot be read): remove it.": (
        "训练“{run}”已损坏（它的 run.json 读不了）：请删掉它。"
    ),
    "There is no run called {run}: `electra-engine runs` lists the ones there are.": (
        "没有叫“{run}”的训练：请看训练列表里有哪些。"
    ),
    "The run {run} came with the program: it stays, and it is no longer listed once you train "
    "your own.": "训练“{run}”是程序自带的，不能删；等你训练了自己的，它就不再列出来了。",
    "The run {run} is still at work: stop it before removing it.": (
        "训练“{run}”还在进行：请先停下它，再删除。"
    ),
    "The run {other} is fine-tuned from the run {run} and not done yet: let it end, or remove it first.": (
        "训练“{other}”是从“{run}”微调的，还没做完：请等它结束，或者先删除它。"
    ),
    "The run {run} could not be written to {folder} ({reason}): make room or choose another "
    "workspace.": "训练“{run}”没法写到“{folder}”（{reason}）：请腾出空间，或换一个工作区。",
    # 请求
    "Give at least one text file to learn from.": "请至少给一个用来学习的文本文件。",
    "{file} is both to learn from and to be judged by: choose one.": (
        "“{file}”既用来学习又用来测试：请只选一种用途。"
    ),
    "The run {run} is not at work: nothing to stop.": "训练“{run}”没有在进行，不用停。",
    "The run {run} has no worker: nothing to end.": "训练“{run}”没有进程，不用结束。",
    "The run {run} is still at work: nothing to resume.": "训练“{run}”还在进行，不用继续。",
    "The run {run} cannot be resumed. {reason}": "训练“{run}”不能继续。{reason}",
    "The run {run} is not training at the moment, so it takes no new sentence: start or resume "
    "it, or ask its model with Try it.": (
        "训练“{run}”现在没有在训练，不能加新句子：请开始或继续它，或者到“试一试”里问它的模型。"
    ),
    "This run watches {most} sentences of your own already, and more would slow it down: "
    "it takes no more.": "这次训练已经在观察你的 {most} 个句子，再多就会变慢：不能再加了。",
    "That sentence has {count} characters, and 1 to {most} can be watched: write another.": (
        "这个句子有 {count} 个字符，只能观察 1 到 {most} 个字符的句子：请换一个。"
    ),
    "This run's vocabulary knows no word of that sentence: write one in the language of its text.": (
        "这次训练的词表不认识这个句子里的任何词：请用它学过的语言来写。"
    ),
    "That sentence has {count} tokens, and this run reads {most} at once: shorten it.": (
        "这个句子有 {count} 个词元，而这次训练一次只读 {most} 个：请写短一点。"
    ),
    "That sentence is watched already: look for it in the list.": "这个句子已经在观察了：请在列表里找它。",
    "The sentence could not be kept in {folder} ({reason}): make room on the disk and add it again.": (
        "句子没能存进“{folder}”（{reason}）：请在磁盘上腾出空间，再加一次。"
    ),
    # 放不放得下
    "This plan needs about {need} of memory and {free} are free: close other programs, or choose "
    "the nearest plan that fits ({plan}).": (
        "这个方案大约需要 {need} 内存，现在空闲 {free}：请关掉别的程序，"
        "或选最接近的、放得下的方案（{plan}）。"
    ),
    "This plan needs about {need} of disk and {free} are free: remove old runs, or choose the "
    "nearest plan that fits ({plan}).": (
        "这个方案大约需要 {need} 磁盘空间，现在空闲 {free}：请删掉旧的训练，"
        "或选最接近的、放得下的方案（{plan}）。"
    ),
    "This plan needs about {need} of memory and {free} are free, which is too little for any plan: "
    "close other programs.": (
        "这个方案大约需要 {need} 内存，现在空闲 {free}，哪个方案都放不下：请关掉别的程序。"
    ),
    "This plan needs about {need} of disk and {free} are free, which is too little for any plan: "
    "remove old runs or choose another workspace.": (
        "这个方案大约需要 {need} 磁盘空间，现在空闲 {free}，哪个方案都放不下："
        "请删掉旧的训练，或换一个工作区。"
    ),
    # 状态
    "The records of the run {run} cannot be read ({reason}): `electra-engine doctor --repair` sets "
    "damaged ones aside; its model and its checkpoints are kept.": (
        "训练“{run}”的记录读不了（{reason}）：运行 `electra-engine doctor --repair` 会把损坏的记录放到一边；"
        "它的模型和检查点都留着。"
    ),
    "The records of this run are damaged, so nothing can be added to them: `electra-engine doctor --repair` "
    "sets them aside, then resume; its checkpoints are kept.": (
        "这次训练的记录已损坏，写不进去了：请运行 `electra-engine doctor --repair` 把它们放到一边，然后继续；"
        "它的检查点都留着。"
    ),
    "The process that trained this run was killed (signal 9), most likely because memory ran out: close "
    "other programs and resume; if it happens again, choose fewer rows in a batch or smaller networks.": (
        "训练的进程被强行结束了（信号 9），很可能是因为内存用完了：请关掉别的程序再继续；"
        "如果再发生，请减少每批的行数，或用更小的网络。"
    ),
    "This run broke off and could not even record why: the log of this run has the details. Resume it.": (
        "这次训练中断了，连原因都没能记下来：它的日志里有细节。请继续它。"
    ),
    "The process that trained this run is gone without a word: the machine ran out of memory and ended it, "
    "or was switched off. Resume it; if it happens again, choose fewer rows in a batch or smaller "
    "networks.": (
        "训练的进程突然消失了：可能是内存用完了、被系统结束，或者机器被关掉了。请继续它；"
        "如果再发生，请减少每批的行数，或用更小的网络。"
    ),
    "The worker is starting.": "训练进程正在启动。",
    "A stop was asked for: the step in hand is finished and saved.": "已请求停止：做完手上这一步并保存。",
    "It has finished.": "它已经完成了。",
    "It is still at work.": "它还在进行。",
    "Its file {file} is no longer there: put it back, or start again under another name.": (
        "它的文件 {file} 不在了：请把文件放回去，或者换个名字重新开始。"
    ),
    "No checkpoint was saved yet: start it again under another name.": (
        "还没有保存过检查点：请换个名字重新开始。"
    ),
    "Waits for its turn.": "正在排队。",
    "Waits until the run {run} is done.": "等训练“{run}”做完。",
    "It left the queue before its turn came.": "还没轮到它，就退出了排队。",
    "The process that waited for this run's turn is gone: the machine ran out of memory and ended it, or was "
    "switched off. Resume it, and it waits again.": (
        "替这次训练排队的进程不见了：可能是内存用完了、被系统结束，或者机器被关掉了。请继续它，它会重新排队。"
    ),
    "Its process was ended at once, as you asked: what the last checkpoint holds is kept.": (
        "已按你的要求马上结束它的进程：最后一个检查点里的都留着。"
    ),
    "Its process has given no sign of life for {seconds:,.0f} seconds: it is suspended, or the "
    "machine hangs. It goes on by itself when it is woken; or end it at once and resume from its "
    "checkpoint.": (
        "它的进程已经 {seconds:,.0f} 秒没有动静：可能被挂起，或者机器卡住了。"
        "唤醒后它会自己继续；也可以马上结束它，再从检查点继续。"
    ),
    "The step in hand takes longer than usual ({seconds:,.0f} seconds by now): the process is alive, so the "
    "machine is busy or short of memory.": (
        "手上这一步比平常久（已经 {seconds:,.0f} 秒）：进程还活着，是机器太忙或内存紧张。"
    ),
    "A pause was asked for: the step in hand is finished and saved.": "已请求暂停：做完手上这一步并保存。",
    "Pausing: the last step is done, saving.": "正在暂停：最后一步已做完，正在保存。",
    "Paused": "已暂停",
    "The run {run} cannot be paused: stop it instead.": "训练“{run}”不能暂停：请改为停下它。",
    "The run {run} is not at work: nothing to pause.": "训练“{run}”没有在进行，不用暂停。",
    "The run {run} does not wait for its turn: nothing to move.": "训练“{run}”没有在排队，不能移动。",
    "A waiting run moves first, earlier, later or last, not {where}.": (
        "排队的训练只能移到 first、earlier、later 或 last，不能是 {where}。"
    ),
    "The state of the run {run} could not be changed ({reason}): see that its folder is there and can be "
    "written to.": "训练“{run}”的状态改不了（{reason}）：请确认它的文件夹还在，而且可以写入。",
    "The worker of the run {run} could not be started ({reason}): see that there is room and memory, and "
    "that its folder can be written to.": (
        "训练“{run}”的进程启动不了（{reason}）：请确认磁盘和内存够用，它的文件夹可以写入。"
    ),
    "The run {run} could not be removed ({reason}): see that its folder is there and can be written to.": (
        "训练“{run}”删不掉（{reason}）：请确认它的文件夹还在，而且可以写入。"
    ),
    "{count} runs wait for their turn already: wait until some are done, or take some out of the queue.": (
        "已经有 {count} 个训练在排队：请等其中一些结束，或让一些退出队列。"
    ),
    "Finished": "已完成",
    "Stopped": "已停止",
    "{ended} before the first step.": "{ended}，一步都还没训练。",
    "{ended} at step {step:,}.": "{ended}，停在第 {step:,} 步。",
    "{ended} and saved at step {step:,}.": "{ended}，已保存在第 {step:,} 步。",
    "{ended} at step {step:,}, but the newest checkpoint that was saved is that of step {kept:,}.": (
        "{ended}，停在第 {step:,} 步，但保存下来的最新检查点是第 {kept:,} 步的。"
    ),
    "The weights after step {step:,} are not all numbers, so they were not saved.": (
        "第 {step:,} 步之后的权重里有的不是数字，所以没有保存。"
    ),
    "Start again with a smaller learning rate, or use the newest checkpoint.": (
        "请用更小的学习率重新开始，或者使用最新的检查点。"
    ),
    "The checkpoint {name} does not hold the weights of this pair ({weight} belongs to one of them only): it "
    "comes from another version of the program; train again, or choose another one.": (
        "检查点“{name}”里的权重和这一对模型对不上（只有一边有 {weight}）：它来自程序的另一个版本；"
        "请重新训练，或换一个检查点。"
    ),
    "Reading the text.": "正在读文本。",
    "Learning the vocabulary.": "正在学词表。",
    "Cutting the text into tokens.": "正在把文本切成词元。",
    "Trying what is fastest on this machine.": "正在试这台机器上怎样算最快。",
    "Finishing: judging and saving.": "快完成了：正在评判和保存。",
    "Stopping: the last step is done, judging and saving.": "正在停止：最后一步已做完，正在评判和保存。",
    # 怎样计算
    "{way}, {processes} processes": "{way}、{processes} 个进程",
    "{processes} processes cannot share a batch of {rows} rows: choose fewer of them.": (
        "{processes} 个进程没法分 {rows} 行的一批：请减少进程数。"
    ),
    "Several processes share a batch on processors only: set the device to cpu, or the processes to 1.": (
        "几个进程分一批只能用处理器：请把设备设为 cpu，或把进程数设为 1。"
    ),
    "One of the processes that train together is gone, most likely because memory ran out: resume, or choose "
    "fewer processes.": "一起训练的进程里有一个不见了，多半是内存用完了：请继续，或减少进程数。",
    "Computing with {way}.": "计算方式：{way}。",
    "{device}, {precision}, {kernel}": "{device}、{precision}、{kernel}",
    "{way}, one thread": "{way}、1 个线程",
    "{way}, up to {threads} threads": "{way}、最多 {threads} 个线程",
    "attention as matrix products": "用矩阵乘法算注意力",
    "the fused attention kernel": "用融合的注意力内核",
    "{way}, {kind}": "{way}、{kind}",
    "compiled": "已编译",
    "compiled, with CUDA graphs": "已编译，并用 CUDA 图",
    "The settings ask for a CUDA device, but torch sees none here: choose cpu or auto.": (
        "设置里要用 CUDA 设备，但 torch 在这里找不到：请选 cpu 或 auto。"
    ),
    # 出了问题
    "Memory ran out: close other programs and resume, or start again with fewer rows in a batch, "
    "shorter rows or smaller networks.": (
        "内存用完了：请关掉别的程序再继续；或者减少每批的行数、缩短行长或用更小的网络，重新开始。"
    ),
    "The disk is full: make room and resume from the last checkpoint.": (
        "磁盘满了：请腾出空间，再从最后一个检查点继续。"
    ),
    "Training broke off because of a fault in the program ({fault}); the log of this run has "
    "the details.": "训练因为程序出错（{fault}）而中断；这次训练的日志里有详细情况。",
    # 出了问题，训练自己怎么应付
    "{way}, {rows:,} rows at once": "{way}、每次 {rows:,} 行",
    "Memory ran out with {before:,} rows at once, so the step was done again with {rows:,}. The batch and "
    "what is learned stay the same; only a little time is lost.": (
        "每次 {before:,} 行时内存不够了，所以这一步改成每次 {rows:,} 行重做。"
        "批和学到的东西都不变，只是慢一点。"
    ),
    "Step {step:,} gave a loss or a correction that is not a number: it was left out.": (
        "第 {step:,} 步的损失或修正量不是数字：这一步跳过了。"
    ),
    "The losses stopped being numbers again and again, even at 1/{times} of the learning rate: start again "
    "with fp32 precision, a smaller learning rate or another seed.": (
        "损失一次又一次不再是数字，学习率降到 1/{times} 也没用："
        "请改用 fp32 精度、更小的学习率或别的种子，重新开始。"
    ),
    "{count} steps in a row gave no numbers: the run went back to step {step:,} and goes on with {share:.3g} "
    "of the learning rate.": (
        "连续 {count} 步都没有算出数字：训练退回到第 {step:,} 步，用原学习率的 {share:.3g} 倍继续。"
    ),
    "If it happens again, start again with a smaller learning rate.": (
        "如果再发生，请用更小的学习率重新开始。"
    ),
    "The checkpoint of step {damaged:,} is damaged (its files are not as they were written): the run goes on "
    "from step {step:,}.": (
        "第 {damaged:,} 步的检查点坏了（文件和写下时不一样）：训练从第 {step:,} 步继续。"
    ),
    "If this happens more than once, check the disk.": "如果不止一次这样，请检查磁盘。",
    "The checkpoint of step {best:,} judged best (an AUC of {score:.3f} on the frozen fakes) and is kept "
    "beside the newest: export it with --step {best}.": (
        "第 {best:,} 步的检查点判得最准（固定假词上的 AUC 是 {score:.3f}），和最新的一起保留着："
        "可以用 --step {best} 导出它。"
    ),
    "The disk is full, so the run waits: make room and it goes on by itself; nothing is lost until then.": (
        "磁盘满了，训练正在等：腾出空间它就自己继续；在那之前什么都不会丢。"
    ),
    "There is room on the disk again: the run goes on.": "磁盘又有空间了：训练继续。",
    "The folder of this run can no longer be written (it was moved, removed or made read-only): put it back "
    "or make it writable, and resume.": (
        "这次训练的文件夹写不了了（被移走、删掉，或变成只读）：请把它放回去或改成可写，再继续训练。"
    ),
    # 诊断
    "The judge calls every word original, so it has learned nothing yet beyond how rare fakes are.": (
        "判别器说每个词都是原来的词：除了“假词很少”，它还什么都没学会。"
    ),
    "Give it more time, a higher learning rate, or the modern backbone.": (
        "给它更多时间、更高的学习率，或改用 modern 骨架。"
    ),
    "The forger guesses so well that hardly any word is really replaced: the judge has nothing to find.": (
        "生成器猜得太准，几乎没有词真的被替换：判别器没有东西可找。"
    ),
    "Make the generator smaller or hide a larger share of the words.": ("把生成器调小，或多遮住一些词。"),
    "The forger still guesses by how common words are alone, so its fakes teach the judge little.": (
        "生成器还只会挑常见的词来猜，它造的假词教不了判别器什么。"
    ),
    "Make the generator larger, raise its learning rate, or train longer.": (
        "把生成器调大，提高它的学习率，或训练久一点。"
    ),
    "The text was read over twenty times and the held-out loss is rising: the pair learns it by heart.": (
        "文本已经读了二十多遍，而测试文本上的损失在上升：这对网络在死记硬背。"
    ),
    "Add text, stop earlier, or choose a smaller pair.": "加一些文本，早点停下，或选小一点的网络。",
    "There is far less text than the pair has weights, so it will soon know the text by heart.": (
        "比起网络的权重，文本太少了，它很快就会把文本背下来。"
    ),
    "Add text or choose a smaller pair.": "加一些文本，或选小一点的网络。",
}
