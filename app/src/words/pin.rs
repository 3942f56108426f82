//! Words of the PIN: choosing it, entering it, what a wrong one costs.

use super::{Word, word};

pub const ENTER: Word = word("输入 PIN 码", "Enter your PIN");
pub const ENTER_WHY: Word = word(
    "资料锁着，输 6 位数字打开，没有网络也可以。",
    "What lies on this phone is locked. Six digits open it, also without a network.",
);
pub const PIN: Word = word("PIN 码（6 位数字）", "PIN (6 digits)");
pub const OPEN: Word = word("打开", "Unlock");
pub const FORGOTTEN: Word =
    word("忘了 PIN 码，或者换人：用密码登录", "PIN forgotten, or somebody else: log in with a password");
pub const WRONG: Word = word("不对，还可以试 {count} 次。", "That is wrong. {count} tries are left.");
pub const WAIT: Word = word("请等 {count} 分钟再试。", "Wait {count} minutes before the next try.");
pub const GONE: Word = word(
    "试的次数太多，钥匙已从本机删去。没上传的记录都还在，用密码登录打开。",
    "Too many tries: the key has left this phone. What is not sent is still here and opens after a login with the password.",
);
pub const CHOOSE_TITLE: Word = word("设一个 PIN 码", "Choose a PIN");
pub const CHOOSE_WHY: Word = word(
    "住户资料在手机里加密保存，打开入户通要输 PIN 码。请用别人猜不到的 6 位数字；忘了用密码登录重设。",
    "What lies on this phone is sealed, and Doorstep asks for this PIN when it opens. Take six digits that you remember and nobody guesses. If you forget it, log in with your password and choose another.",
);
pub const AGAIN: Word = word("再输一次 PIN 码", "The same PIN again");
pub const CHOOSE: Word = word("设好了", "Set it");
pub const SIX_DIGITS: Word = word("要 6 位数字。", "Six digits are needed.");
pub const TOO_EASY: Word = word("太容易猜了，换一个。", "Too easy to guess. Choose another.");
pub const LOCK_NOW: Word = word("锁上", "Lock");
pub const NOT_SEALED: Word = word(
    "这里没有安全连接（https），手机里的资料没有加密。请联系管理员。",
    "This page did not come over a safe connection (https): what lies on this phone is not sealed. Ask the administrator.",
);
