//! Counts how often each case asks the allocator; a reallocation counts as one more.

use allocation_counter::measure;
use panda_errors_benches::cases;

fn main() {
    for case in cases() {
        case.prepare();
        let counted = measure(|| case.call());
        println!("{}\t{}\t{}", case.subject, case.input, counted.count_total);
    }
}
