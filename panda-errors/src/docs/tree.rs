//! The template of a body as a tree.

use std::string::String;
use std::vec;
use std::vec::Vec;

use crate::Value;

#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Object(Vec<Member>),
    Array(Vec<Node>),
    Constant(Value),
    Hole(Hole),
    Text(Vec<Piece>),
}

#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Member {
    Named(String, Node),
    Spread,
}

#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Literal(String),
    Hole(Hole),
}

#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hole {
    pub(crate) words: Vec<Word>,
    pub(crate) as_text: bool,
}

#[allow(dead_code)]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Word {
    Name,
    Code,
    Message,
    Status,
    ReasonPhrase,
    Title,
    Type,
    Url,
    RequestId,
    RetryAfter,
    Details,
    Detail(String),
    Null,
    Integer(i64),
}

pub(crate) fn panda() -> Node {
    let hole = |word| Node::Hole(Hole { words: vec![word], as_text: false });
    Node::Object(vec![
        Member::Named("error".into(), hole(Word::Name)),
        Member::Named("message".into(), hole(Word::Message)),
        Member::Named("details".into(), hole(Word::Details)),
    ])
}
