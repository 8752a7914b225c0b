//! One integration binary: the source tests (`house`) and the stories. A further file beside this one would be one more
//! link of the whole program; add a module here instead.
#![cfg(test)]

mod house;
mod people;
mod stories;
