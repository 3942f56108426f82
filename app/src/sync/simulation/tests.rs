//! What the simulation is asked.

use super::broken::Broken;
use super::storm::{self, Figures};

/// Seeds that every run of the tests takes.
const SEEDS: u64 = 2_000;
/// Seeds within which each mistake has to be found.
const HUNT: u64 = 3_000;

fn run_all(seeds: std::ops::Range<u64>, broken: Broken) -> Figures {
    let mut all = Figures::default();
    for seed in seeds {
        match storm::run(seed, broken) {
            Ok(figures) => {
                all.made += figures.made;
                all.lost += figures.lost;
            }
            Err(what) => panic!("{what}\nreplay: make simulate SEED={seed}"),
        }
    }
    all
}

#[test]
fn in_all_weathers_nothing_is_lost_and_nothing_doubled() {
    let figures = run_all(0..SEEDS, Broken::Nothing);
    assert!(figures.made > SEEDS, "{figures:?}: people did something");
}

#[test]
fn every_mistake_is_found() {
    for broken in Broken::MISTAKES {
        let found = (0..HUNT).find_map(|seed| storm::run(seed, broken).err());
        let Some(story) = found else { panic!("{broken:?} was not found") };
        println!("{}", story.lines().next().unwrap_or_default());
    }
}

/// `make simulate`: `SEEDS` many from `FROM` on, or one `SEED`; every kind of failure is told once.
#[test]
#[ignore = "the command `make simulate`"]
fn simulate() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => {
            let from = number("FROM").unwrap_or(0);
            from..from + number("SEEDS").unwrap_or(100_000)
        }
    };
    let (mut figures, mut failed) = (Figures::default(), Vec::new());
    for seed in seeds.clone() {
        match storm::run(seed, Broken::Nothing) {
            Ok(own) => {
                figures.made += own.made;
                figures.lost += own.lost;
            }
            Err(story) => {
                if failed.len() < 5 {
                    println!("{story}\n  replay: make simulate SEED={seed}");
                }
                failed.push(seed);
            }
        }
    }
    println!("simulate_seeds {} seeds", seeds.end - seeds.start);
    println!("simulate_records {} records", figures.made);
    println!("simulate_lost_with_their_phone_or_backup {} records", figures.lost);
    println!("simulate_failed {} seeds", failed.len());
    assert!(failed.is_empty(), "{failed:?}");
}
