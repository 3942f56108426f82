//! Every widget on a few static pages, to look at: `cargo run -p app --features pages --example gallery -- FOLDER`.
//! The pages link to `style/*.css` of this checkout, so a change of style needs only a reload.

use app::element::{Element, Node, el, many};
use app::ui::badge::{Mark, badge};
use app::ui::button::{Kind, action_bar, button, link, submit};
use app::ui::card::{card_link, fact, tally};
use app::ui::choice::{Layout, Pick, Tiled, scale5, tile, tile_group};
use app::ui::door_cell::{DoorLook, door_legend};
use app::ui::field::{Fault, Input, Typed, check, select, text_area, text_field};
use app::ui::icon::{self, icon};
use app::ui::navigation::{breadcrumb, chip, pagination};
use app::ui::notice::{Tone, notice};
use app::ui::page::{Page, preferences};
use app::ui::preference::{Elder, Preference, Theme};
use app::ui::progress::progress;
use app::ui::state::{State, state_page};
use app::ui::steps::steps;
use app::ui::top_bar::{Sync, sync_badge, top_bar};
use app::words::theme;
use domain::language::Language::Zh;
use leptos::prelude::*;

type Draw = fn() -> Node;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into());
    std::fs::create_dir_all(&folder)?;
    let style = std::fs::canonicalize("style")?;
    let pages: [(&str, &str, &str, Draw); 5] = [
        ("field", "field.css", "", || Node::view(field())),
        ("visit", "field.css", "", || Node::view(visit())),
        ("states", "field.css", "", || Node::view(states())),
        ("resident", "resident.css", "", || Node::view(resident())),
        ("console", "console.css", "console", || Node::view(console())),
    ];
    let looks = [
        ("", Elder::Off, Theme::Light),
        ("-elder", Elder::On, Theme::Light),
        ("-largest", Elder::Largest, Theme::Light),
        ("-dark", Elder::Off, Theme::Dark),
    ];
    for (name, css, body_class, body) in pages {
        for (suffix, elder, theme) in looks {
            let href = format!("file://{}/{css}", style.display());
            let preference = Preference { elder, theme: Some(theme), ..Preference::default() };
            let page = Page {
                title: name,
                preference,
                css: &[&href],
                icon: "",
                body_class,
                indexed: false,
                body: body().html(),
            };
            std::fs::write(format!("{folder}/{name}{suffix}.html"), page.html())?;
        }
    }
    Ok(())
}

const DOOR_WORDS: [&str; 7] = ["未走访", "没人在家", "改天再来", "不愿意", "已答", "已同意交费", "空置"];

fn field() -> impl IntoView {
    let floors = (1u32..=6).rev().map(|floor| {
        let doors = (1u32..=4).map(|door| {
            let look = DoorLook::ALL[((floor * 5 + door * 3) % 7) as usize];
            el("button").class(look.class()).text(format!("{floor}0{door}"))
        });
        let number = el("span").class("door-floor-number").text(format!("{floor}层"));
        el("div").class("door-floor").child(number).child(el("div").class("door-row door-row-4").children(doors))
    });
    let top = top_bar("桃园里", "太东街道 · 第三网格", Some(("/".into(), "返回".into())));
    let door = Typed {
        name: "q".into(),
        label: "找门牌".into(),
        input: Input::Digits,
        placeholder: "如 3-2-501".into(),
        ..Typed::default()
    };
    view! {
        <div class="shell">
            {top.child(sync_badge(|| Sync::Waiting, "3 条未传"))}
            <main class="main stack">
                {progress("今天走了", || (12, 40))}
                {progress("全部走到", || (24, 24))}
                <ul class="chips chips-scroll"><li><a class="chip" aria-current="true">"全部"<span class="chip-count">"501"</span></a></li><li><a class="chip">"未走访"<span class="chip-count">"38"</span></a></li><li><a class="chip">"改天再来"</a></li><li><a class="chip">"隐患"</a></li></ul>
                {text_field(door, "")}
                {door_legend(DOOR_WORDS)}
                <section class="door-building"><h2>"3 号楼"</h2>
                    <div class="door-unit"><h3><span>"2 单元"</span><span class="quiet number">"12/24"</span></h3>{many(floors)}</div>
                </section>
                {action_bar().child(button(Kind::Primary, Some(icon::PEN), "记录这一户"))}
            </main>
        </div>
    }
}

fn need_tiles(pick: Pick) -> Node {
    let words = [
        "安全隐患",
        "上下水",
        "电和灯",
        "暖和气",
        "卫生",
        "门岗治安",
        "停车",
        "路和楼",
        "绿化",
        "违建噪声",
        "收费和服务",
        "邻里和其他",
    ];
    many(words.into_iter().zip(icon::NEED_GROUPS).enumerate().map(|(at, (word, glyph))| {
        let (name, value, label) = ("group".into(), at.to_string(), word.into());
        tile(Tiled { pick, name, value, label, glyph: Some(glyph), ..Tiled::default() }, at == 1)
    }))
}

/// A tile of one answer: name, value, label, hint.
fn answer([name, value, label, hint]: [&str; 4], is_checked: bool) -> Element {
    let (name, value, label, hint) = (name.into(), value.into(), label.into(), hint.into());
    tile(Tiled { name, value, label, hint, ..Tiled::default() }, is_checked)
}

fn hazard() -> Element {
    let tiles = [answer(["hazard", "yes", "有", ""], false), answer(["hazard", "no", "没有", ""], true)];
    tile_group("有没有马上会伤人的地方？", Layout::Pair, "", Fault::NONE, many(tiles))
}

fn relation() -> Element {
    let tiles = [
        answer(["r", "1", "房主", ""], false),
        answer(["r", "2", "租户", "只管您租住期间"], false),
        answer(["r", "3", "不想回答", ""], true),
    ];
    tile_group("您和这套房子的关系是？", Layout::List, "", Some("请选一项".to_owned()), many(tiles))
}

fn badges() -> Node {
    let all = [
        (Mark::Waiting, "本机"),
        (Mark::Going, "已上传"),
        (Mark::Good, "已确认"),
        (Mark::Danger, "被退回"),
        (Mark::Warn, "快到期"),
        (Mark::Closed, "已关闭"),
    ];
    many(all.map(|(mark, word)| badge(mark, word)))
}

fn visit() -> impl IntoView {
    let top = top_bar("3-2-501", "桃园里", Some(("/".into(), "返回".into())));
    let needs =
        tile_group("小区现在最让您头疼的是？（最多 3 项）", Layout::Grid, "", Fault::NONE, need_tiles(Pick::Any));
    let ways = ["告知", "问卷", "需求", "完成"].map(str::to_owned).to_vec();
    view! {
        <div class="shell">
            {top.child(sync_badge(|| Sync::Trouble, "1 条被退回"))}
            <main class="main stack">
                {steps(ways, 2)}
                {needs}
                {hazard()}
                {relation()}
                <ul class="photos"><li class="photo"><span class="photo-state">"未上传"</span></li><li><label class="photo-add">{icon(icon::CAMERA)}"拍照"</label></li></ul>
                <div class="row">{badges()}</div>
                {action_bar().child(button(Kind::Secondary, None, "先不签")).child(button(Kind::Primary, None, "我愿意交费"))}
            </main>
        </div>
    }
}

fn states() -> impl IntoView {
    let again = button(Kind::Primary, None, "再试一次");
    let states = [
        state_page(State::Empty, "今天没有要走的户", "社区安排后，这里会出现门牌。"),
        state_page(State::Loading, theme::LOADING.text(Zh), ""),
        state_page(State::Error, theme::FAILED.text(Zh), "记录还在手机里，没有丢。").child(again),
        state_page(State::Offline, theme::OFFLINE.text(Zh), theme::OFFLINE_TEXT.text(Zh)),
        state_page(State::Done, "都传上去了", ""),
    ];
    let icons = icon::ALL.iter().map(|(name, glyph)| el("span").attr("title", *name).child(icon(*glyph)));
    view! {
        <div class="shell">{top_bar("状态", "", None).child(sync_badge(|| Sync::Offline, "无网络"))}
            <main class="main stack">
                {many(states)}
                <div class="card"><p class="skeleton"></p><p class="skeleton"></p></div>
                <div class="row">{many(icons)}</div>
                <div class="toast">"已保存在手机里"</div>
            </main></div>
    }
}

fn controls() -> Node {
    let code = Typed {
        name: "code".into(),
        label: "户码".into(),
        input: Input::Code,
        hint: "网格员给您的纸条上有 9 位".into(),
        fault: Some("户码不对，请对照纸条再看看".to_owned()).into(),
        ..Typed::default()
    };
    let text = Typed { name: "text".into(), label: "还想说什么（可不填）".into(), ..Typed::default() };
    let scale = || theme::SCALE5.map(|word| word.text(Zh).to_owned());
    let buildings = vec![("".into(), "请选择".into()), ("1".into(), "1 号楼".into())];
    many([
        scale5("d1", "1 秩序安全", scale(), "门岗、监控、停车", Fault::NONE, || Some(4)),
        scale5("d2", "2 卫生保洁", scale(), "", Some("请选一个".to_owned()), || None),
        text_field(code, "AB2C"),
        text_area(text, ""),
        select("s", "楼栋", "", Fault::NONE, buildings, ""),
        check("c", "我看清了", false),
        notice(Tone::Danger, "有危险先打电话", "火警 119，报警 110"),
        notice(Tone::Good, "", "收到了，谢谢。"),
        submit(Kind::Primary, None, "提交").class_if("button-wide", true),
        button(Kind::Primary, None, "不能点").class_if("button-wide", true).flag("disabled", true),
        button(Kind::Danger, None, "撤销").class_if("button-wide", true),
    ])
}

fn resident() -> impl IntoView {
    let facts = [fact("谁服务", "潞安家园物业有限公司"), fact("电话", "0355-1234567")];
    let tallies = [tally("38", "提出", None), tally("30", "办好", None), tally("少于 5", "在办", None)];
    let rate = link(Kind::Primary, Some(icon::STAR), "#", "给物业打分");
    let ask = link(Kind::Secondary, Some(icon::PHONE), "#", "报修求助");
    view! {
        {preferences(Preference::default(), "/c/x")}
        <main class="main stack">
            <header class="place-head"><h1>"桃园里小区"</h1><p>"太东街道 · 东风社区"</p></header>
            <section class="promise"><p class="lead">"今天不收钱。"</p><p class="lead">"免费到 2027年4月30日。不签也一样享受免费服务。"</p></section>
            {notice(Tone::Warn, "", "工作人员不会收现金、不会要银行卡号。")}
            <dl class="facts card">{many(facts)}</dl>
            <div class="tallies">{many(tallies)}</div>
            <div class="two">{rate}{ask}</div>
            {card_link(Some(icon::SEARCH), "#", "查进度", "用编号查")}
            {controls()}
        </main>
    }
}

fn filters() -> Node {
    let search = Typed { name: "q".into(), label: "搜索".into(), ..Typed::default() };
    many([
        text_field(search, ""),
        select("s", "状态", "", Fault::NONE, vec![("".into(), "全部".into())], ""),
        submit(Kind::Primary, None, "筛选"),
        link(Kind::Secondary, None, "#", "导出 XLSX"),
    ])
}

fn console() -> impl IntoView {
    let trail = ["全区", "太东街道", "需求"].map(|label| ("#".to_owned(), label.to_owned())).to_vec();
    let tallies = [("127", "清零小区"), ("84", "净清零"), ("3", "反弹")];
    let tallies = tallies.map(|(number, label)| tally(number, label, Some("#".to_owned())));
    let rows = (1..30).map(|n| view! {
        <tr><th><a href="#">{format!("R-140403-261120-{n:04}-7")}</a></th><td>"桃园里 3-2"</td><td>"上下水"</td><td>{badge(Mark::Going, "处理中")}</td><td class="number">{n * 37}</td><td class="number">{format!("{}.5%", n * 3)}</td></tr>
    });
    view! {
        <header class="desk-bar"><a class="desk-name" href="#">"入户通"</a>
            <ul class="desk-places"><li><a href="#" aria-current="page">"工作"</a></li><li><a href="#">"走访"</a></li><li><a href="#">"需求"</a></li><li><a href="#">"评价"</a></li></ul>
            <div class="desk-who"><span>"社区 · 王某"</span><button class="button">"退出"</button></div></header>
        <main class="main stack">
            {breadcrumb(trail)}
            <h1>"需求"</h1>
            <div class="tallies">{many(tallies)}</div>
            <form class="desk-filters">{filters()}</form>
            <ul class="chips"><li>{chip("#", "全部", true, Some(312))}</li><li>{chip("#", "超时", false, Some(4))}</li></ul>
            <div class="table-frame table-tall"><table class="table"><thead><tr><th>"编号"</th><th>"地点"</th><th>"类别"</th><th>"状态"</th><th class="number" aria-sort="descending"><a class="table-sort" href="#">"分钟"</a></th><th class="number">"比例"</th></tr></thead><tbody>{rows.collect_view()}</tbody></table></div>
            {pagination("第 1–29 条，共 312 条".into(), (None, "上一页"), (Some("#".into()), "下一页"))}
        </main>
    }
}
