//! What Préau knows, to be read without telling anything: nothing typed on these pages is kept, and no answer is put in an
//! address.

mod answers;
mod cases;
mod class;
mod contacts;
mod deadlines;
mod duties;
mod head;
mod hub;
mod letters;
mod links;
mod path;
mod phone;
mod platforms;
mod profile;
mod risks;
mod situations;
mod tips;
pub(super) mod view;
mod words;

use crate::pages::capability::Front;
use ui::{Capability, Url as _, Who};

/// Addresses.
pub mod urls {
    ui::urls! {
        /// All the resources.
        pub Resources = "/ressources";
        /// The kinds of situation.
        pub Situations = "/ressources/situations";
        /// One of them.
        pub Situation(id: String) = "/ressources/situations/{id}";
        /// Questions that come back.
        pub Answers = "/reponses";
        /// One of them, answered.
        pub Answered(id: String) = "/reponses/{id}";
        /// The practical cases.
        pub Cases = "/ressources/cas";
        /// One of them.
        pub Case(id: String) = "/ressources/cas/{id}";
        /// One's own profile.
        pub Profile = "/ressources/profil";
        /// The same, seen by a stranger.
        pub Look = "/ressources/profil/regard";
        /// The five tips.
        pub Tips = "/ressources/conseils";
        /// What teenagers risk.
        pub Teenagers = "/ressources/adolescents";
        /// Ready lessons, and inviting somebody.
        pub Lessons = "/ressources/seances";
        /// Hiding one's number.
        pub Phone = "/ressources/telephone";
        /// Platforms, and the names to reserve.
        pub Platforms = "/ressources/plateformes";
        /// Resources of others.
        pub Links = "/ressources/liens";
        /// Words, defined.
        pub Glossary = "/ressources/glossaire";
        /// The duties of public staff.
        pub Duties = "/ressources/deontologie";
        /// Whom to write to for what.
        pub Contacts = "/ressources/contacts";
        /// Whom to call in a département (slice `directory`).
        pub Annuaire = "/annuaire";
        /// The letters.
        pub Letters = "/ressources/courriers";
        /// The time limits.
        pub Deadlines = "/ressources/delais";
        /// For whoever leads a school.
        pub Head = "/ressources/direction";
        /// Risks in two columns.
        pub Risks = "/ressources/risques";
        /// Questions to the experts (slice `questions`).
        pub Sessions = "/seances";
        /// One of them, answered (slice `questions`).
        pub Question(id: String) = "/questions/{id}";
        /// Five plain questions.
        pub Path = "/orientation";
    }
}

/// Adds the pages: everybody may read them.
pub fn routes(to: Capability<Front>) -> Capability<Front> {
    const ALL: Who = Who::Everyone;
    to.get(urls::Resources::ROUTE, ALL, hub::get)
        .get(urls::Situations::ROUTE, ALL, situations::list)
        .get(urls::Situation::ROUTE, ALL, situations::one)
        .get(urls::Answers::ROUTE, ALL, answers::list)
        .get(urls::Answered::ROUTE, ALL, answers::one)
        .get(urls::Cases::ROUTE, ALL, cases::list)
        .get(urls::Case::ROUTE, ALL, cases::one)
        .get(urls::Profile::ROUTE, ALL, profile::get)
        .post(urls::Profile::ROUTE, ALL, profile::post)
        .get(urls::Look::ROUTE, ALL, profile::look)
        .post(urls::Look::ROUTE, ALL, profile::looked)
        .get(urls::Tips::ROUTE, ALL, tips::get)
        .post(urls::Tips::ROUTE, ALL, tips::post)
        .get(urls::Teenagers::ROUTE, ALL, class::teenagers)
        .get(urls::Lessons::ROUTE, ALL, class::lessons)
        .get(urls::Phone::ROUTE, ALL, phone::get)
        .post(urls::Phone::ROUTE, ALL, phone::post)
        .get(urls::Platforms::ROUTE, ALL, platforms::get)
        .post(urls::Platforms::ROUTE, ALL, platforms::post)
        .get(urls::Links::ROUTE, ALL, links::get)
        .get(urls::Glossary::ROUTE, ALL, words::get)
        .get(urls::Duties::ROUTE, ALL, duties::get)
        .get(urls::Contacts::ROUTE, ALL, contacts::get)
        .get(urls::Letters::ROUTE, ALL, letters::get)
        .get(urls::Deadlines::ROUTE, ALL, deadlines::get)
        .get(urls::Head::ROUTE, ALL, head::get)
        .get(urls::Risks::ROUTE, ALL, risks::get)
        .get(urls::Path::ROUTE, ALL, path::get)
        .post(urls::Path::ROUTE, ALL, path::post)
}
