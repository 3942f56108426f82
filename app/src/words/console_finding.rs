//! What a code of a finding or an error means, and what to do about it, for pages of the office and for error pages.
#![cfg(feature = "pages")]

use super::{Word, word};

/// The sentence for a code.
pub fn finding(code: &str) -> Word {
    match code {
        // Accounts and passwords.
        "wrong_login_or_password" => {
            word("账号或密码不对。请再看一遍，注意大小写。", "Login or password is wrong. Check both and try again.")
        }
        "wrong_password" => word("现在的密码不对。", "The present password is wrong."),
        "password_too_short" => word("新密码至少 8 个字。", "The new password needs at least 8 characters."),
        "password_unchanged" => word("新密码不能和旧密码一样。", "The new password must differ from the old one."),
        "password_has_login" => word("新密码里不能有账号名。", "The new password must not contain the login."),
        "passwords_differ" => word("两次填的新密码不一样。", "The two new passwords differ."),
        "account_closed" => word(
            "这个账号已锁定或停用。请找系统管理员。",
            "This account is locked or ended. Ask the system administrator.",
        ),
        "login_taken" => word("这个账号名已经有人用了。", "This login is taken."),
        "login_bad" => word(
            "账号名用 2–40 个小写字母、数字、点或横线。",
            "A login has 2–40 lower-case letters, digits, dots or dashes.",
        ),
        "own_account" => word("不能锁定或停用自己的账号。", "You cannot lock or end your own account."),
        "too_many_tries" => word("试得太多了，请过一会儿再来。", "Too many tries. Come back a little later."),
        "not_logged_in" => word("请先登录。", "Please log in first."),
        "password_must_change" => word("请先改掉初始密码。", "Change the first password first."),
        // Rights.
        "role_missing" | "out_of_scope" => word(
            "这不在您的职责范围内。要看的话请找系统管理员加权限。",
            "This is outside your duties. Ask the system administrator if you need it.",
        ),
        "own_household" => word(
            "做的人申报过这是自己家或亲戚家。请安排别的网格员去。",
            "Its author declared this home as their own or a relative's. Send another worker.",
        ),
        "cross_site" => word(
            "这个操作不是从本站页面发出的，没有执行。请从本站重新操作。",
            "This did not come from a page of this site and was not done. Start again from here.",
        ),
        "not_found" => word("没有这一页，或者您看不到它。", "There is no such page, or it is not for you."),
        // Input.
        "required" | "text_missing" | "reason_missing" | "place_missing" => {
            word("这一项要填。", "This has to be filled in.")
        }
        "too_long" => word("太长了，请写短一些。", "Too long. Please shorten it."),
        "too_many" => word("太多了，请少选一些。", "Too many."),
        "out_of_range" => word("超出了允许的范围。", "Out of range."),
        "unknown_code" => word("没有这个分类，请从列表里选。", "No such category. Choose from the list."),
        "unknown_purpose" => word("请从列表里选一个用途。", "Choose a purpose from the list."),
        "unknown_scope" => word("没有这个范围，请从列表里选。", "No such scope. Choose from the list."),
        "unknown_request" => word("没有这个编号的诉求，或者不在同一个小区。", "No such request in this compound."),
        "photo_or_reason_missing" => {
            word("要有完工照片，或者写明原因。", "A photo of the finished work, or a reason, is needed.")
        }
        // Steps that are not possible.
        "illegal_transition" => word(
            "现在的状态不能做这一步。别人可能刚刚处理过，请看最新状态。",
            "Not possible in the present state. Somebody may have been faster; look again.",
        ),
        "not_your_transition" => word("这一步要由别人来做。", "Somebody else has to do this step."),
        "same_person" | "not_second_person" => word(
            "登记的人不能自己确认。要由没有上门、也不是物业公司的第二个人来做。",
            "Who captured it cannot confirm it: a second person, not from the company, has to.",
        ),
        "not_pending" | "nothing_to_confirm" => {
            word("这份同意书现在不用确认。", "This consent is not waiting for a confirmation.")
        }
        "reveal_limit" => word(
            "今天查看电话的次数到上限了，明天再来。",
            "Today's limit of shown phone numbers is reached. Come back tomorrow.",
        ),
        "no_phone" => word("没有登记电话。", "No phone is registered."),
        "company_may_not_judge" => {
            word("这类事情不交给被反映的公司自己判断。", "The company complained about may not decide this.")
        }
        // Records of phones.
        "unreadable" => word(
            "内容读不出来。原文已经保存，请联系技术人员。",
            "Cannot be read. The original is kept; ask the technician.",
        ),
        "not_placed" => word(
            "它说的那一户或那张工单还没传到，等对方到了会自动接上。",
            "What it refers to has not arrived yet; it joins by itself when that comes.",
        ),
        "other_author" => word(
            "不是登录的人自己做的记录。请让做记录的人登录后再传。",
            "Made by somebody else than who is logged in. Let the author log in and send.",
        ),
        "other_device" => word(
            "写的是另一部手机上的号，却不是从那部手机传来的，也没有那部手机上的签名。不算数；等它从自己的手机传来就算。",
            "It names a number of another phone, did not come from there, and no key from there signed it. It does not count until it comes from its own phone.",
        ),
        "unknown_household" => {
            word("服务器上没有这一户。请核对名册。", "This household is not in the register. Check the roster.")
        }
        "window_not_open" => word(
            "还没到可以签的日子。只作为意向保留，不产生费用。",
            "Before the day on which it may be signed. Kept as an intention; no fee.",
        ),
        "text_not_current" | "text_unknown" | "not_what_was_shown" => word(
            "签的文本和现行文本不一致，不产生费用。请重新解释后再签。",
            "The text signed is not the current one; no fee. Explain and sign again.",
        ),
        "terms_differ"
        | "terms_missing"
        | "fee_is_not_the_product"
        | "fee_too_early"
        | "free_time_cut"
        | "trial_unknown" => word(
            "写明的面积、单价或日期和登记的不一致，不产生费用。",
            "Area, rate or dates differ from the register; no fee.",
        ),
        "area_out_of_range" => word("面积不像是一户的面积。", "The area does not look like that of a home."),
        "text_not_read" => word(
            "看文本的时间太短，也没有朗读。请再解释一遍。",
            "Too little time on the text and not read aloud. Explain again.",
        ),
        "strokes_missing" | "paper_missing" | "otp_missing" => {
            word("没有签名的凭据。", "The proof of the signature is missing.")
        }
        "relation_may_not_sign" => word(
            "签字的人不是房主、共有人、租户或受托人，不产生费用。",
            "Who signed is neither owner, co-owner, tenant nor agent; no fee.",
        ),
        "spoken_is_not_enough" => word("口头答应不算，不产生费用。", "A spoken yes is not enough; no fee."),
        "company_may_not_capture" => {
            word("物业公司的人不能上门收签字，不产生费用。", "Company staff may not capture it; no fee.")
        }
        "captor_is_not_author" => word(
            "写的收签人不是做记录的人，不产生费用。请让真正上门的人自己记，或重新签。",
            "It names another captor than its author; no fee. Let whoever was there record it, or ask for a new signature.",
        ),
        "signer_is_captor" => word(
            "签字的人就是收签的人，不产生费用。请安排别的网格员去。",
            "Signer and captor are one person; no fee. Send another worker.",
        ),
        "method_not_from_phone" => word(
            "这种签法不能由网格员的手机代记，不产生费用。请上门用手写签名或纸质原件。",
            "A worker's phone cannot record this kind of signature; no fee. Ask for strokes or a paper original.",
        ),
        "office_only" => word(
            "作废、更正、到期不能由手机记，没有起作用。确要作废，由两个人在办公页面办理。",
            "A phone cannot void, correct or end a consent; it had no effect. Two persons void one in the office.",
        ),
        "captor_missing" => word("没有写明是谁上门的。", "It does not say who captured it."),
        "other_occupancy" => {
            word("这一户已经换人住了，不约束新住户。", "Another family lives there now; it does not bind them.")
        }
        "refers_to_nothing" => word("没有写明针对哪一份同意书。", "It does not say which consent it is about."),
        "id_taken" => word(
            "编号和另一条不同内容的记录相同，两条都已保存。",
            "Another record with other content has this id; both are kept.",
        ),
        "repaired" => {
            word("已由更正的记录代替，不会重复计算。", "Another record stands in its place; nothing counts twice.")
        }
        "repairs_accepted" => word(
            "它要更正的那条后来已经用上了，两条不能都算。",
            "The record it wants to put right was used after all; only one may count.",
        ),
        "repaired_already" => word("那条已经由另一条更正过了。", "That record was put right by another one already."),
        "door_in_review" => {
            word("门牌要社区核一下，记录先放着。", "The community has to check the door; the record waits.")
        }
        "source_not_yours" => word("这个来源要由社区来记。", "This source is the community's to record."),
        "door_unclear" => word("请写清楼栋和房号，一格只写一户。", "Give building and door clearly, one door only."),
        "unit_missing" => word(
            "这栋楼有单元，请写上单元；确实没有就写“无”。",
            "This building has units: give the unit, or write 无 where there is none.",
        ),
        "nothing_to_decide" => word("这一条现在没有要选的。", "There is nothing to decide here."),
        "wrong_kind" => word("写法不对，请核对。", "Not written correctly; please check."),
        "not_a_phone" => word("电话号码不对。", "Not a telephone number."),
        "server_could_not_use_it" => {
            word("服务器一时用不上它，会自动再试。", "The server could not use it yet; it tries again by itself.")
        }
        "signature_missing" => word(
            "这条没有手机的签名，但那时手机已有签名钥匙。记录保留，请核实。",
            "Not signed, although the phone had a key by then. The record is kept; check it.",
        ),
        "envelope_unknown" | "envelope_cut" | "envelope_unreadable" => word(
            "这一行不是完整的救援记录。请让手机再导出一次。",
            "This line is not a whole rescue record. Let the phone export the file again.",
        ),
        "envelope_changed" => word(
            "这一行被改过或损坏了，打不开。请让手机再导出一次。",
            "This line was changed or damaged and does not open. Let the phone export the file again.",
        ),
        "envelope_key_unknown" => word(
            "这一行是给另一台服务器的，或者它的钥匙已经不在了。",
            "This line is for another server, or its key is no longer here.",
        ),
        "author_unknown" => word("服务器上没有做记录的这个账号。", "The account that made it is not on this server."),
        "signature_wrong" => word(
            "手机签名和内容对不上。记录保留，请核实。",
            "The phone's signature does not fit the content. The record is kept; check it.",
        ),
        "future" | "before_2020" => word(
            "手机时间不对。记录保留，请校准手机时间。",
            "The phone's clock is wrong. The record is kept; set the clock.",
        ),
        "ends_before_start" => word("结束时间早于开始时间。", "Ends before it starts."),
        // The server.
        "too_large" => word("内容太大了。请减少照片或分几次提交。", "Too large. Send fewer photos or in parts."),
        "internal" => word(
            "系统出了点问题，没有完成。请过几分钟再试；还不行就打电话给技术人员。",
            "Something went wrong on our side. Try again in a few minutes; if it stays, call the technician.",
        ),
        _ => word("这里有问题，请检查后再试。", "Something is wrong here. Check and try again."),
    }
}
