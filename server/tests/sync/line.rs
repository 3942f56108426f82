//! The way from the phone to the program in process, with a fault at chosen calls.

use crate::support::TestApp;
use app::store::Later;
use app::sync::transport::{Body, Call, NoReply, Reply, Transport};
use axum::body::Body as HttpBody;
use axum::http::{Request, header};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never arrives.
    Dropped,
    /// The program does it; the answer is lost.
    AnswerLost,
    /// It arrives twice.
    Doubled,
    /// The answer is cut in the middle.
    Cut,
    /// A captive portal answers 200 with a page of its own.
    Portal,
}

impl Fault {
    pub const ALL: [Self; 5] = [Self::Dropped, Self::AnswerLost, Self::Doubled, Self::Cut, Self::Portal];
}

/// The line of one phone.
pub struct Line<'a> {
    pub app: &'a TestApp,
    pub cookie: String,
    pub faults: RefCell<BTreeMap<usize, Fault>>,
    pub calls: Cell<usize>,
}

impl<'a> Line<'a> {
    /// A line that breaks at the calls named, counted from 0.
    pub fn new(app: &'a TestApp, cookie: &str, faults: impl IntoIterator<Item = (usize, Fault)>) -> Self {
        let faults = RefCell::new(faults.into_iter().collect());
        Self { app, cookie: cookie.to_owned(), faults, calls: Cell::new(0) }
    }

    async fn deliver(&self, call: &Call) -> Reply {
        let request = Request::builder().method(call.method).uri(&call.path).header(header::COOKIE, &self.cookie);
        let request = match &call.body {
            None => request.body(HttpBody::empty()),
            Some(Body::Json(json)) => {
                request.header(header::CONTENT_TYPE, "application/json").body(HttpBody::from(json.clone()))
            }
            Some(Body::Packed(bytes) | Body::Bytes(bytes)) => request.body(HttpBody::from(bytes.clone())),
        };
        let answer = self.app.send(request.unwrap()).await;
        let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let content_type = kind.split(';').next().unwrap_or_default().to_owned();
        Reply { status: answer.status.as_u16(), content_type, body: answer.body }
    }
}

impl Transport for Line<'_> {
    fn call(&self, call: Call) -> Later<'_, Result<Reply, NoReply>> {
        Box::pin(self.carry(call))
    }
}

impl Line<'_> {
    async fn carry(&self, call: Call) -> Result<Reply, NoReply> {
        let number = self.calls.replace(self.calls.get() + 1);
        let fault = self.faults.borrow_mut().remove(&number);
        match fault {
            None => Ok(self.deliver(&call).await),
            Some(Fault::Dropped) => Err(NoReply),
            Some(Fault::AnswerLost) => {
                self.deliver(&call).await;
                Err(NoReply)
            }
            Some(Fault::Doubled) => {
                self.deliver(&call).await;
                Ok(self.deliver(&call).await)
            }
            Some(Fault::Cut) => {
                let mut reply = self.deliver(&call).await;
                reply.body.truncate(reply.body.len() / 2);
                Ok(reply)
            }
            Some(Fault::Portal) => {
                let body = b"<html>Welcome to our hotel</html>".to_vec();
                Ok(Reply { status: 200, content_type: "text/html".to_owned(), body })
            }
        }
    }
}
