//! Runs each case once inside of `measured`: callgrind dumps the instructions of that call (`--dump-after`).
//!
//! The names of the cases go to standard output, in the order of the dumps. With arguments, such as `axum/constant`,
//! only those cases run.

use panda_errors_benches::{Case, cases};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for case in cases() {
        if !wanted.is_empty() && !wanted.contains(&format!("{}/{}", case.subject, case.input)) {
            continue;
        }
        case.prepare();
        // Reports of the preparation are written by another thread, which counts as well.
        std::thread::sleep(std::time::Duration::from_millis(5));
        measured(&case);
        println!("{}\t{}", case.subject, case.input);
    }
}

#[inline(never)]
fn measured(case: &Case) {
    case.call();
}
