//! The simulation: phones with the real sync code, a server that keeps its promises with the real plan and merge code, a hostile
//! network, a virtual clock, and one thread that decides by a seed who takes the next step. Everything can be killed between any
//! two steps. The same seed is the same story, on every machine.
//!
//! `make simulate SEEDS=100000` runs many; `make simulate SEED=17` tells one.

mod bodies;
mod broken;
mod check;
mod cipher;
mod consents;
mod custody;
mod dice;
pub mod disk;
mod effects;
mod ledger;
mod life;
mod line;
mod repair;
mod rescue;
mod server;
mod signer;
mod storm;
mod tests;
mod world;
