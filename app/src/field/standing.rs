//! How this phone stands with the server: what waits, what stopped, and how the badge says it.

use crate::sync::round::Stop;
use crate::ui::top_bar::Sync;
use crate::words::{Word, sync as words};
use domain::language::Language;
use domain::sync::outbox::{Custody, Waiting};

/// How many records are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// On this phone only.
    pub unsent: usize,
    /// Stored, some blobs missing.
    pub copies: usize,
    /// Verified, still in their grace time.
    pub verified: usize,
    /// Set aside.
    pub aside: usize,
}

impl Counts {
    /// Counts an outbox.
    pub fn of(entries: &[Waiting]) -> Self {
        let mut counts = Self::default();
        for entry in entries {
            *match entry.custody {
                Custody::OnThisPhoneOnly => &mut counts.unsent,
                Custody::CopyOnServer { .. } => &mut counts.copies,
                Custody::VerifiedOnServer { .. } => &mut counts.verified,
                Custody::SetAside { .. } => &mut counts.aside,
            } += 1;
        }
        counts
    }

    /// What still has to travel: records, and those whose photos are on their way.
    pub fn waiting(self) -> usize {
        self.unsent + self.copies
    }
}

/// All that the badge and the outbox page say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// A round is running.
    pub is_busy: bool,
    /// The phone says it has no network.
    pub is_offline: bool,
    /// Why the last round stopped early; none: it went through, or none was tried.
    pub stop: Option<Stop>,
    /// When a round last went through, phone clock.
    pub done_at_ms: Option<i64>,
    /// The outbox.
    pub counts: Counts,
    /// All that this account works with has been downloaded. Until somebody has looked: no, and nothing is called sent.
    pub is_fetched: bool,
}

impl Standing {
    /// Nobody is here any more: what was true of one worker's records is not said to the next.
    pub fn forget(&mut self) {
        *self = Self { is_busy: self.is_busy, is_offline: self.is_offline, ..Self::default() };
    }

    /// The badge's sign. What needs a hand comes before what needs only time.
    pub fn sign(&self) -> Sync {
        match self.stop {
            Some(Stop::LoggedOut | Stop::PasswordMustChange | Stop::UpdateNeeded | Stop::Storage(_)) => Sync::Trouble,
            _ if self.counts.aside > 0 => Sync::Trouble,
            _ if self.is_offline => Sync::Offline,
            _ if self.is_busy => Sync::Busy,
            Some(Stop::Unreachable) => Sync::Offline,
            _ if self.counts.waiting() > 0 || !self.is_fetched => Sync::Waiting,
            _ => Sync::Clear,
        }
    }

    /// The badge's word.
    pub fn label(&self, language: Language) -> String {
        let waiting = self.counts.waiting();
        let count = |word: Word, number: usize| word.fill(language, &[("count", &number.to_string())]);
        match (self.sign(), &self.stop) {
            (Sync::Trouble, Some(Stop::LoggedOut | Stop::PasswordMustChange)) => {
                words::BADGE_LOGIN.text(language).to_owned()
            }
            (Sync::Trouble, Some(Stop::UpdateNeeded)) => words::BADGE_UPDATE.text(language).to_owned(),
            (Sync::Trouble, _) if self.counts.aside > 0 => count(words::BADGE_ASIDE, self.counts.aside),
            (Sync::Waiting, _) if waiting == 0 => words::BADGE_NOT_FETCHED.text(language).to_owned(),
            (Sync::Trouble | Sync::Waiting, _) => count(words::BADGE_WAITING, waiting),
            (Sync::Offline, _) if waiting > 0 => count(words::BADGE_OFFLINE_WAITING, waiting),
            (Sync::Offline, _) => words::BADGE_OFFLINE.text(language).to_owned(),
            (Sync::Busy, _) if !self.is_fetched => words::BADGE_FETCHING.text(language).to_owned(),
            (Sync::Busy, _) => words::BADGE_BUSY.text(language).to_owned(),
            (Sync::Clear, _) => words::BADGE_CLEAR.text(language).to_owned(),
        }
    }
}

/// The word for where a record is.
pub fn custody(custody: &Custody) -> Word {
    match custody {
        Custody::OnThisPhoneOnly => words::ON_THIS_PHONE_ONLY,
        Custody::CopyOnServer { .. } => words::COPY_ON_SERVER,
        Custody::VerifiedOnServer { .. } => words::VERIFIED_ON_SERVER,
        Custody::SetAside { .. } => words::SET_ASIDE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_worker_hears_nothing_of_the_one_before() {
        let mut standing = Standing {
            is_busy: true,
            is_offline: true,
            stop: Some(Stop::LoggedOut),
            done_at_ms: Some(1),
            counts: Counts { unsent: 3, ..Counts::default() },
            is_fetched: true,
        };
        standing.forget();
        assert_eq!(standing, Standing { is_busy: true, is_offline: true, ..Standing::default() });
    }

    #[test]
    fn the_badge_names_first_what_needs_a_hand() {
        let waiting = |unsent, aside| Counts { unsent, aside, ..Counts::default() };
        let standing = |counts, stop, is_offline, is_busy| Standing {
            counts,
            stop,
            is_offline,
            is_busy,
            done_at_ms: None,
            is_fetched: true,
        };
        let new = |standing| Standing { is_fetched: false, ..standing };
        let cases = [
            (Standing::default(), Sync::Waiting, "还没下载"),
            (new(standing(waiting(0, 0), None, false, true)), Sync::Busy, "下载中"),
            (new(standing(waiting(0, 0), None, true, false)), Sync::Offline, "离线"),
            (new(standing(waiting(3, 0), None, false, false)), Sync::Waiting, "未上传 3\u{a0}条"),
            (new(standing(waiting(0, 0), Some(Stop::Refused(429)), false, false)), Sync::Waiting, "还没下载"),
            (standing(waiting(0, 0), None, false, false), Sync::Clear, "已上传"),
            (standing(waiting(3, 0), None, false, false), Sync::Waiting, "未上传 3\u{a0}条"),
            (standing(waiting(3, 0), None, false, true), Sync::Busy, "上传中"),
            (standing(waiting(3, 0), None, true, false), Sync::Offline, "离线 · 3\u{a0}条"),
            (standing(waiting(0, 0), Some(Stop::Unreachable), false, false), Sync::Offline, "离线"),
            (standing(waiting(3, 0), Some(Stop::LoggedOut), true, false), Sync::Trouble, "请重新登录"),
            (standing(waiting(3, 2), None, true, false), Sync::Trouble, "2\u{a0}条待处理"),
            (standing(waiting(1, 0), Some(Stop::Refused(429)), false, false), Sync::Waiting, "未上传 1\u{a0}条"),
        ];
        for (standing, sign, label) in cases {
            assert_eq!((standing.sign(), standing.label(Language::Zh).as_str()), (sign, label), "{standing:?}");
        }
    }
}
