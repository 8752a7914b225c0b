//! Sessions, questions and answers, for programs.

use crate::service::Panels;
use ui::Capability;

/// The routes.
pub(crate) fn routes(capability: Capability<Panels>) -> Capability<Panels> {
    capability
}
