//! Asking for help and following it.

use crate::story;

story!(a_request_gets_a_number_and_a_key_and_its_number_alone_tells_only_how_far_it_is);
story!(a_danger_becomes_a_p0_task_at_once_and_says_whom_to_call);
story!(photos_are_made_anew_and_survive_an_error_in_the_form);
story!(the_resident_confirms_or_reopens_what_was_reported_done);
story!(the_same_request_sent_twice_is_one);
story!(a_stranger_s_key_opens_nothing_and_ten_of_them_lock);

mod stories {
    use crate::house::{Answer, House, id, one, run};
    use axum::http::StatusCode;
    use server::db::Tx;

    const PLAIN: [(&str, &str); 4] =
        [("icon", "power"), ("hazard", "no"), ("place", "2 单元 3 层"), ("text", "楼道灯不亮")];

    async fn ask(house: &House, fields: &[(&str, &str)]) -> Answer {
        house.post(&format!("/c/{}/requests", house.code), fields).await
    }

    /// The number and the key out of the address after sending.
    fn number_and_key(answer: &Answer) -> (String, String) {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let (number, rest) = answer.location.strip_prefix("/r/").and_then(|rest| rest.split_once("?key=")).unwrap();
        (number.to_owned(), rest.split('&').next().unwrap().to_owned())
    }

    pub async fn a_request_gets_a_number_and_a_key_and_its_number_alone_tells_only_how_far_it_is(house: &House) {
        let sent = ask(house, &[PLAIN.as_slice(), &[("phone", "１38 0000 1234")]].concat()).await;
        let (number, key) = number_and_key(&sent);
        assert!(number.starts_with("R-140403-261122-0001-"), "{number}");
        let fresh = house.get(&sent.location).await;
        for text in ["请记下这两样", &number, &key, "楼道灯不亮", "2 单元 3 层", "已收到"] {
            assert!(fresh.body.contains(text), "{text}");
        }
        let guessed = house.get(&format!("/r/{number}")).await;
        assert!(guessed.status == StatusCode::OK && guessed.body.contains("已收到"));
        for secret in ["楼道灯", "2 单元", "试验小区", "电和灯", key.as_str(), "13800001234"] {
            assert!(!guessed.body.contains(secret), "{secret}");
        }
        let sealed = one!(house.state, (Option<String>,), "select phone_sealed from requests").0.unwrap();
        assert!(!sealed.contains("1380000") && house.state.seal.open_text(&sealed).as_deref() == Some("13800001234"));
        let second = number_and_key(&ask(house, &PLAIN).await).0;
        assert!(second.starts_with("R-140403-261122-0002-") && second != number);
        let typed = format!("r {}", number[2..].replace('-', ""));
        let found = house.get(&format!("/r?number={}", typed.replace(' ', "%20"))).await;
        assert_eq!(found.location, format!("/r/{number}"));
        assert_eq!(house.get("/r?number=R-1").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.get("/r/R-140403-261122-9999-0").await.status, StatusCode::NOT_FOUND);
    }

    pub async fn a_danger_becomes_a_p0_task_at_once_and_says_whom_to_call(house: &House) {
        let nowhere = ask(house, &[("icon", "safety"), ("hazard", "yes")]).await;
        assert!(nowhere.status == StatusCode::UNPROCESSABLE_ENTITY && nowhere.body.contains("请写清楚在哪里"));
        let sent = ask(house, &[("icon", "safety"), ("hazard", "yes"), ("place", "东门口"), ("text", "缺井盖")]).await;
        let page = house.get(&sent.location).await;
        assert!(page.body.contains("tel:119") && page.body.contains("按紧急处理"));
        let task = one!(
            house.state,
            (String, String, String, uuid::Uuid),
            "select priority, status, responsible, company_id from tasks"
        );
        assert_eq!(task, ("p0".into(), "assigned".into(), "company".into(), house.company));
        let (kind,) = one!(house.state, (String,), "select entity_kind from changes");
        assert_eq!(kind, "task", "the company's phones hear of it");
    }

    pub async fn photos_are_made_anew_and_survive_an_error_in_the_form(house: &House) {
        let mut photo = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(2000, 1500).write_to(&mut photo, image::ImageFormat::Png).unwrap();
        let path = format!("/c/{}/requests", house.code);
        let bad = house
            .post_files(&path, &[("icon", "power")], &[("photo", photo.into_inner()), ("photo", b"<svg/>".to_vec())])
            .await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.body.contains("已收到 1 张照片") && bad.body.contains("这张照片打不开"));
        let hash = bad.body.split("name=\"photo_kept\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let nobodys = "0".repeat(64);
        let fields =
            [PLAIN.as_slice(), &[("photo_kept", &hash), ("photo_kept", "00"), ("photo_kept", &nobodys)]].concat();
        let (number, key) = number_and_key(&house.post_files(&path, &fields, &[]).await);
        let page = house.get(&format!("/r/{number}?key={key}")).await;
        assert!(page.body.contains(&format!("/r/{number}/photos/{hash}?key={key}")));
        assert_eq!(house.get(&format!("/r/{number}/photos/{hash}?key={key}")).await.status, StatusCode::OK);
        assert_eq!(house.get(&format!("/r/{number}/photos/{hash}")).await.status, StatusCode::NOT_FOUND);
        let (size,) = one!(house.state, (i64,), "select size_bytes from blobs");
        assert!(size < 250_000, "{size}");
    }

    async fn report_done(house: &House) {
        let mut tx = house.state.db.write().await.unwrap();
        run!(tx, "update tasks set status = 'submitted'");
        run!(tx, "insert into task_events (id, task_id, action, from_status, to_status, actor, note, photos_before, photos_after, recorded_at_ms, received_at_ms)
             select $1, id, 'submit', 'working', 'submitted', 'company_staff', '井盖换好了', photos, photos, 1, 1 from tasks", uuid::Uuid::new_v4());
        tx.commit().await.unwrap();
    }

    pub async fn the_resident_confirms_or_reopens_what_was_reported_done(house: &House) {
        let slip = house.slip.to_string();
        let fields = [("icon", "safety"), ("hazard", "yes"), ("place", "东门口"), ("household_code", &slip)];
        let (number, key) = number_and_key(&ask(house, &fields).await);
        let answer = |answer: &'static str, key: String| {
            let path = format!("/r/{number}/answer");
            async move { house.post(&path, &[("key", &key), ("answer", answer), ("text", "盖子还晃")]).await }
        };
        assert!(answer("confirm", key.clone()).await.location.ends_with("late=1"), "nothing to confirm yet");
        report_done(house).await;
        let page = house.get(&format!("/r/{number}?key={key}")).await;
        for text in ["办好了吗？", "井盖换好了", "安居试验物业"] {
            assert!(page.body.contains(text), "{text}");
        }
        let stranger = answer("confirm", "222222".into()).await;
        assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!answer("reopen", key.clone()).await.location.contains("late"));
        let states = "select t.status, r.status, t.reopen_count from tasks t join requests r on r.id = t.request_id";
        assert_eq!(one!(house.state, (String, String, i64), states), ("returned".into(), "reopened".into(), 1));
        let (note,) = one!(house.state, (String,), "select note from task_events where actor = 'resident'");
        assert_eq!(note, "盖子还晃");
        report_done(house).await;
        let opened = house.post(&format!("/r/{number}"), &[("key", &slip)]).await;
        assert!(opened.body.contains("办好了吗？"), "the household code opens its own request");
        answer("confirm", key.clone()).await;
        assert_eq!(one!(house.state, (String, String, i64), states), ("closed".into(), "confirmed".into(), 1));
    }

    pub async fn the_same_request_sent_twice_is_one(house: &House) {
        let form_id = id(99).to_string();
        let form = [PLAIN.as_slice(), &[("form_id", &form_id)]].concat();
        let first = number_and_key(&ask(house, &form).await);
        assert_eq!(number_and_key(&ask(house, &form).await), first);
        let stolen = [("icon", "green"), ("hazard", "no"), ("text", "别的事"), ("form_id", &form_id)];
        assert_ne!(
            number_and_key(&ask(house, &stolen).await).0,
            first.0,
            "another request under the same id is its own"
        );
        assert_eq!(one!(house.state, (i64,), "select count(*) from requests").0, 2);
    }

    pub async fn a_stranger_s_key_opens_nothing_and_ten_of_them_lock(house: &House) {
        let (number, key) = number_and_key(&ask(house, &PLAIN).await);
        let neighbour = house.neighbour_slip.to_string();
        for wrong in ["AAAAAA", neighbour.as_str(), "x", "2", "3", "4", "5", "6", "7", "8"] {
            let page = house.post(&format!("/r/{number}"), &[("key", wrong)]).await;
            assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && !page.body.contains("楼道灯"), "{wrong}");
        }
        let locked = house.post(&format!("/r/{number}"), &[("key", &key)]).await;
        assert!(locked.body.contains("请明天再试") && !locked.body.contains("楼道灯"));
    }
}
