//! Mistakes that somebody could make, to show that the simulation finds them.

/// What is wrong in this world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Nothing.
    Nothing,
    /// The phone believes every receipt, whoever signed it.
    BelievesEverybody,
    /// A commit is written piece by piece.
    TornCommits,
    /// A number given to a record is not durable: it is given again after a crash.
    ForgetsNumbers,
    /// The store does not look at guards: two windows write over each other.
    NoGuards,
    /// The server takes a record that it has for a new one.
    TakesTwice,
    /// The last word on a consent counts.
    LastWordCounts,
    /// Of a yes and a no of one phone, the later to arrive counts.
    ArrivalDecides,
    /// A yes that was set aside and is sent once more counts as said when it is sent.
    RepairsTakeNewPlaces,
    /// Everybody who shares a phone counts as one who knows it all.
    OneHandAPhone,
    /// A no that was set aside is as if it had not been said.
    ForgetsOpenNoes,
    /// A withdrawal is taken and leads to nothing.
    DropsWithdrawals,
    /// A phone may void what was said.
    PhonesMayVoid,
    /// A signature counts as confirmed without anybody calling back.
    ConfirmsUnasked,
    /// Phones do not learn that the server was restored.
    RestoresInSilence,
    /// A blob whose last chunk came just before a crash is never joined.
    ForgetsToJoin,
    /// A record in whose place another one stands is answered as one that waits for somebody.
    SetsRepairedAside,
}

impl Broken {
    /// Every mistake.
    pub const MISTAKES: [Self; 16] = [
        Self::BelievesEverybody,
        Self::TornCommits,
        Self::ForgetsNumbers,
        Self::NoGuards,
        Self::TakesTwice,
        Self::LastWordCounts,
        Self::ArrivalDecides,
        Self::RepairsTakeNewPlaces,
        Self::OneHandAPhone,
        Self::ForgetsOpenNoes,
        Self::DropsWithdrawals,
        Self::PhonesMayVoid,
        Self::ConfirmsUnasked,
        Self::RestoresInSilence,
        Self::ForgetsToJoin,
        Self::SetsRepairedAside,
    ];

    /// Whether it shows only where a fee is spoken of.
    pub fn is_about_fees(self) -> bool {
        matches!(
            self,
            Self::LastWordCounts
                | Self::ArrivalDecides
                | Self::RepairsTakeNewPlaces
                | Self::OneHandAPhone
                | Self::ForgetsOpenNoes
                | Self::DropsWithdrawals
                | Self::PhonesMayVoid
                | Self::ConfirmsUnasked
        )
    }
}
