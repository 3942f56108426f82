//! What counts as an answer of our server. A captive portal's page with status 200, a body cut in the middle, a proxy's error: none
//! of them is, and nothing changes because of them.

use super::transport::{Call, NoReply, Reply, Transport};
use domain::finding::Finding;
use domain::json::{self, FromJson};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// Why there is no answer to work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing came, or something that our server did not say.
    Unreachable,
    /// The session is over: log in again to send.
    NotLoggedIn,
    /// The server wants the first password changed before anything else.
    PasswordMustChange,
    /// Our server said no.
    Refused {
        /// HTTP status.
        status: u16,
        /// Why.
        findings: Vec<Finding>,
    },
}

/// The server's error envelope.
#[derive(FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
struct Envelope {
    errors: Vec<Finding>,
}

/// Asks and reads the answer. The call is on its way when this returns, whenever its answer is waited for.
pub fn ask<A: FromJson>(transport: &dyn Transport, call: Call) -> impl Future<Output = Result<A, Refusal>> {
    let reply = transport.call(call);
    async move {
        match reply.await {
            Ok(reply) => answer(&reply),
            Err(NoReply) => Err(Refusal::Unreachable),
        }
    }
}

/// The same for an answer that is kept word for word, as the server gave it.
pub async fn ask_word_for_word<A: FromJson>(transport: &dyn Transport, call: Call) -> Result<(A, String), Refusal> {
    let reply = transport.call(call).await.map_err(|NoReply| Refusal::Unreachable)?;
    Ok((answer(&reply)?, granted(&reply)?.to_owned()))
}

/// The answer in a reply, if our server gave it.
pub fn answer<A: FromJson>(reply: &Reply) -> Result<A, Refusal> {
    json::read(granted(reply)?).map_err(|_| Refusal::Unreachable)
}

/// The text of an answer that is a yes. Which type it is of does not matter here: it is there once, not once for each.
fn granted(reply: &Reply) -> Result<&str, Refusal> {
    // Whoever says it, a proxy on the way or our server: nothing was taken, and less at a time may get through.
    if reply.status == 413 {
        return Err(Refusal::Refused { status: 413, findings: vec![] });
    }
    if reply.content_type != "application/json" {
        return Err(Refusal::Unreachable);
    }
    // From a `str`, as everywhere else: the phone's module then holds one reader of each type, not two.
    let Ok(body) = std::str::from_utf8(&reply.body) else { return Err(Refusal::Unreachable) };
    if reply.status == 200 {
        return Ok(body);
    }
    let Ok(Envelope { errors }) = json::read(body) else { return Err(Refusal::Unreachable) };
    let says = |code: &str| errors.iter().any(|finding| finding.code == code);
    Err(match reply.status {
        401 if says("not_logged_in") => Refusal::NotLoggedIn,
        403 if says("password_must_change") => Refusal::PasswordMustChange,
        400..=500 => Refusal::Refused { status: reply.status, findings: errors },
        _ => Refusal::Unreachable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sync::protocol::PushResponse;

    fn reply(status: u16, content_type: &str, body: &str) -> Reply {
        Reply { status, content_type: content_type.to_owned(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn both_readers_agree_on_refusals() {
        crate::reading::agree::<Envelope>(&serde_json::json!({"errors": [{"code": "busy", "field": ""}]}));
    }

    #[test]
    fn only_our_own_servers_words_are_an_answer() {
        let json = "application/json";
        let whole = r#"{"protocol":1,"server_time_ms":5,"receipts":[]}"#;
        let errors = |code: &str| format!(r#"{{"errors":[{{"code":"{code}","field":""}}]}}"#);
        let refused = |status, code: &str| Refusal::Refused { status, findings: vec![Finding::new(code, "")] };
        let cases = [
            (reply(200, "text/html", "<html>please log in to this hotel</html>"), Refusal::Unreachable),
            (reply(200, "text/html", whole), Refusal::Unreachable),
            (reply(200, json, &whole[..whole.len() - 1]), Refusal::Unreachable),
            (reply(200, json, ""), Refusal::Unreachable),
            (reply(200, json, "{}"), Refusal::Unreachable),
            (reply(200, json, "[]"), Refusal::Unreachable),
            (reply(204, json, whole), Refusal::Unreachable),
            (reply(302, json, whole), Refusal::Unreachable),
            (reply(502, "text/html", "bad gateway"), Refusal::Unreachable),
            (reply(503, json, &errors("busy")), Refusal::Unreachable),
            (reply(401, "text/html", "proxy wants a password"), Refusal::Unreachable),
            (reply(401, json, &errors("proxy")), refused(401, "proxy")),
            (reply(401, json, &errors("not_logged_in")), Refusal::NotLoggedIn),
            (reply(403, json, &errors("password_must_change")), Refusal::PasswordMustChange),
            (reply(413, json, &errors("too_large")), Refusal::Refused { status: 413, findings: vec![] }),
            (reply(413, "text/html", "<html>nginx</html>"), Refusal::Refused { status: 413, findings: vec![] }),
            (reply(500, json, &errors("internal")), refused(500, "internal")),
        ];
        for (reply, refusal) in cases {
            assert_eq!(answer::<PushResponse>(&reply).err(), Some(refusal), "{reply:?}");
        }
        assert!(answer::<PushResponse>(&reply(200, json, whole)).is_ok());
    }
}
