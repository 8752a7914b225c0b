//! OpenID Connect in `preau doctor`: whether the provider answers, and can be used.

use super::doctor::Check;
use crate::config::Config;

/// The provider; nothing to say where none is named.
pub async fn check(config: &Config) -> Option<Check> {
    let settings = config.oidc.as_ref()?;
    let looked = match config.oidc() {
        Ok(Some(provider)) => provider.look().await.map_err(|fault| fault.to_string()),
        Ok(None) => return None,
        Err(trouble) => Err(trouble.to_string()),
    };
    Some(Check {
        name: "oidc",
        good: looked.is_ok(),
        said: match looked {
            Ok(()) => format!("{}: it answers", settings.issuer),
            Err(why) => format!("{}: {why}", settings.issuer),
        },
    })
}
