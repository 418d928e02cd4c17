"""Every `extensions.code` that an error may have: when it comes, and what to do about it. A refusal is none of them."""
from collections.abc import Mapping
from typing import NamedTuple


class ErrorCode(NamedTuple):
    """Both in Chinese and English."""

    when: str
    advice: str


CODES: Mapping[str, ErrorCode] = {
    "BAD_REQUEST": ErrorCode(
        "请求本身有误：语法、字段、变量或 JSON。The request itself is wrong: its syntax, a field, a variable, the JSON.",
        "按说明修改操作；原样重试没有用。Mend the operation as the message says; the same again is answered the same."),
    "BAD_INPUT": ErrorCode(
        "一个值不成立；field 指出是哪一个；一个输入有几处，就有几个错误。"
        "A value cannot be right; `field` says which. All that is wrong with an input is said at once, an error each.",
        "把该字段的问题告诉填写的人。Show it at that field to who filled it in."),
    "NOT_FOUND": ErrorCode(
        "没有，或您无权看到；两者不加区分；field 和 id 指出是哪一个。"
        "There is none, or you may not see it: the two are answered alike; `field` and `id` say which.",
        "重新读取列表。Read the list anew."),
    "UNAUTHENTICATED": ErrorCode(
        "没有令牌，或令牌无效、已过期。There is no token, or it is not good, or not any more.",
        "重新登录，带上新令牌再试。Sign in again, and try with the new token."),
    "NOT_A_MEMBER": ErrorCode(
        "令牌有效，但没有在用的成员以它的 sub 登记。The token is good, but no active member has its `sub`.",
        "请上级干部登记（registerMember）；重新登录没有用。Ask an officer for `registerMember`; signing in again is no help."),
    "NOT_FOR_SYSTEM": ErrorCode(
        "系统账号要了未为它登记的根字段。A system asks for a root field that is not listed for it.",
        "只用为它登记的字段；请管理员增列。Ask for those that are; whoever runs the hub lists others."),
    "PERSISTED_QUERY_NOT_FOUND": ErrorCode(
        "枢纽没有以此散列保存的操作文本。The hub keeps no text of an operation under this hash.",
        "连同 query 再发一次；客户端的库会自动这样做。Send it again with `query`, as clients' libraries do by themselves."),
    "OPERATION_NOT_REGISTERED": ErrorCode(
        "没有登记此标识的操作；或枢纽只接受已登记的操作。No operation has this id, or the hub takes registered ones alone.",
        "把客户端的操作清单放入枢纽的 SANDAN_OPERATIONS。Put the client's list of them into the hub's `SANDAN_OPERATIONS`."),
    "TOO_COSTLY": ErrorCode(
        "操作过深、过大，或读得过久。The operation is nested too deep, is too large, or was under way for too long.",
        "减小 first，少要 totalCount，或分几次问。Ask for a smaller `first`, fewer `totalCount`, or in parts."),
    "TOO_MANY_REQUESTS": ErrorCode(
        "一分钟之内，或同时，问得过多。Too much was asked for in a minute, or at once.",
        "等 retryAfter 秒再试。Try again after `retryAfter` seconds."),
    "TOO_MANY_OPERATIONS": ErrorCode(
        "一个连接上同时进行的操作过多。Too many operations are open on one connection.",
        "先结束一些订阅。End some subscriptions first."),
    "CURSOR_EXPIRED": ErrorCode(
        "订阅的 after 在事件日志中已没有。The event log has not the cursor `after` of a subscription.",
        "重新读取列表，再从现在起订阅。Read the list anew, then subscribe from now on."),
    "OUTCOME_UNKNOWN": ErrorCode(
        "不知道写入是否已经生效。It is not known whether the write took place.",
        "以同一 idempotencyKey 原样重试。Send the same again with the same `idempotencyKey`."),
    "UNAVAILABLE": ErrorCode(
        "数据库或登录服务暂时不可用。The database or the sign-in service is out of reach.",
        "稍后重试，间隔逐次加长。Try again, each time a little later."),
    "INTERNAL": ErrorCode(
        "系统出错。Something broke.",
        "把 requestId 告诉管理员。Give the administrator the `requestId`."),
}
