//! Answers of a visit in words, with the questions as they were asked.

use crate::db::{self, Tx};
use crate::error::ApiResult;
use app::console::detail::FactView;
use app::console::table::Cell;
use app::words::{console as words, console_step as step, console_value as value, theme};
use domain::language::Language;
use domain::questionnaire::{Answer, Question, Questionnaire, SurveyResponse};
use uuid::Uuid;

/// Every answer of a visit, question by question.
pub async fn answers(tx: &mut Tx, visit: Uuid, language: Language) -> ApiResult<Vec<FactView>> {
    let mut list = Vec::new();
    for (code, version, status, content) in db::visit_list::responses_of_visit(tx, visit).await? {
        list.push((format!("{code} v{version}"), Cell::text(value::state_text(&status, language))));
        let Ok(response) = serde_json::from_str::<SurveyResponse>(&content) else { continue };
        let document = db::document::document(tx, "questionnaire", &code, version).await?;
        let document: Option<Questionnaire> = document.and_then(|content| serde_json::from_value(content).ok());
        let questions = document.map(|document| document.questions).unwrap_or_default();
        for (code, answer) in &response.answers {
            let asked = questions.iter().find(|question| question.code == *code);
            let label = asked.map(|asked| format!("{code} {}", asked.text.in_language(language)));
            list.push((label.unwrap_or_else(|| code.clone()), Cell::text(words_of(answer, asked, language))));
        }
    }
    Ok(list)
}

fn words_of(answer: &Answer, asked: Option<&Question>, language: Language) -> String {
    let option = |code: &String| {
        let known = asked.and_then(|asked| asked.options.iter().find(|option| option.code == *code));
        known.map_or_else(|| code.clone(), |option| option.text.in_language(language).to_owned())
    };
    match answer {
        Answer::Declined => step::DECLINED.text(language).to_owned(),
        Answer::Choice(code) => option(code),
        Answer::Choices(codes) => codes.iter().map(option).collect::<Vec<_>>().join("、"),
        Answer::Scale(level) => {
            let word = usize::from(*level).checked_sub(1).and_then(|at| theme::SCALE5.get(at));
            word.map_or_else(|| level.to_string(), |word| format!("{level} {}", word.text(language)))
        }
        Answer::Number(number) => number.to_string(),
        Answer::Text(text) => text.clone(),
        Answer::YesNo(yes) => if *yes { words::YES } else { words::NO }.text(language).to_owned(),
        Answer::Photos(photos) => photos.len().to_string(),
        Answer::Area(area) => format!("{area} ㎡"),
    }
}
