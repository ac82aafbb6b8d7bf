"""回放一次录下来的训练时说的话。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "replay.title": "录下来的一次训练",
    "replay.note": "这是在另一台电脑上录好、随工作室一起来的；现在并没有在训练。"
    "在“训练”页和“玩”页可以看到它的全部。",
    "replay.play": "播放",
    "replay.pause": "暂停",
    "replay.step": "第 {step} 步，共 {steps} 步",
    "replay.slider": "录下来的训练走到第几步",
    "replay.generator": "生成器的损失",
    "replay.discriminator": "判别器的损失",
    "replay.detection": "分辨真假的本领（AUC）",
    "replay.blind": "瞎猜 {value}",
    "replay.coin": "抛硬币 {value}",
    "replay.sentence": "训练时从没见过的一个句子，在这一步的样子",
    "replay.another": "换一个句子",
    "replay.reading": "生成器填的词下面有橙色的线（虚线表示猜对了）。蓝色是判别器的判断："
    "✓ 抓到，✕ 漏网，! 误报。",
    "replay.summary": "第 {step} 步：生成器的损失 {generator}，判别器的损失 {discriminator}，AUC {auc}。"
    "这个句子里抓到 {caught} 个，漏网 {missed} 个，误报 {alarms} 个。",
}
