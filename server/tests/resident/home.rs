//! What a household asked for, and its word on it.

use crate::story;

story!(a_household_sees_what_was_noted_at_its_door_and_has_the_last_word);
story!(nobody_sees_or_answers_for_another_household);
story!(secret_matters_and_the_family_before_stay_out_of_sight);
story!(each_family_sees_and_answers_its_own_matters_only);

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
            "insert into needs (id, household_id, compound_id, code, hazard, place_text, description, photos, status, recorded_at_ms, received_at_ms, occupancy_seq)
             select $1, h.id, $3, $4, $5, '楼道', '下水堵了', $6, 'open', 1, 1, h.occupancy_seq from households h where h.id = $2",
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
        let again = house.get(&format!("{path}/answer")).await;
        let is_a_page = again.body.contains("没有这个页面") && again.body.contains("按返回键");
        assert!(again.status == StatusCode::METHOD_NOT_ALLOWED && is_a_page, "come back to by its address");
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
        let tasks = db::home::tasks_of_home(&mut tx, (id(40).into(), 1)).await.unwrap();
        assert_eq!(tasks.iter().map(|task| task.id).collect::<Vec<_>>(), [id(71)]);
        assert!(db::home::requests_of_home(&mut tx, (id(40).into(), 1)).await.unwrap().is_empty());
        drop(tx);
        next_family(house).await;
        let slip = house.slip.to_string();
        let list = house.post(&format!("/c/{}/mine", house.code), &[("household_code", &slip)]).await;
        assert!(list.status == StatusCode::OK && !list.body.contains("下水堵了"));
    }

    /// Another family moves in and gets a slip.
    async fn next_family(house: &House) {
        let mut tx = house.state.db.write().await.unwrap();
        run!(tx, "update households set occupancy_seq = occupancy_seq + 1 where id = $1", id(40));
        run!(tx, "update household_codes set occupancy_seq = occupancy_seq + 1 where household_id = $1", id(40));
        tx.commit().await.unwrap();
    }

    /// What a family asks for through the page: the number.
    async fn asked(house: &House, text: &str) -> String {
        let slip = house.slip.to_string();
        let fields =
            [("icon", "power"), ("hazard", "no"), ("place", "楼道"), ("text", text), ("household_code", &slip)];
        let answer = house.post(&format!("/c/{}/requests", house.code), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location.trim_start_matches("/r/").split('?').next().unwrap().to_owned()
    }

    pub async fn each_family_sees_and_answers_its_own_matters_only(house: &House) {
        done(house, 60, "WAT-03").await;
        let first = asked(house, "灯不亮").await;
        next_family(house).await;
        done(house, 70, "WAT-03").await;
        let second = asked(house, "灯又坏了").await;
        let (path, slip) = (format!("/c/{}/mine", house.code), house.slip.to_string());
        let list = house.post(&path, &[("household_code", &slip)]).await.body;
        for (own, other) in [(id(71).to_string(), id(61).to_string()), (second, first.clone())] {
            assert!(list.contains(&own) && !list.contains(&other), "{own} {other}: {list}");
        }
        let answer = |task: String| {
            let fields = [("household_code", slip.clone()), ("task", task), ("answer", "confirm".to_owned())];
            let path = format!("{path}/answer");
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                house.post(&path, &fields).await.status
            }
        };
        assert_eq!(answer(id(61).to_string()).await, StatusCode::NOT_FOUND);
        assert_eq!(answer(id(71).to_string()).await, StatusCode::OK);
        let opened = house.post(&format!("/r/{first}"), &[("key", &slip)]).await;
        assert!(!opened.body.contains("灯不亮"), "nor with the code in the place of the key: {}", opened.body);
    }
}
