//! What a sheet comes to: one commit makes the record, shows what it says, and ends the draft.

use super::fields::Sheet;
use super::page::About;
use crate::field::browser;
use crate::field::fact::record::Facts;
use crate::field::household::behind::{Behind, behind};
use crate::field::new_door::written::{new_household, shown};
use crate::field::route::Route;
use crate::field::signal::*;
use crate::store::StoreError;
use crate::sync::outbox::NewRecord;
use domain::finding::Finding;
use domain::id::{HouseholdId, RecordId};
use domain::json;
use domain::new_household::NewHousehold;
use domain::sync::record::RecordKind;

/// What a sheet comes to.
enum Made {
    Facts(HouseholdId, Facts),
    NewDoor(NewHousehold),
}

impl Sheet {
    fn made(self) -> Result<Made, Vec<Finding>> {
        let draft = self.draft.get_untracked();
        match self.about {
            About::Facts(household) => Ok(Made::Facts(household, Facts::of(&draft, household)?)),
            About::NewDoor(compound) => {
                let new = new_household(&draft, compound);
                new.validate()?;
                Ok(Made::NewDoor(new))
            }
        }
    }

    /// One commit: the record, how the door looks now, and the end of the draft. A door that is on the board needs no record, but for what was
    /// noted or photographed there; the page goes there.
    pub(super) fn save(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        let made = match self.made() {
            Ok(made) => made,
            Err(findings) => {
                self.findings.set(findings);
                browser::to_first_error();
                return;
            }
        };
        self.is_busy.set(true);
        spawn_local(async move {
            match self.record(made).await {
                Ok(door) => {
                    browser::buzz();
                    self.phone.replace(Route::Door(door));
                }
                Err(why) => {
                    self.not_kept.set(why.to_string());
                    self.is_busy.set(false);
                }
            }
        });
    }

    async fn record(self, made: Made) -> Result<HouseholdId, StoreError> {
        let (phone, draft) = (self.phone, self.about.name());
        let (id, kind, body, blobs, door, shown) = match made {
            // A new household's id is the record's.
            Made::NewDoor(new) => {
                let id: RecordId = phone.new_id();
                let known = untrack(|| self.on_board());
                let door = known.unwrap_or(HouseholdId(id.0));
                if known.is_some() && new.note.is_empty() && new.photos.is_empty() {
                    return phone.drop_draft(&draft).await.map(|()| door);
                }
                let shown = known.is_none().then(|| self.doors.with_untracked(|doors| shown(doors, door, &new)));
                (id, RecordKind::NewHousehold, json::write(&new), new.photos, door, shown)
            }
            // The door as it is now: the server may have said more of it since the page was opened.
            Made::Facts(door, facts) => {
                let now = behind(phone, door).await.ok().flatten();
                let shown = now.map(|Behind { household, .. }| facts.shown_on(household));
                (phone.new_id(), RecordKind::HouseholdFacts, json::write(&facts), facts.photos, door, shown)
            }
        };
        let mut also = vec![phone.end_draft(&draft)];
        also.extend(shown.map(|shown| phone.put_household(&shown)));
        phone.record_all(vec![NewRecord { id, kind, body, blobs }], also).await?;
        Ok(door)
    }
}
