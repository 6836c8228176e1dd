"""Taking personal data out of a text before it is published: numbers, addresses of mail, identity numbers, names.

Pure. What is not certain is taken out too: a reader misses a number less than its owner would.
"""

import re
from collections.abc import Iterable
from itertools import dropwhile

from django.utils.translation import gettext as _

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
NUMBERED = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2,4}-\d{6}[A-Z0-9]*-\d{4}-\d+", re.ASCII)  # cases, papers, letters
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
# Telephones and account numbers: seven digits and more, also in groups; dates and amounts in 万元 are shorter.
LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){6,}(?!\d)")
# What somebody is called in a messenger; the word before it stays.
HANDLE = re.compile(
    r"((?:微信|[Ww]e[Cc]hat|[Vv][Xx]|[Ww][Xx]|[Qq]{2})\s*(?:号|账号|ID|id)?\s*[:：是为]?\s*)[A-Za-z][\w-]{4,}", re.ASCII
)
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
# Two or three characters that begin a sentence and end before a number by which somebody is reached: 张三 138…
BEFORE_NUMBER = rf"(?:^|(?<=[，。；！？,;\s]))(?!金额|余额)[{FAMILIES}][\u4e00-\u9fff]{{{{1,2}}}}\s*(?={{gone}})"

SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
CLAUSE = re.compile(r"[^，,；;：:]+[，,；;：:]?")
GREETING = re.compile(r"\s*(?:您好|你好|尊敬的|老师|请问[，,])")
PLEASE = re.compile(r"^\s*(?:您好|你好)?[，,！!。]?\s*(?:请问|想问|想咨询|咨询)(?:一下|下)?[，,：:]?")


def redact(text: str, names: Iterable[str] = ()) -> str:
    """The text without personal data; ``names``: of the asker, of his enterprise, of anybody known to be meant."""
    gone = _("[left out]")
    kept = text.translate(WIDE)
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            kept = kept.replace(name, gone)
    kept = without_numbers(CALLED.sub(gone, INTRODUCED.sub(rf"\g<1>{gone}", kept)))
    return _once(re.sub(BEFORE_NUMBER.format(gone=re.escape(gone)), gone, kept, flags=re.M), gone)


def without_numbers(text: str) -> str:
    """The text without numbers and addresses by which somebody is reached or known; names stay."""
    gone = _("[left out]")
    kept = text.translate(WIDE)
    kept = HANDLE.sub(rf"\g<1>{gone}", kept)
    for pattern in (MAIL, NUMBERED, IDENTITY, USCC, LONG_NUMBER):
        kept = pattern.sub(gone, kept)
    return _once(kept, gone)


def _once(text: str, gone: str) -> str:
    return re.sub(rf"{re.escape(gone)}(?:\s*{re.escape(gone)})+", gone, text)


def question_of(text: str) -> str:
    """What a letter asks: its first question without greeting and without clauses about who asks; else its first line."""
    sentences = [found.strip() for found in SENTENCE.findall(text) if found.strip()]
    question = next((one for one in sentences if one.endswith(("？", "?"))), text.strip().splitlines()[0])
    clauses = CLAUSE.findall(question)
    own = list(dropwhile(lambda clause: GREETING.match(clause) or _("[left out]") in clause, clauses))
    return PLEASE.sub("", "".join(own)).strip() or question
