//! Pages: who sees them, what they count, how they leave as files.

use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::org::Role;
use server::auth::guard::Who;
use server::router::routes;

const PEOPLE: [(&str, Role); 6] = [
    ("clerk-a", Role::CommunityClerk),
    ("director-a", Role::CommunityDirector),
    ("street-a", Role::StreetClerk),
    ("manager-a", Role::CompanyManager),
    ("center", Role::CenterStaff),
    ("admin", Role::SysAdmin),
];

#[tokio::test]
async fn every_page_of_a_role_is_drawn_without_script_and_without_inline_style() {
    let app = TestApp::new(Base::Sqlite).await;
    for (login, role) in PEOPLE {
        let cookie = app.log_in(login).await;
        for route in routes() {
            let own = matches!(route.who, Who::Roles(roles) if roles.contains(&role)) || route.who == Who::Account;
            let plain = route.path.starts_with("/console") && !route.path.contains('{') && !route.path.contains('.');
            if route.method != "GET" || !own || !plain || route.path == "/console/single-ratings" {
                continue;
            }
            for language in ["zh-CN", "en"] {
                let answer = app.get(route.path, &format!("{cookie}; language={language}; elder=on")).await;
                let text = answer.text();
                assert_eq!(answer.status, StatusCode::OK, "{login} {}", route.path);
                assert!(text.contains("<h1") && text.contains(&format!("lang=\"{language}\"")), "{}", route.path);
                assert!(!text.contains("<script") && !text.contains(" style=\""), "{}", route.path);
            }
        }
    }
}

#[tokio::test]
async fn what_lies_outside_the_scope_is_not_there() {
    let app = TestApp::new(Base::Sqlite).await;
    let world = &app.world;
    let phone = Phone::new(world.b.worker, app.log_in("worker-b").await, 1);
    let visit = phone.visit(world.b.households[0], "completed");
    phone.push(&app, std::slice::from_ref(&visit)).await;
    let clerk = app.log_in("clerk-a").await;
    let manager = app.log_in("manager-a").await;
    let paths = [
        (&clerk, format!("/console/households/{}", world.b.households[0])),
        (&clerk, format!("/console/compounds/{}", world.b.compound)),
        (&clerk, format!("/console/visits/{}", visit.id)),
        (&manager, format!("/console/compounds/{}", world.b.compound)),
    ];
    for (cookie, path) in paths {
        let status = app.get(&path, cookie).await.status;
        assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}: {status}");
    }
    for list in ["visits", "households", "compounds"] {
        let page = app.get(&format!("/console/{list}"), &clerk).await.text();
        assert!(!page.contains("2号院"), "{list} shows the other side");
        let file = app.get(&format!("/console/{list}.csv"), &clerk).await.text();
        assert!(!file.contains("2号院"), "{list}.csv holds the other side");
    }
}

/// The rows of a list as its CSV has them, without head and watermark.
async fn rows(app: &TestApp, path: &str, cookie: &str) -> usize {
    let (list, query) = path.split_once('?').unwrap_or((path, ""));
    let file = app.get(&format!("{list}.csv?{query}"), cookie).await;
    assert_eq!(file.status, StatusCode::OK, "{path}");
    csv::ReaderBuilder::new().flexible(true).from_reader(&file.body[..]).records().count() - 1
}

#[tokio::test]
async fn every_number_is_the_number_of_the_rows_it_leads_to() {
    let app = TestApp::new(Base::Sqlite).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let homes = &app.world.a.households;
    let visits = [
        phone.visit(homes[0], "completed"),
        phone.visit(homes[1], "no_answer"),
        phone.visit(homes[1], "refused_final"),
        phone.visit(homes[2], "vacant"),
    ];
    phone.push(&app, &visits).await;
    let mut checked = 0;
    for (login, _) in PEOPLE {
        let cookie = app.log_in(login).await;
        for page in ["/console", "/console/coverage", "/console/zero-clearing", "/console/ratings"] {
            let answer = app.get(page, &cookie).await;
            for (href, number) in numbers(&answer.text()) {
                assert_eq!(rows(&app, &href, &cookie).await, number, "{login} {page} {href}");
                checked += 1;
            }
        }
    }
    assert!(checked > 20, "only {checked} numbers were found");
}

/// Links whose text is a plain number, with their addresses.
fn numbers(html: &str) -> Vec<(String, usize)> {
    let plain = |text: &str| {
        let mut inside = false;
        let kept = text.chars().filter(|glyph| {
            let keep = !inside && *glyph != '<';
            inside = (inside || *glyph == '<') && *glyph != '>';
            keep && *glyph != '>'
        });
        kept.collect::<String>()
    };
    let link = |part: &str| {
        let (tag, rest) = part.split_once('>')?;
        let href = tag.split_once("href=\"")?.1.split_once('"')?.0.replace("&amp;", "&");
        let inside = rest.split_once("</a>")?.0;
        let shown = inside.split_once("tally-label").map_or(inside, |(number, _)| number);
        let number = plain(shown).trim().parse().ok()?;
        href.starts_with("/console/").then_some((href, number))
    };
    html.split("<a ").skip(1).filter_map(link).collect()
}

#[tokio::test]
async fn an_export_is_text_only_says_who_took_it_and_is_listed() {
    let app = TestApp::new(Base::Sqlite).await;
    let center = app.log_in("center").await;
    let file = app.get("/console/compounds.csv?street=140403001", &center).await;
    assert!(file.body.starts_with(&[0xef, 0xbb, 0xbf]));
    assert!(file.text().contains("center") && file.text().contains("street=140403001"), "{}", file.text());
    let sheet = app.get("/console/compounds.xlsx", &center).await;
    assert!(sheet.body.starts_with(b"PK"));
    let list = app.get("/console/exports", &center).await.text();
    assert!(list.contains("csv") && list.contains("xlsx") && list.contains("compounds"), "{list}");
}

#[tokio::test]
async fn the_zero_clearing_of_a_day_leaves_as_a_file() {
    let app = TestApp::new(Base::Sqlite).await;
    let center = app.log_in("center").await;
    let page = app.get("/console/zero-clearing?day=2026-03-01", &center).await.text();
    for ending in ["csv", "xlsx"] {
        assert!(page.contains(&format!("/console/zero-clearing.{ending}?day=2026-03-01")), "{page}");
    }
    let file = app.get("/console/zero-clearing.csv?day=2026-03-01", &center).await.text();
    let lines: Vec<&str> = file.lines().collect();
    for (line, begins) in [(1, "净清零率,"), (2, "累计清零率,"), (3, "稳定运行,")] {
        assert!(lines[line].starts_with(begins) && lines[line].ends_with("2026-03-01"), "{file}");
    }
    assert!(lines.len() > 4 && file.contains("center"), "stages and the one who took it: {file}");
}
