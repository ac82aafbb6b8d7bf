"""门口对不能放行的请求说的话。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "door.nothing_here": "这个地址下什么也没有：请打开页面本身。",
    "door.other_page": "这个地址不回答别的网页：请在单独的标签页里打开它。",
    "door.other_name": "工作室不认这个名字：请用它启动时给出的地址打开，或者启动时加上 --name。",
    "door.too_much": "一次送来的太多了，最多 {most} MB：请少送一些。",
    "door.no_room": "工作区放不下了：请删除不再需要的训练或文件。",
    "door.silent": "送来的内容太慢，已经中断：请再试一次。",
    "door.busy": "正在回答的请求太多了：请过一会儿再试。",
    "door.misfit": "送来的内容不符合这个控件的要求：请刷新页面后再试。",
}
