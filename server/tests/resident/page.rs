//! The compound's page, codes that do not work, and the toggles.

use crate::story;

story!(the_page_says_who_serves_and_what_is_free);
story!(forged_and_revoked_codes_show_nothing_of_the_place);
story!(no_page_carries_script_or_inline_style);
story!(a_toggle_is_remembered_and_leads_back);

mod stories {
    use crate::house::{House, run};
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use server::db::Tx;

    pub async fn the_page_says_who_serves_and_what_is_free(house: &House) {
        let page = house.get(&format!("/c/{}", house.code)).await;
        assert_eq!(page.status, StatusCode::OK);
        for text in [
            "试验小区",
            "今天不收钱。",
            "免费到 2027年2月28日。不签也一样享受免费服务。",
            "安居试验物业",
            "不会要银行卡号",
            "还没有人提过",
        ] {
            assert!(page.body.contains(text), "{text}");
        }
        let unserved = house.get(&format!("/c/{}", house.other_code)).await;
        assert!(unserved.body.contains("还没有物业公司") && !unserved.body.contains("/rate\""));
        assert_eq!(house.get(&format!("/c/{}/rate", house.other_code)).await.status, StatusCode::NOT_FOUND);
    }

    pub async fn forged_and_revoked_codes_show_nothing_of_the_place(house: &House) {
        let mut forged = house.code.clone().into_bytes();
        forged[3] = if forged[3] == b'a' { b'b' } else { b'a' };
        let forged = String::from_utf8(forged).unwrap();
        for code in [forged.as_str(), &house.code[..19], "aaaaaaaaaaaaaaaaaaaa", "..%2Fadmin", "1"] {
            for below in ["", "/rate", "/requests"] {
                let page = house.get(&format!("/c/{code}{below}")).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{code}{below}");
                assert!(page.body.contains("这个二维码不能用") && !page.body.contains("试验小区"), "{code}{below}");
            }
        }
        let mut tx = house.state.db.write().await.unwrap();
        run!(tx, "update compounds set public_code_revoked_at_ms = 1 where id = $1", house.compound);
        tx.commit().await.unwrap();
        let page = house.get(&format!("/c/{}", house.code)).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.body.contains("已经作废") && !page.body.contains("试验小区"));
    }

    pub async fn no_page_carries_script_or_inline_style(house: &House) {
        for path in [
            format!("/c/{}", house.code),
            format!("/c/{}/rate", house.code),
            format!("/c/{}/requests", house.code),
            "/r".into(),
            "/c/x".into(),
        ] {
            let page = house.get(&path).await;
            assert!(page.body.starts_with("<!DOCTYPE html><html lang=\"zh-CN\">"), "{path}");
            for forbidden in ["<script", " style=\"", "javascript:", " checked"] {
                assert!(!page.body.contains(forbidden), "{path}: {forbidden}");
            }
        }
    }

    pub async fn a_toggle_is_remembered_and_leads_back(house: &House) {
        let back = format!("/c/{}", house.code);
        let answer = house.post("/preferences", &[("back", &back), ("elder", "on")]).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, back.as_str()));
        let cookie =
            answer.cookies.iter().find(|cookie| cookie.starts_with("elder=on;")).expect("the size is remembered");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let request = Request::get(&back).header("cookie", "elder=on; language=en").body(Body::empty()).unwrap();
        let page = house.send(request).await;
        assert!(page.body.starts_with("<!DOCTYPE html><html lang=\"en\" data-elder=\"on\">"), "{}", &page.body[..80]);
        assert!(page.body.contains("Nothing to pay today."));
        assert_eq!(house.post("/preferences", &[("back", "//evil.example")]).await.location, "/");
    }
}
