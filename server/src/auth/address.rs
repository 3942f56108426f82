//! The address a request comes from, for throttles only: never logged, never stored in the clear.

use crate::auth::proxy::Proxies;
use crate::seal::Seal;
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// What the peer's address, or the one that a proxy of ours names, has in common with itself: a keyed digest. `local` where there is
/// none (requests made inside a test).
#[derive(Debug, Clone)]
pub struct Address(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Address
where
    Arc<Proxies>: FromRef<S>,
    Arc<Seal>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
            return Ok(Self("local".to_owned()));
        };
        let forwarded = parts.headers.get_all("x-forwarded-for").iter();
        let forwarded: Vec<&str> = forwarded.map(|value| value.to_str().unwrap_or("unreadable")).collect();
        let source = Arc::<Proxies>::from_ref(state).source(peer.ip(), forwarded.into_iter());
        let digest = Arc::<Seal>::from_ref(state).digest("address", &counted_as(source));
        Ok(Self(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()))
    }
}

/// Whoever has one address of IPv6 has the other 2⁶⁴ of the same net, too.
fn counted_as(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}
