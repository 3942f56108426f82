//! The way that led here, the pages of a list, and filter chips: plain links, for pages without script.

#[cfg(feature = "pages")]
use leptos::prelude::*;

/// `(address, label)` from the outermost in; the last one is where one is, its address is not used.
#[cfg(feature = "pages")]
#[component]
pub fn Breadcrumb(trail: Vec<(String, String)>) -> impl IntoView {
    let last = trail.len().saturating_sub(1);
    let items = trail.into_iter().enumerate().map(|(at, (href, label))| {
        if at == last {
            view! { <li aria-current="page">{label}</li> }.into_any()
        } else {
            view! { <li><a href=href>{label}</a></li> }.into_any()
        }
    });
    view! { <nav><ol class="breadcrumb">{items.collect_view()}</ol></nav> }
}

/// One page of a list: what is shown of how many, and the addresses of the neighbours.
#[cfg(feature = "pages")]
#[component]
pub fn Pagination(
    /// "第 1–50 条，共 312 条", already in words.
    #[prop(into)]
    shown: String,
    #[prop(optional, into)] previous: Option<String>,
    #[prop(optional, into)] next: Option<String>,
    previous_label: &'static str,
    next_label: &'static str,
) -> impl IntoView {
    let name = shown.clone();
    view! {
        <nav class="pagination" aria-label=name>
            <span class="quiet number">{shown}</span>
            <span class="row">
                {previous.map(|href| view! { <a class="button" rel="prev" href=href>{previous_label}</a> })}
                {next.map(|href| view! { <a class="button" rel="next" href=href>{next_label}</a> })}
            </span>
        </nav>
    }
}

/// One filter as a link; the one in force is marked by more than colour.
#[cfg(feature = "pages")]
#[component]
pub fn Chip(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] on: bool,
    #[prop(optional, into)] count: Option<u64>,
) -> impl IntoView {
    view! {
        <a class="chip" href=href aria-current=on.then_some("true")>
            {label}{count.map(|count| view! { <span class="chip-count">{count}</span> })}
        </a>
    }
}
