//! What a page says when something cannot be done: which thing, and what to do next.
#![cfg(feature = "pages")]

use super::{Word, word};

pub const GO_BACK: Word = word("按返回键回到上一页。", "Use the back key to return to the page before.");

pub const TRY_IN: Word = word("试得太多了，请 {n} 分钟后再来。", "Too many tries. Please come back in {n} minutes.");

/// Title and text for an error's code.
pub fn of_code(code: &str) -> (Word, Word) {
    match code {
        "not_found" => (
            word("没有这个页面", "No such page"),
            word("地址可能抄错了，也可能已经删除。", "The address may be mistyped, or the page is gone."),
        ),
        "role_missing" | "out_of_scope" | "account_closed" => (
            word("您没有这项权限", "Not within your rights"),
            word("需要的话，请让单位负责人给您开通。", "If you need it, ask the head of your unit."),
        ),
        "cross_site" => (
            word("这次提交不是从本站页面来的", "This was not sent from a page of ours"),
            word("请重新打开页面再提交一次。", "Please open the page again and send once more."),
        ),
        "too_many_tries" => {
            (word("试得太多次了", "Too many tries"), word("请过一会儿再试。", "Please wait a little and try again."))
        }
        "too_large" => (
            word("文件太大", "The file is too large"),
            word("照片每张不超过 8 MB，请换小一点的再试。", "Photos may have 8 MB each; please try a smaller one."),
        ),
        "not_taken" => (
            word("这次没有存上", "This was not saved"),
            word(
                "我们这边暂时存不了，您提交的内容没有收到。请过一两分钟再提交一次；急事请打社区电话。",
                "We cannot store anything right now, so what you sent was not received. Please send it again in a minute or \
                 two; in a hurry, call the community.",
            ),
        ),
        "internal" => (
            word("我们这边出了问题", "Something went wrong on our side"),
            word(
                "已经记下来了。请过一会儿再试；急事请打社区电话。",
                "It has been noted. Please try again later; in a hurry, call the community.",
            ),
        ),
        "no_number_left_today" => (
            word("今天的编号用完了", "No numbers left today"),
            word("请打社区电话，或者明天再提交。", "Please call the community, or send it tomorrow."),
        ),
        other => (word("这一步没有做成", "That did not work"), super::console_finding::finding(other)),
    }
}
