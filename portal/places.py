"""Where the search leads beside the pages: the portal's own views, with the words that people use for them."""

from django.utils.translation import gettext_lazy as _

from home.search.places import Place

PLACES = (
    Place(
        "portal:progress",
        _("How far is my case?"),
        _("By case number and progress code, without signing in."),
        ("办理进度 进度查询 查进度 办到哪一步 查询 进展 办件查询", "progress status track my case"),
    ),
    Place(
        "portal:complain",
        _("Complaints and suggestions"),
        _("They go past everybody whom they concern."),
        ("投诉 举报 建议 监督 不满意 乱收费 信访 意见", "complain complaint report suggestion"),
    ),
    Place(
        "portal:duties",
        _("Duties and contacts"),
        _("Who answers for what, with office numbers."),
        (
            "联系人 联系方式 电话 联系电话 首席联络员 权责清单 找谁 通讯录",
            "contacts phone telephone whom to call liaison",
        ),
    ),
    Place(
        "portal:wizard",
        _("Which approvals do I need?"),
        _("Answer a few questions: what is needed, what is not, and why."),
        (
            "需要办哪些 要办什么 办哪些手续 办什么证 智能导办 情形引导 自测",
            "wizard guide which approvals permits needed",
        ),
    ),
    Place(
        "portal:benefits",
        _("Which benefits may I claim?"),
        _("Held against the facts of your project, condition by condition."),
        (
            "政策匹配 惠企政策 优惠 奖补 补贴 政策兑现 免申即享 享受政策",
            "benefits subsidies incentives policy matching claim",
        ),
    ),
    Place(
        "portal:numbers",
        _("The service in numbers"),
        _("Counted once a week from every case; small numbers withheld."),
        ("服务数据 统计 数据公开 办结率 满意率 公开数据 开放数据", "numbers statistics figures open data"),
    ),
    Place(
        "portal:ask",
        _("Ask a question"),
        _("The best answers first, else a person answers."),
        ("咨询 提问 在线咨询 问一问 人工 客服 留言", "ask question help contact us"),
    ),
    Place(
        "portal:check",
        _("Check a paper"),
        _("Whether a paper of the service is genuine and still holds."),
        ("验真 核验 真伪 查验 证照核验 防伪 二维码 核验码", "check verify genuine paper code"),
    ),
    Place(
        "portal:letters",
        _("Your letters"),
        _("What became of a question, a complaint or a suggestion."),
        ("回复查询 信件 我的咨询 我的投诉 答复", "my letter answer reply"),
    ),
    Place(
        "portal:course",
        _("How the service goes"),
        _("From the application to the end, step by step."),
        ("服务流程 流程图 怎么办理 办理流程 服务示意图", "how it works course flow steps"),
    ),
    Place(
        "portal:organisation",
        _("How the service is organised"),
        _("Task force, groups, offices."),
        ("组织架构 工作专班 专班示意图 工作组", "organisation chart task force"),
    ),
    Place(
        "my:home",
        _("My cases"),
        _("Sign in: apply, sign, follow, confirm."),
        ("登录 注册 我的项目 我的办件 申请帮代办 在线申请 账号", "sign in login register my cases apply account"),
    ),
)
