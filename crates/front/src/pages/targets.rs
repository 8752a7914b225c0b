//! Where what the search found can be read.

use super::urls;
use kernel::search::{Sort, Target};
use ui::Url;

/// The address of a target; none while it has no page, and is then read in place.
pub fn address(target: &Target) -> Option<String> {
    let page = match target.sort {
        Sort::Law => urls::Known.path(),
        _ => return None,
    };
    Some([page.as_str(), "#", &target.id].concat())
}
