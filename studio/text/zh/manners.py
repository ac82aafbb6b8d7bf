"""Gradio 自己的一些控件只有英文名字；这里是它们的中文名字。"""

from __future__ import annotations

WORDS: dict[str, str] = {
    "manners.upload": "上传文件：按回车，或者把文件拖到这里",
    "manners.upload_field": "上传文件",
    "manners.uploading": "正在上传",
    "manners.remove": "移除这个文件",
    "manners.more_tabs": "更多页",
    "manners.loading": "正在处理",
    "manners.dismiss": "关闭",
    "manners.download": "下载",
}
