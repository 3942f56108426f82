//! Answers to the short form, as a resident at the door might give them.

use super::dice::Dice;
use domain::consent::Relation;
use domain::questionnaire::{Answer, Answers, Kind, Question, Questionnaire};

/// What people say when they are asked where and what.
const WORDS: [&str; 6] = [
    "二单元门口，一下雨就积水",
    "院里路灯坏了两盏",
    "垃圾桶离窗户太近，夏天味道大",
    "楼道里堆着自行车，老人不好走",
    "晚上大门没人看",
    "三楼窗户玻璃碎了一直没换",
];

/// Answers to every question that the short form shows; the house is lived in.
pub fn answers(dice: &mut Dice, form: &Questionnaire, relation: Relation) -> Answers {
    let mut answers = Answers::from([
        ("Q00".to_owned(), Answer::Choice("go_on".to_owned())),
        ("Q01".to_owned(), Answer::Choice(relation.name().to_owned())),
    ]);
    loop {
        let visible = form.visible(&answers);
        let next = visible.into_iter().find(|question| asked(question) && !answers.contains_key(&question.code));
        let Some(question) = next else { return answers };
        let answer = answer(dice, question);
        answers.insert(question.code.clone(), answer);
    }
}

/// Photos are left out.
fn asked(question: &Question) -> bool {
    question.required || matches!(question.kind, Kind::Text { .. })
}

fn answer(dice: &mut Dice, question: &Question) -> Answer {
    let living = |code: &&str| !matches!(*code, "vacant" | "other" | "nothing" | "phone" | "wechat");
    let codes = question.options.iter().map(|option| option.code.as_str()).filter(living).collect::<Vec<_>>();
    match &question.kind {
        Kind::Multi { .. } => {
            let first = dice.below(u32::try_from(codes.len().saturating_sub(1)).unwrap_or(1)) as usize;
            Answer::Choices(codes.iter().skip(first).take(2).map(|code| (*code).to_owned()).collect())
        }
        Kind::Scale5 => Answer::Scale(*dice.pick(&[2, 3, 3, 4, 4, 4, 5])),
        Kind::Int { .. } => Answer::Number(dice.between(1, 5)),
        Kind::Yesno => Answer::YesNo(dice.permille(60)),
        Kind::Text { .. } => Answer::Text((*dice.pick(&WORDS)).to_owned()),
        Kind::Single | Kind::Info { .. } | Kind::Photo { .. } | Kind::Area if codes.is_empty() => Answer::Declined,
        Kind::Single | Kind::Info { .. } | Kind::Photo { .. } | Kind::Area => {
            Answer::Choice((*dice.pick(&codes)).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_form_finds_nothing_wrong_with_them() {
        let (full, mut dice) = (Questionnaire::hq_01(), Dice::new(5));
        for _ in 0..200 {
            let given = answers(&mut dice, &full.short_form(), Relation::Owner);
            assert_eq!(full.short_form().validate(&given), []);
            assert!(full.validate(&given).iter().all(|finding| finding.code == "unanswered"));
            assert!(given.len() >= 6);
        }
    }
}
