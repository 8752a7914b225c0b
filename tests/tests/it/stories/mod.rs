//! People doing things, each story on both engines.

mod at_rest;
mod capture;
mod checks;
mod commands;
mod completeness;
mod crash;
mod export;
mod facts;
mod follow;
mod forged;
mod letters;
mod lists;
mod many;
mod masking;
mod messages;
mod network;
mod pages;
mod pieces;
mod plan;
mod recipients;
mod resources;
mod routes;
mod search;
mod shelter;
mod stamps;
mod uploads;
