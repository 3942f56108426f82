//! Every widget on a few static pages, to look at: `cargo run -p app --features pages --example gallery -- FOLDER`.
//! The pages link to `style/*.css` of this checkout, so a change of style needs only a reload.

use app::ui::badge::{Badge, Mark};
use app::ui::button::{ActionBar, Button, ButtonLink, Kind};
use app::ui::card::{CardLink, Fact, Tally};
use app::ui::choice::{Layout, Pick, Scale5, Tile, TileGroup};
use app::ui::door_cell::{DoorLegend, DoorLook};
use app::ui::field::{Check, Input, Select, TextArea, TextField};
use app::ui::icon::{self, Icon};
use app::ui::navigation::{Breadcrumb, Chip, Pagination};
use app::ui::notice::{Notice, Tone};
use app::ui::page::{Page, Preferences};
use app::ui::preference::{Elder, Preference, Theme};
use app::ui::progress::Progress;
use app::ui::signature::SignatureFrame;
use app::ui::state::{State, StatePage};
use app::ui::steps::{Stepper, Steps};
use app::ui::top_bar::{Sync, SyncBadge, TopBar};
use app::words::theme;
use domain::language::Language::Zh;
use leptos::prelude::*;

type Draw = fn() -> String;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".into());
    std::fs::create_dir_all(&folder)?;
    let style = std::fs::canonicalize("style")?;
    let pages: [(&str, &str, &str, Draw); 5] = [
        ("field", "field.css", "", || render(field)),
        ("visit", "field.css", "", || render(visit)),
        ("states", "field.css", "", || render(states)),
        ("resident", "resident.css", "", || render(resident)),
        ("console", "console.css", "console", || render(console)),
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
            let page =
                Page { title: name, preference, css: &[&href], icon: "", body_class, indexed: false, body: body() };
            std::fs::write(format!("{folder}/{name}{suffix}.html"), page.html())?;
        }
    }
    Ok(())
}

fn render<V: IntoView + 'static>(view: fn() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

const DOOR_WORDS: [&str; 7] = ["未走访", "没人在家", "改天再来", "不愿意", "已答", "已同意交费", "空置"];

fn field() -> impl IntoView {
    let floors = (1u32..=6).rev().map(|floor| {
        let doors = (1u32..=4).map(|door| {
            let look = DoorLook::ALL[((floor * 5 + door * 3) % 7) as usize];
            view! { <button class=look.class()>{format!("{floor}0{door}")}</button> }
        });
        view! { <div class="door-floor"><span class="door-floor-number">{floor}"层"</span><div class="door-row door-row-4">{doors.collect_view()}</div></div> }
    });
    view! {
        <div class="shell">
            <TopBar title="桃园里" subtitle="太东街道 · 第三网格" back=("/".into(), "返回".into())>
                <SyncBadge state=Sync::Waiting label="3 条未传"/>
            </TopBar>
            <main class="main stack">
                <Progress label="今天走了" done=12u32 all=40u32/>
                <Progress label="全部走到" done=24u32 all=24u32/>
                <ul class="chips chips-scroll"><li><a class="chip" aria-current="true">"全部"<span class="chip-count">"501"</span></a></li><li><a class="chip">"未走访"<span class="chip-count">"38"</span></a></li><li><a class="chip">"改天再来"</a></li><li><a class="chip">"隐患"</a></li></ul>
                <TextField name="q" label="找门牌" input=Input::Digits placeholder="如 3-2-501"/>
                <DoorLegend words=DOOR_WORDS/>
                <section class="door-building"><h2>"3 号楼"</h2>
                    <div class="door-unit"><h3><span>"2 单元"</span><span class="quiet number">"12/24"</span></h3>{floors.collect_view()}</div>
                </section>
                <ActionBar><Button label="记录这一户" glyph=icon::PEN/></ActionBar>
            </main>
        </div>
    }
}

fn need_tiles(pick: Pick) -> impl IntoView {
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
    words
        .into_iter()
        .zip(icon::NEED_GROUPS)
        .enumerate()
        .map(move |(at, (word, glyph))| {
            view! { <Tile name="group" value=at.to_string() label=word glyph=glyph pick=pick checked=at == 1/> }
        })
        .collect_view()
}

fn visit() -> impl IntoView {
    view! {
        <div class="shell">
            <TopBar title="3-2-501" subtitle="桃园里" back=("/".into(), "返回".into())>
                <SyncBadge state=Sync::Trouble label="1 条被退回"/>
            </TopBar>
            <main class="main stack">
                <Steps steps=vec!["告知".into(), "问卷".into(), "需求".into(), "完成".into()] here=2/>
                <TileGroup label="小区现在最让您头疼的是？（最多 3 项）">{need_tiles(Pick::Any)}</TileGroup>
                <TileGroup label="有没有马上会伤人的地方？" layout=Layout::Pair>
                    <Tile name="hazard" value="yes" label="有"/><Tile name="hazard" value="no" label="没有" checked=true/>
                </TileGroup>
                <TileGroup label="您和这套房子的关系是？" layout=Layout::List error=Some("请选一项".to_owned())>
                    <Tile name="r" value="1" label="房主"/><Tile name="r" value="2" label="租户" hint="只管您租住期间"/><Tile name="r" value="3" label="不想回答" checked=true/>
                </TileGroup>
                <Stepper label="常住几口人" value=RwSignal::new(3) min=0 max=20 minus="减一" plus="加一"/>
                <ul class="photos"><li class="photo"><span class="photo-state">"未上传"</span></li><li><label class="photo-add"><Icon of=icon::CAMERA/>"拍照"</label></li></ul>
                <SignatureFrame canvas=NodeRef::new() label="签名" hint="请在虚线上方签名" signed=false/>
                <div class="row"><Badge label="本机"/><Badge mark=Mark::Going label="已上传"/><Badge mark=Mark::Good label="已确认"/><Badge mark=Mark::Danger label="被退回"/><Badge mark=Mark::Warn label="快到期"/><Badge mark=Mark::Closed label="已关闭"/></div>
                <ActionBar><Button label="先不签" kind=Kind::Secondary/><Button label="我愿意交费"/></ActionBar>
            </main>
        </div>
    }
}

fn states() -> impl IntoView {
    view! {
        <div class="shell"><TopBar title="状态"><SyncBadge state=Sync::Offline label="无网络"/></TopBar>
            <main class="main stack">
                <StatePage state=State::Empty title="今天没有要走的户" text="社区安排后，这里会出现门牌。"/>
                <StatePage state=State::Loading title=theme::LOADING.text(Zh)/>
                <StatePage state=State::Error title=theme::FAILED.text(Zh) text="记录还在手机里，没有丢。"><Button label="再试一次"/></StatePage>
                <StatePage state=State::Offline title=theme::OFFLINE.text(Zh) text=theme::OFFLINE_TEXT.text(Zh)/>
                <StatePage state=State::Done title="都传上去了"/>
                <div class="card"><p class="skeleton"></p><p class="skeleton"></p></div>
                <div class="row">{icon::ALL.iter().map(|(name, glyph)| view! { <span title=*name><Icon of=*glyph/></span> }).collect_view()}</div>
                <div class="toast">"已保存在手机里"</div>
            </main></div>
    }
}

fn resident() -> impl IntoView {
    view! {
        <Preferences preference=Preference::default() back="/c/x"/>
        <main class="main stack">
            <header class="place-head"><h1>"桃园里小区"</h1><p>"太东街道 · 东风社区"</p></header>
            <section class="promise"><p class="lead">"今天不收钱。"</p><p class="lead">"免费到 2027年4月30日。不签也一样享受免费服务。"</p></section>
            <Notice tone=Tone::Warn>"工作人员不会收现金、不会要银行卡号。"</Notice>
            <dl class="facts card"><Fact label="谁服务">"潞安家园物业有限公司"</Fact><Fact label="电话">"0355-1234567"</Fact></dl>
            <div class="tallies"><Tally number="38" label="提出"/><Tally number="30" label="办好"/><Tally number="少于 5" label="在办"/></div>
            <div class="two"><ButtonLink href="#" label="给物业打分" glyph=icon::STAR/><ButtonLink href="#" label="报修求助" glyph=icon::PHONE kind=Kind::Secondary/></div>
            <CardLink href="#" title="查进度" text="用编号查" glyph=icon::SEARCH/>
            <Scale5 name="d1" label="1 秩序安全" hint="门岗、监控、停车" words=theme::SCALE5.map(|word| word.text(Zh)) chosen=Some(4)/>
            <Scale5 name="d2" label="2 卫生保洁" words=theme::SCALE5.map(|word| word.text(Zh)) error=Some("请选一个".to_owned())/>
            <TextField name="code" label="户码" input=Input::Code hint="网格员给您的纸条上有 9 位" error=Some("户码不对，请对照纸条再看看".to_owned()) value="AB2C".to_owned()/>
            <TextArea name="text" label="还想说什么（可不填）"/>
            <Select name="s" label="楼栋" options=vec![("".into(), "请选择".into()), ("1".into(), "1 号楼".into())]/>
            <Check name="c" label="我看清了"/>
            <Notice tone=Tone::Danger title="有危险先打电话">"火警 119，报警 110"</Notice>
            <Notice tone=Tone::Good>"收到了，谢谢。"</Notice>
            <Button label="提交" wide=true submit=true/>
            <Button label="不能点" wide=true disabled=true/>
            <Button label="撤销" kind=Kind::Danger wide=true/>
        </main>
    }
}

fn console() -> impl IntoView {
    let rows = (1..30).map(|n| view! {
        <tr><th><a href="#">{format!("R-140403-261120-{n:04}-7")}</a></th><td>"桃园里 3-2"</td><td>"上下水"</td><td><Badge mark=Mark::Going label="处理中"/></td><td class="number">{n * 37}</td><td class="number">{format!("{}.5%", n * 3)}</td></tr>
    });
    view! {
        <header class="desk-bar"><a class="desk-name" href="#">"入户通"</a>
            <ul class="desk-places"><li><a href="#" aria-current="page">"工作"</a></li><li><a href="#">"走访"</a></li><li><a href="#">"需求"</a></li><li><a href="#">"评价"</a></li></ul>
            <div class="desk-who"><span>"社区 · 王某"</span><button class="button">"退出"</button></div></header>
        <main class="main stack">
            <Breadcrumb trail=vec![("#".into(), "全区".into()), ("#".into(), "太东街道".into()), ("#".into(), "需求".into())]/>
            <h1>"需求"</h1>
            <div class="tallies"><Tally number="127" label="清零小区" href="#".to_owned()/><Tally number="84" label="净清零" href="#".to_owned()/><Tally number="3" label="反弹" href="#".to_owned()/></div>
            <form class="desk-filters"><TextField name="q" label="搜索"/><Select name="s" label="状态" options=vec![("".into(), "全部".into())]/><Button label="筛选" submit=true/><ButtonLink href="#" label="导出 XLSX" kind=Kind::Secondary/></form>
            <ul class="chips"><li><Chip href="#" label="全部" on=true count=312u64/></li><li><Chip href="#" label="超时" count=4u64/></li></ul>
            <div class="table-frame table-tall"><table class="table"><thead><tr><th>"编号"</th><th>"地点"</th><th>"类别"</th><th>"状态"</th><th class="number" aria-sort="descending"><a class="table-sort" href="#">"分钟"</a></th><th class="number">"比例"</th></tr></thead><tbody>{rows.collect_view()}</tbody></table></div>
            <Pagination shown="第 1–29 条，共 312 条" next="#".to_owned() previous_label="上一页" next_label="下一页"/>
        </main>
    }
}
