//! An enum of a thousand variants, and a struct of three hundred fields.

include!(concat!(env!("OUT_DIR"), "/many.rs"));
