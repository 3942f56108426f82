//! Ratings: what counts, what replaces, what locks, and that nothing typed is lost.

use crate::story;

story!(a_rating_with_a_valid_code_counts_and_a_later_one_replaces_it);
story!(a_rating_without_a_code_is_kept_and_does_not_count);
story!(what_was_typed_comes_back_with_its_errors_in_place);
story!(ten_wrong_codes_lock_for_a_day_and_only_the_code);
story!(a_house_behind_one_address_is_not_locked_out_by_one_persons_slip);
story!(the_same_form_sent_twice_is_one_rating);
story!(a_form_sent_again_with_something_else_in_it_is_the_later_one);

mod stories {
    use crate::house::{House, NOW_MS, one};
    use axum::http::StatusCode;
    use domain::household_code::HouseholdCode;
    use server::db::{self, Tx};

    async fn rate(house: &House, fields: &[(&str, &str)]) -> crate::house::Answer {
        house.post(&format!("/c/{}/rate", house.code), fields).await
    }

    async fn counted(house: &House) -> (i64, i64, i64) {
        one!(
            house.state,
            (i64, i64, i64),
            "select count(*), count(case when counted then 1 end),
            coalesce(max(case when counted then overall end), 0) from ratings"
        )
    }

    pub async fn a_rating_with_a_valid_code_counts_and_a_later_one_replaces_it(house: &House) {
        let slip = house.slip.to_string();
        let first = rate(house, &[("overall", "2"), ("order", "5"), ("household_code", &slip)]).await;
        assert_eq!((first.status, first.location), (StatusCode::SEE_OTHER, format!("/c/{}?rated=counted", house.code)));
        house.state.clock.set_ms(NOW_MS + 1);
        let typed = format!(" {} ", slip.to_lowercase().replace('-', " "));
        let second = rate(house, &[("overall", "4"), ("household_code", &typed), ("text", "门岗好多了")]).await;
        assert!(second.location.ends_with("rated=replaced"), "{}", second.location);
        assert_eq!(counted(house).await, (2, 1, 4), "both are kept, one counts");
        house.state.clock.set_ms(NOW_MS + 2);
        let neighbour = house.neighbour_slip.to_string();
        assert!(
            rate(house, &[("overall", "1"), ("household_code", &neighbour)]).await.location.ends_with("rated=counted")
        );
        house.state.clock.set_ms(NOW_MS + 60 * 86_400_000);
        assert!(rate(house, &[("overall", "3"), ("household_code", &slip)]).await.location.ends_with("rated=counted"));
        assert_eq!(counted(house).await.1, 3, "a new quarter, a new vote");
        house.state.clock.set_ms(NOW_MS);
        let mut tx = house.state.db.read().await.unwrap();
        let versions = db::rating::versions_of_assignment(&mut tx, crate::house::id(20).into()).await.unwrap();
        assert_eq!(versions[0].superseded_by, Some(versions[1].id));
    }

    pub async fn a_rating_without_a_code_is_kept_and_does_not_count(house: &House) {
        let answer = rate(house, &[("overall", "5")]).await;
        assert!(answer.location.ends_with("rated=kept"));
        assert_eq!(counted(house).await, (1, 0, 0));
        let thanks = house.get(&answer.location).await;
        assert!(thanks.body.contains("没有户码，所以单独显示，不算票"));
    }

    pub async fn what_was_typed_comes_back_with_its_errors_in_place(house: &House) {
        let long = "说".repeat(201);
        let answer = rate(house, &[("cleaning", "3"), ("text", &long), ("household_code", "ABCD-EFGH-2")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for text in ["请选一个", "太长了", "户码不对", long.as_str(), "value=\"ABCD-EFGH-2\""] {
            assert!(answer.body.contains(text), "{text}");
        }
        assert_eq!(answer.body.matches(" checked").count(), 1, "only what was tapped is tapped");
        assert_eq!(counted(house).await.0, 0);
        assert!(answer.body.contains("免费承诺有没有做到"), "during the trial the fifth question is another");
        let hostile = rate(house, &[("overall", "9"), ("text", "\"><script>alert(1)</script>")]).await;
        assert!(hostile.status == StatusCode::UNPROCESSABLE_ENTITY && !hostile.body.contains("<script>"));
    }

    pub async fn ten_wrong_codes_lock_for_a_day_and_only_the_code(house: &House) {
        let slip = house.slip.to_string();
        for random in 0..10u64 {
            let wrong = HouseholdCode::make(900_000 + random).to_string();
            let answer = rate(house, &[("overall", "5"), ("household_code", &wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let locked = rate(house, &[("overall", "5"), ("household_code", &slip)]).await;
        assert!(locked.body.contains("今天不能再用户码了"));
        assert!(rate(house, &[("overall", "5")]).await.location.ends_with("rated=kept"));
        house.state.clock.set_ms(NOW_MS + 86_400_000 + 1);
        assert!(rate(house, &[("overall", "5"), ("household_code", &slip)]).await.location.ends_with("rated=counted"));
    }

    pub async fn a_house_behind_one_address_is_not_locked_out_by_one_persons_slip(house: &House) {
        let (slip, neighbour) = (house.slip.to_string(), house.neighbour_slip.to_string());
        assert!(rate(house, &[("overall", "5"), ("household_code", &slip)]).await.location.ends_with("rated=counted"));
        let old = HouseholdCode::make(900_000).to_string();
        for _ in 0..30 {
            let answer = rate(house, &[("overall", "5"), ("household_code", &old)]).await;
            assert!(answer.body.contains("户码不对"), "the same old slip again is one try");
        }
        for random in 1..10u64 {
            rate(house, &[("overall", "5"), ("household_code", &HouseholdCode::make(900_000 + random).to_string())])
                .await;
        }
        let locked = rate(house, &[("overall", "4"), ("household_code", &neighbour)]).await;
        assert!(locked.body.contains("今天不能再用户码了"), "ten different ones are guessing");
        let known = rate(house, &[("overall", "3"), ("household_code", &slip)]).await;
        assert!(known.location.ends_with("rated=replaced"), "what was right from here before is no guess");
    }

    pub async fn the_same_form_sent_twice_is_one_rating(house: &House) {
        let slip = house.slip.to_string();
        let form = [("form_id", "0190c0de-0000-7000-8000-000000000001"), ("overall", "4"), ("household_code", &slip)];
        rate(house, &form).await;
        rate(house, &form).await;
        assert_eq!(counted(house).await, (1, 1, 4));
    }

    /// (all, counting, shown, what is shown last)
    async fn shown(house: &House) -> (i64, i64, i64, i64) {
        one!(
            house.state,
            (i64, i64, i64, i64),
            "select count(*), count(case when counted then 1 end), count(case when superseded_by is null then 1 end),
            coalesce(max(case when superseded_by is null then overall end), 0) from ratings"
        )
    }

    pub async fn a_form_sent_again_with_something_else_in_it_is_the_later_one(house: &House) {
        let slip = house.slip.to_string();
        let form_id = ("form_id", "0190c0de-0000-7000-8000-000000000001");
        let send = async |overall: &str, code: &str| {
            let answer = rate(house, &[form_id, ("overall", overall), ("household_code", code)]).await;
            answer.location.rsplit('=').next().unwrap().to_owned()
        };
        assert_eq!(send("5", "").await, "kept");
        assert_eq!(send("1", "").await, "kept", "back, and changed");
        assert_eq!(shown(house).await, (2, 0, 1, 1));
        assert_eq!(send("1", &slip).await, "counted", "back, and the code added");
        assert_eq!(shown(house).await, (3, 1, 1, 1));
        assert_eq!(send("3", &slip).await, "replaced");
        send("3", &slip).await;
        assert_eq!(shown(house).await, (4, 1, 1, 3), "a second tap is nothing new");
        assert_eq!(send("1", &slip).await, "replaced", "what was said before may be said again");
        assert_eq!(shown(house).await, (5, 1, 1, 1));
        let neighbour = house.neighbour_slip.to_string();
        assert_eq!(send("2", &neighbour).await, "counted");
        assert_eq!(shown(house).await, (6, 2, 2, 2), "a neighbour at the same phone takes nobody's vote");
    }
}
