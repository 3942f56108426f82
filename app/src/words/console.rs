//! Words of the console: frame, lists, and what its pages ask and say.
#![cfg(feature = "pages")]

use super::{Word, word};

// The frame.
pub const NAME: Word = word("入户通 · 管理台", "Doorstep · console");
pub const PLACES: Word = word("栏目", "Places");
pub const LOG_OUT: Word = word("退出", "Log out");
pub const HOME: Word = word("首页", "Home");
pub const VISITS: Word = word("走访", "Visits");
pub const NEEDS: Word = word("需求", "Needs");
pub const REQUESTS: Word = word("居民诉求", "Requests");
pub const CONSENTS: Word = word("同意书确认", "Consents");
pub const TASKS: Word = word("工单", "Tasks");
pub const RECORDS: Word = word("手机记录待看", "Records to look at");
pub const REVIEWS: Word = word("待核事项", "Review list");
pub const COMPOUNDS: Word = word("小区", "Compounds");
pub const HOUSEHOLDS: Word = word("住户", "Households");
pub const COVERAGE: Word = word("入户覆盖", "Coverage");
pub const ZERO_CLEARING: Word = word("清零行动", "Zero-clearing");
pub const RATINGS: Word = word("物业评价", "Ratings");
pub const ACCOUNTS: Word = word("账号", "Accounts");
pub const EXPORTS: Word = word("导出记录", "Exports");
pub const IMPORT: Word = word("导入名册", "Import roster");
pub const CHANGE_PASSWORD: Word = word("改密码", "Change password");

// Lists.
pub const SHOW: Word = word("查看", "Show");
pub const ALL: Word = word("全部", "All");
pub const CLEAR: Word = word("清除条件", "Clear filters");
pub const FILTERS: Word = word("筛选", "Filters");
pub const STREET: Word = word("街道", "Street");
pub const COMMUNITY: Word = word("社区", "Community");
pub const COMPOUND: Word = word("小区", "Compound");
pub const COMPOUND_NAME: Word = word("小区名含", "Name contains");
pub const ROWS_A_PAGE: Word = word("每页", "Rows a page");
pub const EXPORT_CSV: Word = word("导出 CSV", "Export CSV");
pub const EXPORT_XLSX: Word = word("导出 Excel", "Export XLSX");
pub const EXPORT_LOGGED: Word =
    word("导出会留痕：谁、何时、什么条件。", "Exports are logged: who, when, which filters.");
pub const WATERMARK: Word = word(
    "导出人 {name}（{login}），{at}，共 {n} 条，条件：{filter}。仅供工作使用，请勿外传。",
    "Exported by {name} ({login}), {at}, {n} rows, filter: {filter}. For duty use only.",
);
pub const NO_FILTER: Word = word("无", "none");
pub const NOTHING_MATCHES: Word = word("没有符合条件的内容", "Nothing matches");
pub const NOTHING_MATCHES_TEXT: Word = word("换个条件，或者清除条件再看。", "Change the filters or clear them.");
pub const FROM_DAY: Word = word("从哪天", "From");
pub const UNTIL_DAY: Word = word("到哪天", "Until");
pub const ON_DAY: Word = word("看哪一天", "On day");
pub const YES: Word = word("是", "Yes");
pub const NO: Word = word("否", "No");
pub const NONE: Word = word("—", "–");
pub const LIST: Word = word("列表", "List");
pub const NUMBER_LEADS: Word = word("点数字看它数的是哪些。", "Each number leads to the rows it counts.");

// Columns.
pub const WHEN: Word = word("时间", "When");
pub const DOOR: Word = word("门牌", "Door");
pub const WORKER: Word = word("网格员", "Worker");
pub const OUTCOME: Word = word("结果", "Outcome");
pub const CHANNEL: Word = word("方式", "Channel");
pub const RECEIVED: Word = word("收到时间", "Received");
pub const CATEGORY: Word = word("类别", "Category");
pub const PLACE: Word = word("位置", "Place");
pub const DESCRIPTION: Word = word("情况", "Description");
pub const STATE: Word = word("状态", "State");
pub const PRIORITY: Word = word("轻重", "Priority");
pub const TASK: Word = word("工单", "Task");
pub const NUMBER: Word = word("编号", "Number");
pub const HAZARD: Word = word("危险", "Hazard");
pub const RESPONSIBLE: Word = word("谁负责", "Responsible");
pub const COMPANY: Word = word("物业公司", "Company");
pub const ASSIGNEE: Word = word("派给", "Assignee");
pub const SINCE: Word = word("提出", "Since");
pub const OPENED: Word = word("开通", "Opened");
pub const ON_SITE: Word = word("入驻", "On site since");
pub const REOPENED: Word = word("重开次数", "Reopened");
pub const SIGNED_AT: Word = word("签字时间", "Signed");
pub const MONTHLY_FEE: Word = word("每月元", "Yuan a month");
pub const EVIDENCE: Word = word("凭据", "Evidence");
pub const KIND: Word = word("种类", "Kind");
pub const AUTHOR: Word = word("谁做的", "Author");
pub const REASON: Word = word("原因", "Reason");
pub const SOURCE: Word = word("来自", "Source");
pub const STAGE: Word = word("阶段", "Stage");
pub const MANAGEMENT: Word = word("管理方式", "Management");
pub const LAST_FREE: Word = word("免费到", "Free until");
pub const HOUSEHOLD_COUNT: Word = word("户数", "Households");
pub const BUILDING: Word = word("楼栋", "Building");
pub const UNIT: Word = word("单元", "Unit");
pub const AREA: Word = word("面积 ㎡", "Area m²");
pub const USAGE: Word = word("用途", "Use");
pub const OCCUPANCY: Word = word("居住", "Occupancy");
pub const DOOR_STATE: Word = word("走访状态", "Door state");
pub const FEE_CONSENT: Word = word("交费同意", "Fee consent");
pub const ATTEMPTS: Word = word("上门次数", "Attempts");
pub const CODE: Word = word("代码", "Code");
pub const SURVEY: Word = word("调查", "Survey");
pub const GRID: Word = word("网格", "Grid");
pub const BASELINE: Word = word("清零基数", "Baseline");
pub const PERIOD: Word = word("季度", "Quarter");

// Coverage (calculation 3.3).
pub const ACTIVE: Word = word("户数", "Active");
pub const CONTACTED: Word = word("见到", "Contacted");
pub const ACCEPTED: Word = word("完成", "Accepted");
pub const VACANT: Word = word("空置", "Vacant");
pub const REFUSED: Word = word("不愿意", "Refused");
pub const CONTACT_RATE: Word = word("见面率", "Contact");
pub const COMPLETION_RATE: Word = word("完成率", "Completion");
pub const EFFECTIVE_RATE: Word = word("有效率", "Effective");
pub const REFUSAL_RATE: Word = word("拒绝率", "Refusal");
pub const MEAN_ATTEMPTS: Word = word("平均上门", "Mean attempts");
pub const DISTRICT: Word = word("合计", "Total");
pub const COVERAGE_NOTE: Word = word(
    "见面率、完成率的分母是全部在册户（空置也算）；有效率去掉空置和拆除；拒绝率的分母是见到的户；平均上门＝上门次数÷完成户。",
    "Contact and completion are of all active households, vacant ones included; effective leaves out vacant and demolished ones; refusal is of the contacted; mean attempts are all attempts by households with an accepted response.",
);

// Zero-clearing (calculation 3.5).
pub const NET: Word = word("净清零率", "Net");
pub const GROSS: Word = word("累计清零率", "Gross");
pub const STABLE: Word = word("稳定运行", "Stable");
pub const CLEARED_NOW: Word = word("现在有物业在管", "Cleared now");
pub const CLEARED_EVER: Word = word("曾经清零", "Ever cleared");
pub const OF_BASELINE: Word = word("{n} / {all} 个小区", "{n} of {all} compounds");
pub const ZERO_NOTE: Word = word(
    "净清零率：当天正在免费试用、收费运行或稳定运行的基数小区。回潮的从净数里去掉，仍留在累计数里。",
    "Net: compounds of the baseline in trial, fee phase or stable on the day. A relapsed one leaves the net figure and stays in the gross one.",
);
pub const SHARE: Word = word("占清零基数", "Share of the baseline");
pub const DAY: Word = word("日期", "Day");
pub const BY_STAGE: Word = word("按阶段", "By stage");
pub const NO_STAGE: Word = word("未登记", "Not recorded");
pub const CLEARED: Word = word("清零", "Cleared");

// Ratings (calculation 3.6).
pub const N: Word = word("人数 n", "n");
pub const MEAN: Word = word("平均", "Mean");
pub const R_HAT: Word = word("收缩均值 R̂", "Shrunk mean R̂");
pub const SCORE: Word = word("得分 R", "Score R");
pub const UNCOUNTED: Word = word("未核验", "Not counted");
pub const TOO_FEW: Word = word("样本不足", "Too few");
pub const HIDDEN: Word = word("不足 {k} 户，不显示", "Fewer than {k}, not shown");
pub const ENOUGH: Word = word("样本够", "Enough");
pub const OVERALL: Word = word("总体", "Overall");
pub const REMARK: Word = word("留言", "Remark");
pub const VERIFICATION: Word = word("核验", "Verified by");
pub const PRIOR: Word = word(
    "全区先验均值 {prior}，权重 {m}。n 小的向它靠拢，n 不足 {min} 标“样本不足”，不足 {k} 户不显示。",
    "Prior mean of the district {prior}, weight {m}. Small n is drawn towards it; below {min} it says \"too few\", below {k} nothing is shown.",
);
pub const DIMENSIONS: [Word; 5] = [
    word("秩序安全", "Order"),
    word("卫生保洁", "Cleaning"),
    word("维修及时", "Repair"),
    word("态度沟通", "Attitude"),
    word("收费公开", "Charging"),
];
