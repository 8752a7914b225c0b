//! Whether what was captured is the page, or a wall in front of it. Pure: what the page shows, in; the wall, out.

use crate::model::Shortfall;
use url::Url;

/// What is looked at.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Seen {
    /// The address that the window shows: a script may have changed it.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its text, as shown.
    pub text: String,
    /// Password fields that are shown.
    pub passwords: u32,
    /// Frames of known tests of humanity.
    pub challenges: u32,
    /// Its height, in CSS pixels.
    pub height: u32,
}

/// Paths that ask who one is. Whole segments, so that `/blog/login-page` is no wall.
const PATHS: &[&str] = &[
    "login",
    "login.php",
    "signin",
    "sign-in",
    "sign_in",
    "log-in",
    "authwall",
    "checkpoint",
    "connexion",
    "se-connecter",
    "identification",
    "oauth",
    "sso",
    "cas",
    "authenticate",
];

/// Names whose only use is to sign in.
const HOSTS: &[&str] = &[
    "accounts",
    "login",
    "auth",
    "sso",
    "cas",
    "idp",
    "connexion",
    "educonnect",
];

/// Sentences that a page shows in place of its content.
const SENTENCES: &[&str] = &[
    "connectez-vous pour voir",
    "connectez-vous pour continuer",
    "vous devez vous connecter",
    "vous devez être connecté",
    "identifiez-vous pour",
    "inscrivez-vous pour voir",
    "log in to continue",
    "log in to see",
    "sign in to continue",
    "sign up to see",
    "you must log in",
    "you must be logged in",
];

/// Sentences of tests of humanity.
const ROBOTS: &[&str] = &[
    "verify you are human",
    "vérifiez que vous êtes humain",
    "vérifiez que vous êtes un être humain",
    "je ne suis pas un robot",
    "checking your browser",
    "enable javascript and cookies to continue",
    "unusual traffic",
    "trafic inhabituel",
];

/// A page with a sign-in form and less text than this, in characters, holds nothing else.
const SHORT: usize = 1200;

/// The walls, if any. `asked` is the address that was asked for, `landed` where the network led, `status` the answer's.
pub fn walls(asked: &str, landed: &str, status: u16, seen: &Seen) -> Vec<Shortfall> {
    let mut found = Vec::new();
    let text = seen.text.to_lowercase();
    let short = seen.text.trim().chars().count() < SHORT;
    let led_to_login = landed != asked && signs_in(landed) && !signs_in(asked);
    let form = seen.passwords > 0 && (short || led_to_login);
    let sentence = short && SENTENCES.iter().any(|sentence| text.contains(sentence));
    if status == 401 || led_to_login || form || sentence {
        found.push(Shortfall::LoginWall);
    }
    let robot =
        short && (seen.challenges > 0 || ROBOTS.iter().any(|sentence| text.contains(sentence)));
    if robot || (matches!(status, 403 | 429 | 503) && seen.challenges > 0) {
        found.push(Shortfall::RobotWall);
    }
    if status >= 400 {
        found.push(Shortfall::Status);
    }
    found
}

fn signs_in(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    let label = host.split('.').next().unwrap_or_default();
    HOSTS.contains(&label)
        || url
            .path_segments()
            .into_iter()
            .flatten()
            .any(|segment| PATHS.contains(&segment.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(url: &str, text: &str, passwords: u32) -> Seen {
        Seen {
            url: url.into(),
            text: text.into(),
            passwords,
            ..Seen::default()
        }
    }

    #[test]
    fn a_page_led_to_its_sign_in_is_a_wall() {
        let asked = "https://www.reseau.fr/p/AbC/";
        for (end, text, passwords) in [
            (
                "https://www.reseau.fr/accounts/login/?next=/p/AbC/",
                "Connexion",
                1,
            ),
            (
                "https://www.reseau.fr/p/AbC/",
                "Vous devez vous connecter pour continuer.",
                0,
            ),
            ("https://www.reseau.fr/p/AbC/", "Mot de passe", 1),
            ("https://cas.academie.fr/x", "", 0),
        ] {
            assert_eq!(
                walls(asked, end, 200, &seen(end, text, passwords)),
                [Shortfall::LoginWall],
                "{end}"
            );
        }
        assert_eq!(
            walls(asked, asked, 401, &seen(asked, "", 0)),
            [Shortfall::LoginWall, Shortfall::Status]
        );
    }

    #[test]
    fn an_article_with_a_sign_in_form_beside_it_is_no_wall() {
        let long = "Ce lycée a publié un long article. ".repeat(60);
        let asked = "https://journal.fr/blog/login-page";
        assert!(walls(asked, asked, 200, &seen(asked, &long, 1)).is_empty());
        // One who asks for the sign-in page gets it.
        let page = "https://ent.fr/login";
        assert!(walls(page, page, 200, &seen(page, "Bienvenue", 0)).is_empty());
    }

    #[test]
    fn a_test_of_humanity_and_an_error_are_said() {
        let asked = "https://a.fr/";
        let mut shown = seen(asked, "Verify you are human", 0);
        assert_eq!(walls(asked, asked, 200, &shown), [Shortfall::RobotWall]);
        shown.challenges = 1;
        assert_eq!(
            walls(asked, asked, 403, &shown),
            [Shortfall::RobotWall, Shortfall::Status]
        );
        assert_eq!(
            walls(asked, asked, 404, &seen(asked, "Page introuvable", 0)),
            [Shortfall::Status]
        );
    }
}
