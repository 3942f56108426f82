//! Words of the pages behind a compound's QR code.
#![cfg(feature = "pages")]

use super::{Word, word};

// ---- the compound's page
pub const FREE_TODAY: Word = word("今天不收钱。", "Nothing to pay today.");
pub const FREE_UNTIL: Word =
    word("免费到 {day}。不签也一样享受免费服务。", "Free until {day}. You are served free whether you sign or not.");
pub const SILENCE: Word =
    word("您不表态、不签字，就是不交费。", "If you say nothing and sign nothing, you pay nothing.");
pub const FREE_FROM: Word =
    word("免费服务从 {from} 开始，到 {day}，一分钱不收。", "Free service runs from {from} to {day}. It costs nothing.");
pub const FREE_OVER: Word = word(
    "免费服务到 {day} 已经结束。没有签过交费同意书的，不收费。",
    "The free months ended on {day}. Who has not signed a fee consent pays nothing.",
);
pub const SIGNED_MAY_STOP: Word = word(
    "签过的也可以停：打电话或到社区说一声，从下个月起停止，不用说理由。",
    "Who has signed may stop: tell the community; it ends with the next month, no reason needed.",
);
pub const NO_SERVICE: Word =
    word("这个小区还没有物业公司。现在不收物业费。", "No company serves this compound yet. No fee is charged.");
pub const TRIAL_SUSPENDED: Word = word(
    "免费服务暂停中，停几天，免费期就往后延几天。",
    "The free service is paused; the free months are extended by as many days.",
);
pub const NO_CASH: Word =
    word("工作人员不会收现金、不会要银行卡号。", "Staff never take cash and never ask for a bank card number.");
pub const NO_CASH_MORE: Word = word("有人这样做，请打社区电话或 110。", "If somebody does, call the community or 110.");
pub const WHO_SERVES: Word = word("谁服务", "Served by");
pub const COMPANY_PHONE: Word = word("物业电话", "Company phone");
pub const WHO_SUPERVISES: Word = word("谁监督", "Supervised by");
pub const COMMUNITY_PHONE: Word = word("社区电话", "Community phone");
pub const AND_CENTER: Word = word("{community}、区物业管理服务中心", "{community} and the district's property centre");
pub const RATE: Word = word("给物业打分", "Rate the company");
pub const ASK: Word = word("报修求助", "Ask for help");
pub const FOLLOW: Word = word("查进度", "Follow a request");
pub const ASKED_AND_DONE: Word = word("提了什么，办了什么", "What was asked, what was done");
pub const SINCE: Word = word("{day} 以来，全小区合计。", "The whole compound since {day}.");
pub const ASKED: Word = word("提出", "Asked");
pub const DONE: Word = word("办好", "Done");
pub const GOING: Word = word("在办", "Under way");
pub const HIDDEN: Word = word("不显示", "Not shown");
pub const HIDDEN_WHY: Word = word(
    "不到 {k} 户的数不显示，免得看出是谁家。",
    "Numbers from fewer than {k} households are not shown, so that nobody can be recognised.",
);
pub const NOTHING_ASKED: Word = word("还没有人提过。您可以第一个提。", "Nobody has asked yet. You can be the first.");
pub const LATEST_DONE: Word = word("最近办好的", "Done lately");
pub const GROUP_ASKED: Word = word("提出 {asked}", "{asked} asked");
pub const GROUP_LINE: Word = word("提出 {asked}，办好 {done}", "{asked} asked, {done} done");
pub const RATINGS: Word = word("居民评价", "Residents' rating");
pub const RATING_MEAN: Word = word("{mean} 分（满分 5 分）", "{mean} of 5");
pub const RATING_N: Word = word("{period}，{n} 户核实过的评价", "{period}, {n} verified households");
pub const RATING_TOO_FEW: Word =
    word("样本不足：核实过的评价还不到 {n} 户。", "Too few: not yet {n} verified ratings.");
pub const QUARTER: Word = word("{year} 年第 {quarter} 季度", "Quarter {quarter} of {year}");

// ---- codes that do not work
pub const CODE_UNKNOWN: Word = word("这个二维码不能用", "This code does not work");
pub const CODE_UNKNOWN_TEXT: Word = word(
    "可能抄错了，也可能不是我们贴的。请到小区门口扫海报上的码，或者问社区。不要在别的网页里填家里的信息。",
    "It may be mistyped, or not ours. Scan the poster at the gate, or ask the community. Give no details on other pages.",
);
pub const CODE_REVOKED: Word = word("这张海报已经作废", "This poster is no longer valid");
pub const CODE_REVOKED_TEXT: Word =
    word("请扫小区门口新贴的海报，或者问社区。", "Scan the new poster at the gate, or ask the community.");

// ---- rating
pub const RATE_TITLE: Word = word("给 {company} 打分", "Rate {company}");
pub const RATE_PERIOD: Word = word(
    "{quarter}，{from} 到 {to}。一户算一票；再打一次，就用新的换旧的。",
    "{quarter}, {from} to {to}. One vote a household; a later one replaces it.",
);
pub const DIMENSION_ORDER: Word = word("1 秩序安全", "1 Order and safety");
pub const DIMENSION_ORDER_HINT: Word = word("门岗、监控、停车", "Gate, cameras, parking");
pub const DIMENSION_CLEANING: Word = word("2 卫生保洁", "2 Cleanliness");
pub const DIMENSION_REPAIR: Word = word("3 维修及时", "3 Repairs in time");
pub const DIMENSION_ATTITUDE: Word = word("4 态度与沟通", "4 Attitude and talk");
pub const DIMENSION_CHARGING: Word = word("5 收费公开合理", "5 Fees open and fair");
pub const DIMENSION_CHARGING_TRIAL: Word =
    word("5 免费承诺有没有做到、有没有另外收钱", "5 Was it really free, did anyone take money");
pub const OVERALL: Word = word("总体", "All in all");
pub const OVERALL_HINT: Word =
    word("必须选一个。上面几项可以空着。", "Please choose one. The ones above may stay empty.");
pub const RATE_TEXT: Word = word("还想说什么", "Anything else");
pub const OPTIONAL_200: Word = word("可以不写，最多 200 字。", "Optional, at most 200 characters.");
pub const HOUSEHOLD_CODE: Word = word("户码", "Household code");
pub const HOUSEHOLD_CODE_HINT: Word = word(
    "网格员给您的纸条上，9 位。填了才算票；不填也会留下，单独显示。",
    "9 characters on the slip from the grid worker. With it your vote counts; without it, it is kept and shown apart.",
);
pub const HOUSEHOLD_CODE_ASK_HINT: Word = word(
    "网格员给您的纸条上，9 位。可以不填；填了，以后用它也能查进度。",
    "9 characters on the slip. Optional; with it you can follow this request too.",
);
pub const CODE_PLACEHOLDER: Word = word("如 ABCD-EFGH-J", "e.g. ABCD-EFGH-J");
pub const NO_REWARD: Word =
    word("打高分没有奖品，打低分也没人找您。", "No prize for a high score, no trouble for a low one.");
pub const SEND_RATING: Word = word("提交评价", "Send");
pub const RATED_COUNTED: Word = word("收到了，算一票。谢谢。", "Received. Your vote counts. Thank you.");
pub const RATED_REPLACED: Word = word(
    "收到了，换掉了您家这个季度上一次的评价。谢谢。",
    "Received. It replaces your household's earlier rating of this quarter.",
);
pub const RATED_KEPT: Word = word(
    "收到了。没有户码，所以单独显示，不算票。",
    "Received. Without a household code it is shown apart and does not count.",
);
pub const NOTHING_TO_RATE: Word = word("还没有可以打分的公司", "No company to rate yet");

// ---- asking for help
pub const ASK_TITLE: Word = word("报修求助", "Ask for help");
pub const DANGER_FIRST: Word = word("有危险，先打电话", "In danger, call first");
pub const DANGER_TEXT: Word = word(
    "着火、有人受困、燃气味、漏电、要塌要掉：先离远，先打电话，再填这里。",
    "Fire, people trapped, smell of gas, live wires, something about to fall: keep away, call, then write here.",
);
pub const CALL_119: Word = word("119 火警", "119 Fire");
pub const CALL_110: Word = word("110 报警", "110 Police");
pub const WHAT: Word = word("是什么事？", "What is it about?");
pub const WHERE: Word = word("在什么地方？", "Where is it?");
pub const WHERE_HINT: Word = word("如：3 号楼 2 单元 4 层楼道", "e.g. building 3, unit 2, 4th floor stairs");
pub const TELL: Word = word("说说情况", "Tell us more");
pub const HAZARD: Word = word("会不会马上伤人？", "May it hurt somebody at any moment?");
pub const HAZARD_YES: Word = word("会", "Yes");
pub const HAZARD_NO: Word = word("不会", "No");
pub const PHONE: Word = word("您的电话", "Your phone");
pub const PHONE_HINT: Word =
    word("可以不填。只有办这件事的人能看到。", "Optional. Only those who deal with this see it.");
pub const PHOTO: Word = word("照片", "Photo");
pub const PHOTO_HINT: Word = word(
    "可以不传，最多 2 张。只拍公共地方，不要拍到人和屋里。",
    "Optional, at most 2. Public places only: no people, no rooms.",
);
pub const PHOTO_HINT_ONE: Word =
    word("可以不传。只拍公共地方，不要拍到人和屋里。", "Optional. Public places only: no people, no rooms.");
pub const PHOTO_KEPT: Word = word("已收到 {n} 张照片，不用再选。", "{n} photo(s) received; no need to choose again.");
pub const SEND_REQUEST: Word = word("提交", "Send");

// ---- following a request
pub const RECEIVED: Word = word("收到了。请记下这两样", "Received. Please note these two");
pub const NUMBER: Word = word("编号", "Number");
pub const SECRET: Word = word("查询码", "Key");
pub const NOTE_THEM: Word = word(
    "截个屏，或者抄下来。有编号能看办到哪一步；有查询码才能看内容、确认办好没有。",
    "Take a screenshot or write them down. The number shows how far it is; the key opens the details and lets you confirm.",
);
pub const FOLLOW_TITLE: Word = word("查进度", "Follow a request");
pub const FOLLOW_NUMBER: Word = word("编号", "Number");
pub const FOLLOW_HINT: Word = word("以 R- 开头", "Begins with R-");
pub const LOOK: Word = word("查", "Look up");
pub const STANDS: Word = word("办到哪一步了", "How far it is");
pub const OPEN_DETAILS: Word = word("看内容、确认办好没有", "See the details, confirm the result");
pub const KEY_OR_CODE: Word = word("查询码或户码", "Key or household code");
pub const KEY_HINT: Word = word(
    "提交时给您的 6 位查询码，或者纸条上的 9 位户码。",
    "The 6-character key from when it was sent, or the 9-character household code.",
);
pub const OPEN: Word = word("打开", "Open");
pub const ABOUT: Word = word("事项", "About");
pub const PLACE: Word = word("地方", "Place");
pub const SAID: Word = word("您说的", "You wrote");
pub const SENT_ON: Word = word("提交时间", "Sent");
pub const HANDLER: Word = word("谁在办", "Handled by");
pub const LAST_WORD: Word = word("办理说明", "What was done");
pub const REASON: Word = word("原因", "Reason");
pub const PHOTOS_YOURS: Word = word("您的照片", "Your photos");
pub const PHOTOS_AFTER: Word = word("办好后的照片", "Photos after the work");
pub const IS_IT_DONE: Word = word("办好了吗？", "Is it solved?");
pub const CONFIRM: Word = word("办好了", "Solved");
pub const REOPEN: Word = word("没办好", "Not solved");
pub const REOPEN_TEXT: Word = word("哪里没办好（没办好时写）", "What is missing (if not solved)");
pub const CONFIRMED_THANKS: Word = word("您确认办好了。谢谢。", "You confirmed it is solved. Thank you.");
pub const REOPENED_TEXT: Word = word("记下了，让他们接着办。", "Noted. They will go on with it.");
pub const TOO_LATE: Word =
    word("这一步现在做不了，下面是最新的情况。", "Not possible at this point; here is how it stands.");
pub const BACK_TO_COMPOUND: Word = word("回小区页面", "Back to the compound");

pub const STEP_SENT: Word = word("已提交", "Sent");
pub const STEP_ASSIGNED: Word = word("已派人", "Assigned");
pub const STEP_WORKING: Word = word("在办", "Under way");
pub const STEP_DONE: Word = word("等您确认", "Your word");
pub const STEP_CLOSED: Word = word("办结", "Closed");

// ---- what one household asked for
pub const HOME: Word = word("我家提的事", "What my home asked for");
pub const HOME_HINT: Word =
    word("看办得怎样；要取消交费同意，也在这里。", "See how it stands. A fee consent is taken back here, too.");
pub const HOME_TEXT: Word = word(
    "网格员上门记下的，和用户码提交的，都在这里。办好没有，您说了算。",
    "What was noted at your door or sent with your code. Whether it is solved is for you to say.",
);
pub const HOME_CODE_HINT: Word = word("网格员给您的纸条上，9 位。", "9 characters on the slip from the grid worker.");
pub const HOME_EMPTY: Word = word("还没有您家提的事", "Your home has asked for nothing yet");
pub const HOME_AT_DOOR: Word = word("上门时记下的", "Noted at your door");
pub const HOME_SENT: Word = word("您提交的", "Sent by you");
pub const DONE_CLOSED: Word = word("已办结", "Closed");
pub const YOUR_CONSENT: Word = word("您家的交费同意", "Your fee consent");
pub const TAKE_BACK_TEXT: Word = word(
    "随时可以取消，不用说理由，不影响报修，也不影响您家任何事。还没开始交费的，不会再收；已经在交的，交到这个月为止。",
    "You may take it back at any time, without a reason, and nothing else changes for you. If no fee is due yet, none will be; if you already pay, this month is the last.",
);
pub const TAKE_BACK: Word = word("我要取消", "I take it back");
pub const TAKEN_BACK: Word = word(
    "已经取消，不用再做什么。以后愿意了，可以再签。",
    "Taken back; there is nothing more to do. You may sign again any time.",
);
pub const NOTED_DOWN: Word = word("记下了。", "Noted.");

// ---- what may be wrong with a form
pub const WRONG_TITLE: Word = word("还差一点，请看标红的地方", "Almost: please look at the marked places");
pub const CHOOSE_ONE: Word = word("请选一个", "Please choose one");
pub const TOO_LONG: Word = word("太长了，请写短一点", "Too long, please shorten it");
pub const PLACE_MISSING: Word = word("有危险的事，请写清楚在哪里", "For a danger, please say where it is");
pub const TEXT_OR_PLACE: Word = word("请写一句是什么情况，或者在哪里", "Please write a word on what or where it is");
pub const PHONE_WRONG: Word = word(
    "电话不对，请看看是不是 11 位手机号或带区号的座机",
    "Not a phone number: 11 digits, or a landline with area code",
);
pub const CODE_WRONG: Word =
    word("户码不对，请对照纸条再看看", "Not a valid household code; please compare with the slip");
pub const CODE_OTHER_PLACE: Word = word("这个户码不是这个小区的", "This household code belongs to another compound");
pub const CODE_LOCKED: Word = word(
    "错的次数太多，今天不能再用户码了。可以空着户码提交，或者明天再来。",
    "Too many wrong codes; none is accepted today. Send without a code, or come back tomorrow.",
);
pub const KEY_WRONG: Word = word("不对，请再看看", "Not right, please check");
pub const KEY_LOCKED: Word =
    word("错的次数太多，请明天再试，或者问社区。", "Too many tries; come back tomorrow, or ask the community.");
pub const NUMBER_WRONG: Word = word("编号不对，请对照再看看", "Not a valid number; please compare");
pub const NUMBER_UNKNOWN: Word = word("没有查到这个编号", "No request has this number");
pub const PHOTO_WRONG: Word = word(
    "这张照片打不开。请换 JPEG、PNG 或 WebP 格式的照片，8 MB 以内。",
    "This photo cannot be read. Please use JPEG, PNG or WebP, up to 8 MB.",
);
pub const PHOTO_TOO_MANY: Word = word("照片太多，已留下前面的", "Too many photos; the first ones were kept");
pub const TOO_MANY_SENT: Word = word(
    "提交得太快了，请过一会儿再试。写的内容还在。",
    "Sent too often; please wait a little. What you wrote is still here.",
);

// ---- the poster
pub const POSTER_SCAN: Word = word("微信扫一扫", "Scan with WeChat");
pub const POSTER_CAN: Word = word("打分 · 报修 · 查进度", "Rate · ask for help · follow up");
pub const POSTER_PRINT: Word = word("按 Ctrl+P 打印，纸张选 A4。", "Press Ctrl+P to print, paper A4.");
pub const POSTER_NO_PHONE: Word =
    word("没有手机？打电话或到社区，一样办。", "No phone? Call or come to the community; it is all the same.");
pub const POSTER_CHECK: Word = word("扫开的网址应以 {host} 开头。", "The address should begin with {host}.");
