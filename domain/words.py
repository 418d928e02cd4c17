"""What offices call the values of our enums: in workbooks, on screens, in the schema's descriptions."""
from collections.abc import Mapping

from domain import claims, items

LIST: Mapping[str, str] = {"RESOURCE": "资源清单", "DEMAND": "需求清单", "PROJECT": "项目清单"}
ITEM_STATE: Mapping[str, str] = {name: words.chinese for name, words in items.PROCESS.words_of_states.items()}
SCOPE: Mapping[str, str] = {
    "COMMUNITY": "社区", "STREET": "街道", "DISTRICT": "区县", "CITY": "市", "PROVINCE": "省"}
CATEGORY: Mapping[str, str] = {
    "HEALTH": "医疗健康", "EDUCATION": "教育培训", "CULTURE": "文化体育", "LEGAL_AID": "法律服务",
    "SAFETY": "平安建设", "ENVIRONMENT": "环境整治", "PROPERTY": "物业维修", "PARKING": "停车充电",
    "ELDERLY_CARE": "养老助老", "CHILD_CARE": "托育儿童", "EMPLOYMENT": "就业创业", "VENUE": "场地共享",
    "FINANCE": "金融服务", "VOLUNTEERING": "志愿服务", "PARTY_BUILDING": "党建共建", "OTHER": "其他"}
URGENCY: Mapping[str, str] = {"ROUTINE": "一般", "SOON": "较急", "URGENT": "紧急"}
RESOURCE_KIND: Mapping[str, str] = {
    "VENUE": "场地", "SERVICE": "服务", "EXPERTISE": "人才技术", "EQUIPMENT": "设备", "FUND": "资金",
    "ACTIVITY": "活动"}
CLAIM_STATE: Mapping[str, str] = {name: words.chinese for name, words in claims.PROCESS.words_of_states.items()}
ORGANIZATION_KIND: Mapping[str, str] = {
    "PROVINCE": "省", "CITY": "市", "DISTRICT": "区县", "STREET": "街道", "COMMUNITY": "社区", "GRID": "网格",
    "DEPARTMENT": "部门", "UNIT": "事业单位", "ENTERPRISE": "企业", "SOCIAL_ORGANIZATION": "社会组织"}
OFFICE_KIND: Mapping[str, str] = {"LIAISON": "联络员", "SECRETARY": "书记", "OFFICER": "工作人员"}
SEAT_KIND: Mapping[str, str] = {
    "SECRETARY": "书记", "FIRST_SECRETARY": "第一书记", "FULL_TIME": "专职委员", "PART_TIME": "兼职委员"}
COMMITTEE_LEVEL: Mapping[str, str] = {"COMMUNITY": "社区大党委", "STREET": "街道大工委"}


def value_of(words: Mapping[str, str], text: str) -> str | None:
    """The enum value that a person wrote, by its Chinese name or its own; None when it is neither."""
    if text.upper() in words:
        return text.upper()
    return next((value for value, word in words.items() if word == text), None)
