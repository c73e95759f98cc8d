//! Runs each case once inside of `measured`: callgrind dumps the instructions of that call (`--dump-after`).
//!
//! The names of the cases go to standard output, in the order of the dumps.

use panda_errors_benches::{Case, cases};

fn main() {
    for case in cases() {
        case.prepare();
        measured(&case);
        println!("{}\t{}", case.subject, case.input);
    }
}

#[inline(never)]
fn measured(case: &Case) {
    case.call();
}
