//! Doors for the phones to visit, and the records they make there.

use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Phone, TestApp};
use domain::id::HouseholdId;
use domain::sync::record::{Record, RecordKind};
use serde_json::json;

/// Makes so many more doors on side A.
pub async fn make(app: &TestApp, count: usize) -> Vec<HouseholdId> {
    let mut tx = app.state.db.write().await.expect("a database that writes");
    let mut doors = Vec::with_capacity(count);
    for n in 0..count {
        let id = HouseholdId(app.state.clock.new_uuid());
        let sql =
            "insert into households (id, compound_id, grid_id, building_id, unit_id, door_no, door_raw, floor, area_c,
              area_source, usage, occupancy, occupancy_seq, active, door_state, fee_consent_state)
            select $1, compound_id, grid_id, building_id, unit_id, $2, $2, floor, area_c, area_source, usage, occupancy,
              occupancy_seq, active, door_state, fee_consent_state from households where id = $3";
        let door = format!("x{n}");
        run(&mut tx, sql, &[Bind::Id(id.0), Bind::Text(&door), Bind::Id(app.world.a.households[0].0)]).await;
        doors.push(id);
    }
    tx.commit().await.expect("a database that commits");
    doors
}

/// A visit of 2 kB; what the server does not know of it is kept.
pub fn visit(phone: &Phone, door: HouseholdId) -> Record {
    let body = json!({
        "household": door, "outcome": "no_answer", "channel": "door",
        "started_at_ms": NOW_MS - 60_000, "ended_at_ms": NOW_MS, "answers": "答".repeat(560),
    });
    phone.record(RecordKind::Visit, &body)
}

/// A photo of 200 kB that is like no other.
pub fn photo(seed: u64) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture in memory");
    let mut bytes = bytes.into_inner();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while bytes.len() < 200_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_be_bytes());
    }
    bytes
}
