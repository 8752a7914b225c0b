//! What experts and those who prepare the sessions do.

use crate::service::Panels;
use ui::Capability;

/// The routes.
pub(crate) fn routes(capability: Capability<Panels>) -> Capability<Panels> {
    capability
}
