//! What a household asked for, and its word on it.

use crate::story;

story!(a_household_sees_what_was_noted_at_its_door_and_has_the_last_word);
story!(nobody_sees_or_answers_for_another_household);
story!(secret_matters_and_the_family_before_stay_out_of_sight);

mod stories {
    use crate::house::{House, id, one, run};
    use axum::http::StatusCode;
    use server::db::{self, Tx};

    /// A need of the first household, reported done by the company.
    async fn done(house: &House, n: u8, code: &str) {
        let none = sqlx::types::Json(Vec::<String>::new());
        let mut tx = house.state.db.write().await.unwrap();
        run!(
            tx,
            "insert into needs (id, household_id, compound_id, code, hazard, place_text, description, photos, status, recorded_at_ms, received_at_ms)
             values ($1, $2, $3, $4, $5, '楼道', '下水堵了', $6, 'open', 1, 1)",
            id(n), id(40), house.compound, code, false, &none
        );
        run!(
            tx,
            "insert into tasks (id, kind, need_id, compound_id, household_id, code, priority, responsible, company_id, place_text, description, photos, status, reopen_count, created_at_ms, changed_at_ms)
             select $1, 'repair', id, compound_id, household_id, code, 'p1', 'company', $2, place_text, description, photos, 'submitted', 0, 1, 1 from needs where id = $3",
            id(n + 1), house.company, id(n)
        );
        tx.commit().await.unwrap();
    }

    pub async fn a_household_sees_what_was_noted_at_its_door_and_has_the_last_word(house: &House) {
        done(house, 60, "WAT-03").await;
        let path = format!("/c/{}/mine", house.code);
        assert_eq!(house.get(&path).await.status, StatusCode::OK);
        let slip = house.slip.to_string();
        let list = house.post(&path, &[("household_code", &slip)]).await;
        for text in ["上下水", "下水堵了", "安居试验物业", "说办好了，等您确认", "没办好"] {
            assert!(list.body.contains(text), "{text}");
        }
        let task = id(61).to_string();
        let fields = [("household_code", slip.as_str()), ("task", &task), ("answer", "reopen"), ("text", "还是堵")];
        let answered = house.post(&format!("{path}/answer"), &fields).await;
        assert!(answered.status == StatusCode::OK && answered.body.contains("记下了。"), "{}", answered.status);
        let state = "select t.status, e.actor, e.note from tasks t join task_events e on e.task_id = t.id";
        assert_eq!(
            one!(house.state, (String, String, String), state),
            ("returned".into(), "resident".into(), "还是堵".into())
        );
        let late = house.post(&format!("{path}/answer"), &fields).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "once is enough");
    }

    pub async fn nobody_sees_or_answers_for_another_household(house: &House) {
        done(house, 60, "WAT-03").await;
        let path = format!("/c/{}/mine", house.code);
        let neighbour = house.neighbour_slip.to_string();
        let list = house.post(&path, &[("household_code", &neighbour)]).await;
        assert!(
            list.status == StatusCode::OK && list.body.contains("还没有您家提的事") && !list.body.contains("下水堵了")
        );
        let task = id(61).to_string();
        let fields = [("household_code", neighbour.as_str()), ("task", &task), ("answer", "confirm")];
        assert_eq!(house.post(&format!("{path}/answer"), &fields).await.status, StatusCode::NOT_FOUND);
        for typed in ["", "ABCD", "22222222A"] {
            let page = house.post(&path, &[("household_code", typed)]).await;
            assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && !page.body.contains("下水堵了"), "{typed}");
        }
        assert_eq!(one!(house.state, (String,), "select status from tasks").0, "submitted");
    }

    pub async fn secret_matters_and_the_family_before_stay_out_of_sight(house: &House) {
        done(house, 60, "NBR-02").await;
        done(house, 70, "WAT-03").await;
        let mut tx = house.state.db.read().await.unwrap();
        let tasks = db::home::tasks_of_home(&mut tx, id(40).into()).await.unwrap();
        assert_eq!(tasks.iter().map(|task| task.id).collect::<Vec<_>>(), [id(71)]);
        assert!(db::home::requests_of_home(&mut tx, id(40).into()).await.unwrap().is_empty());
        drop(tx);
        let mut tx = house.state.db.write().await.unwrap();
        run!(tx, "update households set occupancy_seq = 2 where id = $1", id(40));
        run!(tx, "update household_codes set occupancy_seq = 2 where household_id = $1", id(40));
        tx.commit().await.unwrap();
        let slip = house.slip.to_string();
        let list = house.post(&format!("/c/{}/mine", house.code), &[("household_code", &slip)]).await;
        assert!(list.status == StatusCode::OK && !list.body.contains("下水堵了"));
    }
}
