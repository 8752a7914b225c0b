//! `preau migrate`: brings the database up to date (`serve` does it too, at its start).

use crate::config::Config;
use crate::output::{Done, print, trouble};
use kernel::Clock;
use std::path::PathBuf;
use std::sync::Arc;

/// Options of `preau migrate`.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  preau migrate --database postgres://preau@localhost/preau")]
pub struct Args {
    /// Folder of the data [default: preau-data].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// PostgreSQL address.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

/// Opens the store, which migrates it.
pub fn run(args: Args, clock: Arc<dyn Clock>) -> Done {
    let mut config = Config::read(args.config.as_deref())?;
    config.data = args.data.or(config.data);
    config.database = args.database.or(config.database);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| trouble(error.to_string()))?;
    runtime.block_on(async {
        let store = config.store(clock).await?;
        store.db.close().await;
        print("the database is up to date")
    })
}
