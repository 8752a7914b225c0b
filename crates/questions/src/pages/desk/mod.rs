//! What experts and those who prepare the sessions do. Each form says what it showed: nobody overwrites what she did not
//! see, and what was typed comes back with the sentence that says so.

mod act;
mod acts;
mod answer;
mod bits;
mod gone;
mod home;
mod naming;
mod prepare;
mod question;
mod queue;
mod report;
mod sift;
mod ties;

use self::gone::form;
use crate::rules::photo::LARGEST;
use crate::service::Panels;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::post;
use ui::{Capability, Url, Who};

/// Addresses of the desk.
pub mod urls {
    ui::urls! {
        /// The sessions that one prepares.
        pub Prepare = "/admin/seances";
        /// A new one.
        pub NewPanel = "/admin/seances/nouvelle";
        /// One of them.
        pub EditPanel(panel: kernel::PanelId) = "/admin/seances/{panel}";
        /// Its state.
        pub Move(panel: kernel::PanelId) = "/admin/seances/{panel}/etat";
        /// It will not take place.
        pub Cancel(panel: kernel::PanelId) = "/admin/seances/{panel}/annuler";
        /// Naming experts.
        pub Name(panel: kernel::PanelId) = "/admin/seances/{panel}/experts";
        /// Taking one out.
        pub Remove(panel: kernel::PanelId, account: kernel::AccountId) = "/admin/seances/{panel}/experts/{account}/retirer";
        /// Putting her function in place of her name.
        pub Unname(panel: kernel::PanelId, account: kernel::AccountId) = "/admin/seances/{panel}/experts/{account}/nom";
        /// Her photo.
        pub SetPhoto(panel: kernel::PanelId, account: kernel::AccountId) = "/admin/seances/{panel}/experts/{account}/photo";
        /// The desk.
        pub Experts = "/experts";
        /// The queue of a session.
        pub Queue(panel: kernel::PanelId) = "/experts/{panel}";
        /// Its state, on the evening.
        pub Evening(panel: kernel::PanelId) = "/experts/{panel}/etat";
        /// Many of its questions at once.
        pub Sift(panel: kernel::PanelId) = "/experts/{panel}/choix";
        /// What was refused together waits again.
        pub PutBackAll(panel: kernel::PanelId, refusal: kernel::RefusalId) = "/experts/{panel}/refus/{refusal}/remettre";
        /// Its report.
        pub Report(panel: kernel::PanelId) = "/experts/{panel}/rapport";
        /// For programs.
        pub ReportJson(panel: kernel::PanelId) = "/experts/{panel}/rapport/json";
        /// As a spreadsheet.
        pub ReportCsv(panel: kernel::PanelId) = "/experts/{panel}/rapport/csv";
        /// A question.
        pub Work(question: kernel::QuestionId) = "/experts/questions/{question}";
        /// Taking it.
        pub Take(question: kernel::QuestionId) = "/experts/questions/{question}/prendre";
        /// Giving it back.
        pub Release(question: kernel::QuestionId) = "/experts/questions/{question}/rendre";
        /// Publishing it as it was asked.
        pub Publish(question: kernel::QuestionId) = "/experts/questions/{question}/publier";
        /// Publishing it in other words.
        pub Reword(question: kernel::QuestionId) = "/experts/questions/{question}/texte";
        /// Joining all that say the same to it.
        pub Gather(question: kernel::QuestionId) = "/experts/questions/{question}/regrouper";
        /// Joining it to another.
        pub Join(question: kernel::QuestionId) = "/experts/questions/{question}/joindre";
        /// Refusing it.
        pub Refuse(question: kernel::QuestionId) = "/experts/questions/{question}/refuser";
        /// Letting it wait again.
        pub PutBack(question: kernel::QuestionId) = "/experts/questions/{question}/remettre";
        /// Taking it away from everybody.
        pub Mask(question: kernel::QuestionId) = "/experts/questions/{question}/masquer";
        /// Its parts.
        pub Split(question: kernel::QuestionId) = "/experts/questions/{question}/volets";
        /// Answering.
        pub Write(question: kernel::QuestionId) = "/experts/questions/{question}/reponse";
        /// Taking up an earlier answer.
        pub Reuse(question: kernel::QuestionId) = "/experts/questions/{question}/reprendre";
        /// An answer, to be changed.
        pub Given(answer: kernel::AnswerId) = "/experts/reponses/{answer}";
        /// Asking for a second reading.
        pub HandOver(answer: kernel::AnswerId) = "/experts/reponses/{answer}/relecture";
        /// Letting everybody read it.
        pub PublishAnswer(answer: kernel::AnswerId) = "/experts/reponses/{answer}/publier";
        /// Taking it away, or throwing a draft away.
        pub Withdraw(answer: kernel::AnswerId) = "/experts/reponses/{answer}/retirer";
    }
}

/// What stands around a photo in its form.
const AROUND: usize = 64 * 1024;

/// The routes.
pub(crate) fn routes(capability: Capability<Panels>) -> Capability<Panels> {
    let who = Who::Person;
    let photo = post(naming::photo).layer(DefaultBodyLimit::max(LARGEST + AROUND));
    capability
        .get(urls::Prepare::ROUTE, who, prepare::list)
        .get(urls::NewPanel::ROUTE, who, prepare::new)
        .post(urls::NewPanel::ROUTE, who, form(prepare::announce))
        .get(urls::EditPanel::ROUTE, who, prepare::get)
        .post(urls::EditPanel::ROUTE, who, form(prepare::save))
        .post(urls::Move::ROUTE, who, form(prepare::moves))
        .post(urls::Cancel::ROUTE, who, form(prepare::cancel))
        .post(urls::Name::ROUTE, who, form(naming::name))
        .post(urls::Remove::ROUTE, who, form(naming::remove))
        .post(urls::Unname::ROUTE, who, form(naming::unname))
        .route(Method::POST, urls::SetPhoto::ROUTE, who, photo)
        .get(urls::Experts::ROUTE, who, home::get)
        .get(urls::Queue::ROUTE, who, queue::get)
        .post(urls::Evening::ROUTE, who, form(queue::moves))
        .get(urls::Sift::ROUTE, who, sift::get)
        .post(urls::Sift::ROUTE, who, form(sift::post))
        .post(urls::PutBackAll::ROUTE, who, form(sift::put_back))
        .get(urls::Report::ROUTE, who, report::get)
        .get(urls::ReportJson::ROUTE, who, report::json)
        .get(urls::ReportCsv::ROUTE, who, report::csv)
        .get(urls::Work::ROUTE, who, question::get)
        .post(urls::Take::ROUTE, who, form(acts::take))
        .post(urls::Release::ROUTE, who, form(acts::release))
        .post(urls::Publish::ROUTE, who, form(acts::publish))
        .post(urls::Reword::ROUTE, who, form(acts::reword))
        .post(urls::Gather::ROUTE, who, form(acts::gather))
        .post(urls::Join::ROUTE, who, form(acts::join))
        .post(urls::Refuse::ROUTE, who, form(acts::refuse))
        .post(urls::PutBack::ROUTE, who, form(acts::put_back))
        .post(urls::Mask::ROUTE, who, form(acts::mask))
        .post(urls::Split::ROUTE, who, form(acts::split))
        .post(urls::Write::ROUTE, who, form(answer::write))
        .post(urls::Reuse::ROUTE, who, form(answer::reuse))
        .get(urls::Given::ROUTE, who, answer::get)
        .post(urls::Given::ROUTE, who, form(answer::save))
        .post(urls::HandOver::ROUTE, who, form(answer::hand_over))
        .post(urls::PublishAnswer::ROUTE, who, form(answer::publish))
        .post(urls::Withdraw::ROUTE, who, form(answer::withdraw))
}
