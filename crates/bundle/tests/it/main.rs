//! The export and its verifier, against tools that others wrote and against forgers (N032, N044).

#[cfg(test)]
mod common;
#[cfg(test)]
mod dates;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod good;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod local;
#[cfg(test)]
mod logged;
#[cfg(test)]
mod receipts;
#[cfg(test)]
mod tools;
