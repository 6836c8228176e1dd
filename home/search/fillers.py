"""Words that every question has and that say nothing of its subject: how, when, how long, please.

Looked at only where two pages are as near as each other: a question that asks how long stands before one that does not.
"""

_ASKING = """
    怎么办 怎么办理 怎样办理 如何办理 怎么申请 如何申请 怎么办好 怎么弄 怎么 怎样 如何 怎么样 怎么回事 咋办 咋弄 咋
    多少钱 什么时候 啥时候 何时 什么时间 多久 多少天 几天 多长时间 多少时间 多少个工作日 几个工作日 几个月 多少工作日 最快 时间
    要不要 需不需要 需要 必须 是否 是不是 有没有 能不能 可不可以 可以 能否 可否 应该 应当 行不行 用不用 还要 还需要 想要 不要
    什么 哪些 哪里 在哪里 在哪 哪儿 去哪 去哪里 到哪 哪个 哪个部门 哪家 找谁 归谁管 谁管 谁办 是谁 都要 都需要 都有 有哪些 要哪些
    请问 我想问 想问 问一下 想问一下 想知道 我想 咨询 咨询一下 了解 了解一下 你好 您好 谢谢 麻烦 帮忙 在吗
    我们 你们 我们公司 我公司 我们企业 我 您 你 吗 呢 啊 吧 呀 嘛 了 的 才能 能够 拿到 拿 领到 领取 办下来 办理 办好 办完 去办 要办 得办
    申请 提交 递交 准备 要交 材料 什么材料 哪些材料 资料 手续 流程 程序 步骤 条件 之前 以后 之后 以前 时候 现在 一个 一下 这个 那个
    没有 不办 不用 会怎样 会怎么样 怎么处理 为什么 有什么 是什么 什么是 意思 什么意思 区别 如果 因为 但是 还是 或者 以及 关于 有关 相关
    """
_ENGLISH = """
    to is do it in of on at we my me if or be by an as so
    the and for how what when where which who why can may must should could would will shall does did are was were has have had
    with from into about after before long much many need needs needed get getting take takes want apply please tell know our
    your their there this that these those you they not any all out
    """
ASKING, ENGLISH = frozenset(_ASKING.split()), frozenset(_ENGLISH.split())
# Single characters of such words: a pair with one of them says less.
SMALL = frozenset("要能有在是去和与及也还都就才想被把给么什怎哪几多少我你您了的吗呢不没这那个做到好会得")
