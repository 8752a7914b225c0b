//! Where what the search found can be read.

use super::{resources, urls};
use kernel::search::{Sort, Target};
use ui::Url;

/// The address of a target; none while it has no page, and is then read in place.
pub fn address(target: &Target) -> Option<String> {
    let id = &target.id;
    let page = match target.sort {
        Sort::Situation => return Some(resources::urls::Situation(id.clone()).path()),
        Sort::Question => return Some(resources::urls::Question(id.clone()).path()),
        Sort::Answer => return Some(resources::urls::Answered(id.clone()).path()),
        Sort::Case => return Some(resources::urls::Case(id.clone()).path()),
        Sort::Law => urls::Known.path(),
        Sort::Platform => resources::urls::Platforms.path(),
        Sort::Term => resources::urls::Glossary.path(),
        Sort::Resource => resources::urls::Links.path(),
        Sort::Behaviour => resources::urls::Teenagers.path(),
        Sort::Tip => resources::urls::Tips.path(),
        Sort::Letter => resources::urls::Letters.path(),
        Sort::Deadline => resources::urls::Deadlines.path(),
        Sort::Duty => resources::urls::Duties.path(),
        Sort::Guide => resources::urls::Platforms.path(),
        Sort::Lesson => resources::urls::Lessons.path(),
        Sort::Liability => resources::urls::Head.path(),
        Sort::Authority => resources::urls::Contacts.path(),
        _ => return None,
    };
    Some([page.as_str(), "#", id].concat())
}
