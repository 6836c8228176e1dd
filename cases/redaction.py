"""Taking personal data out of a text before it is published: numbers, addresses of mail, identity numbers, names.

Pure. What is not certain is taken out too: a reader misses a number less than its owner would.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
NUMBERED = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2,4}-\d{6}[A-Z0-9]*-\d{4}-\d+", re.ASCII)  # cases, papers, letters
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
# Telephones and account numbers: seven digits and more, also in groups; dates and amounts in 万元 are shorter.
LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){6,}(?!\d)")
WIDE = str.maketrans("０１２３４５６７８９＠．－Ｘｘ", "0123456789@.-Xx")

# The hundred commonest family names, by which a name in a sentence is told from other words.
FAMILIES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏"
    "付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
PERSON = rf"[{FAMILIES}][\u4e00-\u9fff]{{0,3}}?"
# Who says his own name, and who is called by it: 我是钱示例, 联系人：王示例, 王先生. The words around it stay.
INTRODUCED = re.compile(
    rf"((?:我是|我叫|我名叫|本人是|本人叫|本人|联系人|姓名|经办人)(?:是|为|叫)?[:：]?\s*){PERSON}(?![\u4e00-\u9fff])"
)
CALLED = re.compile(rf"{PERSON}(?=先生|女士|小姐|同志)")


def redact(text: str, names: Iterable[str] = ()) -> str:
    """The text without personal data; ``names``: of the asker, of his enterprise, of anybody known to be meant."""
    gone = _("[left out]")
    kept = text.translate(WIDE)
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            kept = kept.replace(name, gone)
    return without_numbers(CALLED.sub(gone, INTRODUCED.sub(rf"\g<1>{gone}", kept)))


def without_numbers(text: str) -> str:
    """The text without numbers and addresses by which somebody is reached or known; names stay."""
    gone = _("[left out]")
    kept = text.translate(WIDE)
    for pattern in (MAIL, NUMBERED, IDENTITY, USCC, LONG_NUMBER):
        kept = pattern.sub(gone, kept)
    doubled = re.compile(rf"{re.escape(gone)}(?:\s*{re.escape(gone)})+")
    return doubled.sub(gone, kept)
