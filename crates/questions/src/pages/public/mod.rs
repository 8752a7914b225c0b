//! What everybody may read and do: follow a session, ask, find one's question again.

use crate::service::Panels;
use ui::Capability;

/// The routes.
pub(crate) fn routes(capability: Capability<Panels>) -> Capability<Panels> {
    capability
}
