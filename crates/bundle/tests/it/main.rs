//! The export and its verifier, against tools that others wrote and against forgers (N032, N044).

#[cfg(test)]
mod branches;
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
mod outside;
#[cfg(test)]
mod page;
#[cfg(test)]
mod page_cases;
#[cfg(test)]
mod page_hostile;
#[cfg(test)]
mod page_named;
#[cfg(test)]
mod page_others;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod receipts;
#[cfg(test)]
mod tools;
