//! The escaping of a text, as an answer uses it: what remains of a case after the same case with a text of one byte is
//! taken away.

use std::cell::RefCell;
use std::hint::black_box;

use panda_errors::Answer;

use crate::{Case, Message, ours, text};

pub(crate) fn add(cases: &mut Vec<Case>) {
    let texts = [
        ("1 B", text::clean(1)),
        ("200 B", text::clean(200)),
        ("8,000 B", text::clean(8_000)),
        ("200 B, 25 % quotes", text::quoted(200, 4)),
        ("200 B, 100 % quotes", text::quoted(200, 1)),
        ("6,400 B, 25 % quotes", text::quoted(6_400, 4)),
        ("4,000 B, 100 % quotes", text::quoted(4_000, 1)),
        ("8,000 B, a quote in 40", text::quoted(7_600, 40)),
    ];
    for (input, text) in texts {
        let error = ours::error(Message::Text(text));
        cases.push(Case::new("escaping", input, move || Answer::of(&black_box(error))));
        cases.push(Case::new("escaping: allocate and copy", input, move || black_box(text).as_bytes().to_vec()));
        let out = RefCell::new(Vec::with_capacity(32 << 10));
        cases.push(Case::new("escaping: serde_json", input, move || {
            let mut out = out.borrow_mut();
            out.clear();
            let written = serde_json::to_writer(&mut *out, black_box(text));
            black_box((written.is_ok(), out.as_ptr()));
        }));
    }
}
