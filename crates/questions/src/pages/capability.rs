//! What this slice hands to `web`.

use super::{desk, listen, public};
use crate::api;
use crate::live::Live;
use crate::service::Panels;
use axum::http::Method;
use kernel::duties::{Duties, Duty};
use ui::{Capability, Url as _, Who};

const DUTIES: Duties = &[
    Duty {
        table: "panels",
        purpose: "panel-duty-panels",
        retention: "panel-keep-panels",
        erased_by: "Panels::cancel",
    },
    Duty {
        table: "panel_experts",
        purpose: "panel-duty-experts",
        retention: "panel-keep-panels",
        erased_by: "Panels::remove_expert",
    },
    Duty {
        table: "panel_questions",
        purpose: "panel-duty-questions",
        retention: "panel-keep-questions",
        erased_by: "Panels::take_back",
    },
    Duty {
        table: "panel_refusals",
        purpose: "panel-duty-refusals",
        retention: "panel-keep-questions",
        erased_by: "Panels::put_back_all",
    },
    Duty {
        table: "panel_parts",
        purpose: "panel-duty-parts",
        retention: "panel-keep-questions",
        erased_by: "Panels::take_back",
    },
    Duty {
        table: "panel_answers",
        purpose: "panel-duty-answers",
        retention: "panel-keep-questions",
        erased_by: "Panels::withdraw",
    },
    Duty {
        table: "panel_versions",
        purpose: "panel-duty-versions",
        retention: "panel-keep-questions",
        erased_by: "Panels::withdraw",
    },
    Duty {
        table: "panel_events",
        purpose: "panel-duty-events",
        retention: "panel-keep-events",
        erased_by: "Panels::purge",
    },
    Duty {
        table: "panel_counter",
        purpose: "panel-duty-events",
        retention: "panel-keep-events",
        erased_by: "Panels::purge",
    },
];

/// Routes and duties.
pub fn capability(panels: Panels, live: Live) -> Capability<()> {
    let pages = public::routes(Capability::new("questions", DUTIES));
    let pages = desk::routes(pages);
    let pages = pages.route(
        Method::GET,
        listen::Listen::ROUTE,
        Who::Everyone,
        listen::route(live),
    );
    api::routes(pages).with_state(panels)
}
