"""时光机的文字：同一个句子走过整个训练。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "time_machine.title": "时光机",
    "time_machine.lead": "同一个句子，从第一步到最新一步",
    "time_machine.empty": "训练一开始，最初的时刻就会出现在这里。",
    "time_machine.play": "播放",
    "time_machine.pause": "暂停",
    "time_machine.slider": "训练的时刻",
    "time_machine.moment": "第 {step} 步，共 {count} 个时刻中的第 {place} 个",
    "time_machine.grid": "每个词在每个时刻的判断：从上到下是词，从左到右是时间",
    "time_machine.words": "词",
    "time_machine.cell": "第 {step} 步。{verdict}",
    "time_machine.curve": "“{token}”在训练中的变化",
    "time_machine.curve_replaced": "判别器认为它被替换的可能性",
    "time_machine.curve_original": "生成器给原词的概率",
    "time_machine.curve_truth": "它真的被替换的时刻",
    "time_machine.curve_said": "被判为替换的可能性：第 {start} 步是 {first}，第 {end} 步是 {last}；"
    "现在看的第 {step} 步是 {share}。",
    "time_machine.curve_put": "生成器在这里放了“{put}”，给原词的概率是 {chance}。",
    "time_machine.reading": "移动滑块，或按“播放”。表格里每一行是一个词，每一列是一个时刻：蓝色越深，"
    "判别器越肯定这个词被替换了。选一个词，就画出它自己的曲线。",
}
