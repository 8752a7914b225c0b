//! The mails in `preau doctor`: whether the server answers, a test mail, and what waits or failed.

use super::doctor::Check;
use crate::config::Config;
use kernel::ports::{Mail, Mailer as _, NotSent};
use kernel::{Clock, Moment};
use outbound::{MailTls, Smtp};
use std::sync::Arc;
use store::reminders::Health;

/// A reminder that left so long after its hour shows that nothing sends.
const LATE: i64 = 4 * 86_400;

/// The server, and a test mail when an address is given.
pub async fn check(config: &Config, to: Option<&str>, clock: Arc<dyn Clock>) -> Check {
    let of = |good, said: String| Check {
        name: "mail",
        good,
        said,
    };
    let Some(settings) = &config.mail else {
        let asked = to.is_some();
        return of(
            !asked,
            "no [mail]: reminders by mail are not offered".to_owned(),
        );
    };
    let smtp = match Smtp::new(settings) {
        Ok(smtp) => smtp,
        Err(fault) => return of(false, fault.to_string()),
    };
    let tls = match settings.tls {
        MailTls::Implicit => "TLS",
        MailTls::Starttls => "STARTTLS",
        MailTls::None => "without TLS, on this machine",
    };
    let server = format!("{} ({tls}), from {}", settings.server, settings.from);
    if let Err(fault) = smtp.look().await {
        return of(false, format!("{server}: {fault}"));
    }
    let Some(to) = to else {
        return of(true, format!("{server}: it answers"));
    };
    let mail = Mail {
        to: to.to_owned(),
        subject: "Test".to_owned(),
        text: "This is a test mail of this server. Nothing else was sent.\n".to_owned(),
        id: kernel::id::to_hex(&seal::random::bytes::<16>()),
        at: clock.now(),
    };
    match smtp.send(&mail).await {
        Ok(()) => of(true, format!("{server}: it took a test mail")),
        Err(NotSent::Refused) => of(false, format!("{server}: it refuses that address")),
        Err(NotSent::Later(fault)) => of(false, format!("{server}: {fault}")),
    }
}

/// What waits or failed; nothing to say where nobody asked for anything.
pub fn waiting(config: &Config, found: Health, now: Moment) -> Option<Check> {
    if found == Health::default() {
        return None;
    }
    let late = found.first.is_some_and(|at| at.plus_seconds(LATE) < now);
    let alone = found.waiting > 0 && config.mail.is_none();
    let Health {
        waiting,
        given_up,
        refused,
        ..
    } = found;
    let mut said = format!(
        "{waiting} to come, {given_up} given up after {} tries, {refused} refused by their server",
        store::reminders::TRIES
    );
    if alone {
        said.push_str("; there is no [mail], so nothing leaves");
    } else if late {
        said.push_str("; the oldest is four days late: is `preau serve` running with [mail]?");
    }
    Some(Check {
        name: "reminders",
        // A refused address is its owner's to change: she is told on her page.
        good: given_up == 0 && !late && !alone,
        said,
    })
}
