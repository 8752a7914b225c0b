//! The sessions with experts (N001–N007).

mod answering;
mod desk;
mod preparing;
