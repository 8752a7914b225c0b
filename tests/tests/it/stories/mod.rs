//! People doing things, each story on both engines.

mod at_rest;
mod crash;
mod export;
mod facts;
mod forged;
mod letters;
mod many;
mod pages;
mod pieces;
mod plan;
mod routes;
mod search;
mod shelter;
mod stamps;
