//! Properties of the seal (specification §12), each named by its test.

#[cfg(test)]
mod access;
#[cfg(test)]
mod authority;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod heads;
#[cfg(test)]
mod log;
#[cfg(test)]
mod pieces;
#[cfg(test)]
mod stamps;
#[cfg(test)]
mod vectors;
