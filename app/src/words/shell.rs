//! Words of the frame: logging in, home, settings.

use super::{Word, word};

pub const APP: Word = word("入户通", "Doorstep");
pub const LOGIN: Word = word("登录", "Log in");
pub const LOGIN_NAME: Word = word("登录名", "Login name");
pub const PASSWORD: Word = word("密码", "Password");
pub const LOGIN_HINT: Word = word(
    "第一次登录要有网络；登录后没有网络也能用。",
    "The first login needs a network; after that the app works without one.",
);
pub const LOGGING_IN: Word = word("正在登录…", "Logging in…");
pub const LOGIN_WRONG: Word = word(
    "登录名或密码不对。请再输一次；忘了密码请找管理员。",
    "The login name or the password is wrong. Please type them again; if you forgot the password, ask the administrator.",
);
pub const LOGIN_LATER: Word = word("试的次数太多，请过一会儿再试。", "Too many tries. Please wait a while.");
pub const LOGIN_OFFLINE: Word =
    word("连不上服务器。请到有网络的地方再登录。", "The server cannot be reached. Log in where there is a network.");
pub const LOGIN_LOCKED: Word =
    word("这个账号不能用了，请联系管理员。", "This account is locked. Please ask the administrator.");
pub const NOT_DONE: Word = word("没有成功：{code}", "That did not work: {code}");
pub const KEPT_WORK: Word = word(
    "本机有 {count} 条未上传的记录，登录后会接着上传。",
    "{count} records wait on this phone; they go on after login.",
);
pub const WIPED: Word = word(
    "管理人员清除了这部手机。没传的、没填完的都没丢，封着；本人登录后接着用。",
    "A supervisor has wiped this phone. Records not sent and unfinished forms are not lost: they are closed, and go on when their worker logs in.",
);
pub const NEW_PASSWORD_TITLE: Word = word("请设新密码", "Choose a new password");
pub const NEW_PASSWORD_WHY: Word = word(
    "现在的密码是别人给的，只能用一次。新密码至少 8 个字，不能含登录名。",
    "Somebody else gave you this password. The new one has at least 8 characters and does not contain your login name.",
);
pub const OLD_PASSWORD: Word = word("现在的密码", "Password of now");
pub const NEW_PASSWORD: Word = word("新密码", "New password");
pub const AGAIN_PASSWORD: Word = word("再输一次新密码", "New password again");
pub const CHANGE: Word = word("换密码", "Change it");
pub const PASSWORD_SHORT: Word = word("至少 8 个字。", "At least 8 characters.");
pub const PASSWORD_SAME: Word = word("新密码和旧密码一样。", "It is the same as before.");
pub const PASSWORD_LOGIN: Word = word("新密码不能含登录名。", "It must not contain your login name.");
pub const PASSWORD_DIFFERS: Word = word("两次输的不一样。", "The two are not the same.");

pub const TODAY: Word = word("今天", "Today");
pub const MY_COMPOUNDS: Word = word("我的小区", "My compounds");
pub const GO_VISIT: Word = word("去走访", "Go to the doors");
pub const DOORS_DONE: Word = word("已走访", "Visited");
pub const UNFINISHED: Word = word("没填完的", "Unfinished");
pub const GO_ON: Word = word("接着填", "Go on");
pub const SAVED_ON_PHONE: Word = word("已存在手机里", "Saved on this phone");
pub const NOTHING_DOWNLOADED: Word = word("还没有下载住户", "No doors downloaded yet");
pub const NOTHING_DOWNLOADED_TEXT: Word = word(
    "有网络的时候点“现在同步”，把您负责的住户下载到手机。",
    "Tap “Sync now” where there is a network to fetch your doors.",
);
pub const FETCHING_DOORS: Word = word("正在下载住户", "Fetching your doors");
pub const FETCHING_DOORS_TEXT: Word =
    word("下载完之前，请留在有网络的地方。", "Stay where there is a network until they are here.");
pub const EXPIRED: Word = word("下载的住户资料过期了", "The downloaded doors have expired");
pub const EXPIRED_TEXT: Word = word(
    "上次联网是 {when}，太久没有联网，住户资料和任务已从手机删去。到有网络的地方点“现在同步”，会再下载。没有上传的记录和没填完的表都还在。",
    "The last contact was {when}, too long ago: doors and tasks were removed from this phone. Tap “Sync now” where there is a network to fetch them again. Records not sent and forms half filled in are all still here.",
);
pub const NOTHING_FOR_YOU: Word = word("没有分给您的工作", "No work for you here");
pub const NOTHING_FOR_YOU_TEXT: Word = word(
    "这个账号在手机上没有网格，也没有任务。办公用的页面在电脑上打开。",
    "This account has no grid and no tasks on the phone. Office pages are opened on a computer.",
);
pub const TASKS: Word = word("任务", "Tasks");
pub const TASKS_OPEN: Word = word("{count} 件要办", "{count} to do");
pub const DANGER_FIRST: Word = word("其中 {count} 件有危险，先办", "{count} of them dangerous: first");
pub const SETTINGS: Word = word("设置", "Settings");
pub const HOME: Word = word("首页", "Home");
pub const NO_SUCH_PAGE: Word = word("没有这个页面", "There is no such page");
pub const GO_HOME: Word = word("回首页", "Go home");
pub const STORE_FAILED: Word = word(
    "手机的存储打不开。请关掉别的窗口再打开本页；如果还不行，请不要清除浏览器数据，联系管理员。",
    "The phone's storage does not open. Close other windows and open this page again. Do not clear the browser's data; ask the administrator.",
);

pub const LANGUAGE: Word = word("语言", "Language");
pub const TEXT_SIZE: Word = word("字号", "Text size");
pub const THEME: Word = word("颜色", "Colours");
pub const THEME_SYSTEM: Word = word("跟手机", "As the phone");
pub const THEME_LIGHT: Word = word("浅色", "Light");
pub const THEME_DARK: Word = word("深色", "Dark");
pub const ACCOUNT: Word = word("账号", "Account");
pub const VERSION: Word = word("版本", "Version");
pub const DEVICE: Word = word("本机编号", "This phone");
pub const LOG_OUT: Word = word("退出登录", "Log out");
pub const LOG_OUT_QUESTION: Word = word("退出登录吗？", "Log out?");
pub const LOG_OUT_UNSENT: Word = word(
    "还有 {count} 条没有上传。它们留在这部手机上，您下次在这部手机登录后再上传。",
    "{count} records are not sent yet. They stay on this phone and go on when you log in on it again.",
);
pub const LOG_OUT_CLEAR: Word =
    word("记录都已上传。下载的住户资料会从手机上删去。", "All records are sent. The downloaded doors leave the phone.");
pub const STAY: Word = word("不退出", "Stay");
pub const INSTALL: Word = word("装到桌面", "Install");
pub const INSTALL_TEXT: Word = word(
    "在浏览器菜单里选“添加到主屏幕”或“安装应用”，像别的应用一样打开，没有网络也能用。",
    "Choose “Add to home screen” or “Install app” in the browser's menu. It opens like any app, also without a network.",
);
pub const UPDATE_WAITS: Word =
    word("新版本准备好了，填完手上的表就换。", "A new version is ready; it comes in when your form is done.");
