//! [`Key`]: the keys, each with all of its facts in one row.

use std::fmt::{self, Display};

use super::{Form, Place};

/// A property of a key beside its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trait {
    /// It may be written several times at one place.
    Many,
    /// It may stand beside `transparent`, because it is about the type, or says which the inner error is.
    BesideTransparent,
    /// It is about a part of the error that is sent, so a 500 that hides these parts ignores it.
    Sent,
}

/// One row of [`KEYS`].
pub(crate) struct Row {
    pub(crate) key: Key,
    /// The places where the key may stand, and how it is written there.
    pub(crate) places: &'static [(Place, Form)],
    traits: &'static [Trait],
    /// The words of other libraries for the same.
    other_words: &'static [&'static str],
}

macro_rules! keys {
    ($($key:ident $word:literal [$($place:ident $form:expr),*] [$($trait:ident)*] [$($other:literal)*];)*) => {
        /// A key of an attribute.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Key {
            $($key,)*
        }

        /// Every key, in the order of `docs/attributes.md`.
        pub(crate) const KEYS: &[Row] = &[$(Row {
            key: Key::$key,
            places: &[$((Place::$place, $form)),*],
            traits: &[$(Trait::$trait),*],
            other_words: &[$($other),*],
        },)*];

        impl Key {
            /// Returns the key as it is written.
            pub(crate) const fn word(self) -> &'static str {
                match self {
                    $(Self::$key => $word,)*
                }
            }
        }
    };
}

use Form::{Bare, Code, Detail, FieldName, Flag, Header, Ident, List, Literal, Path, Shape, Status, Text};

#[rustfmt::skip]
keys! {
    Status "status" [Struct Status, Enum Status, Variant Status, Field Flag] [] ["http_status" "status_code"];
    Name "name" [Struct Text("RecordNotFound"), Variant Text("RecordNotFound")] [] ["rename" "error"];
    Message "message" [Struct Text("Couldn't find {model}"), Variant Text("Couldn't find {model}")] [] ["msg" "display" "description" "text"];
    Transparent "transparent" [Struct Flag, Variant Flag, Field Flag] [BesideTransparent] [];
    Header "header" [Struct Header, Variant Header, Field Text("Allow")] [Many Sent] [];
    RetryAfter "retry_after" [Struct FieldName, Variant FieldName] [Sent] [];
    Details "details" [Struct Flag, Enum Flag, Variant Flag] [Sent] ["extra" "data"];
    Shape "shape" [Struct Shape, Enum Shape] [BesideTransparent] ["body" "template" "format"];
    Code "code" [Struct Code, Variant Code, Field Flag] [Sent] ["error_code"];
    Type "type" [Struct Text("invalid_request"), Enum Text("invalid_request"), Variant Text("invalid_request")] [Sent] ["class" "kind_of"];
    Title "title" [Struct Text("Out of credit"), Enum Text("Out of credit"), Variant Text("Out of credit")] [Sent] [];
    Expose "expose" [Struct Flag, Variant Flag, Field Flag] [] ["public"];
    Rejection "rejection" [Struct Flag, Variant Flag] [BesideTransparent] [];
    Help "help" [Struct Text("Try again later"), Variant Text("Try again later")] [] [];
    Url "url" [Struct Text("https://example.com"), Variant Text("https://example.com")] [] [];
    Log "log" [Struct Text("warn"), Variant Text("warn")] [] ["level"];
    Retry "retry" [Struct Text("after"), Variant Text("after")] [] [];
    Since "since" [Struct Text("2.1"), Variant Text("2.1")] [] [];
    Crate "crate" [Struct Path("panda_errors"), Enum Path("panda_errors")] [BesideTransparent] [];
    RenameAll "rename_all" [Struct Text("snake_case"), Enum Text("snake_case")] [BesideTransparent] [];
    Prefix "prefix" [Struct Text("M_"), Enum Text("M_")] [BesideTransparent] [];
    Kind "kind" [Struct Ident("ErrorKind"), Enum Ident("ErrorKind")] [BesideTransparent] [];
    Decode "decode" [Struct Flag, Enum Flag] [BesideTransparent] [];
    Skip "skip" [Struct List("Display"), Enum List("Display")] [Many BesideTransparent] [];
    Only "only" [Struct List("axum"), Enum List("axum")] [Many BesideTransparent] [];
    With "with" [Struct List("path::to_macro"), Enum List("path::to_macro")] [Many BesideTransparent] [];
    From "from" [Field Bare] [BesideTransparent] [];
    Source "source" [Field Bare] [BesideTransparent] [];
    Detail "detail" [Field Detail] [Sent] [];
    Redact "redact" [Field Flag] [] ["hide" "secret" "sensitive"];
    Example "example" [Field Literal] [] [];
}

impl Key {
    /// Returns the key that is written like this.
    pub(crate) fn of(word: &str) -> Option<Self> {
        KEYS.iter().map(|row| row.key).find(|key| key.word() == word)
    }

    /// Returns the key that other libraries write like this.
    pub(super) fn of_other(word: &str) -> Option<Self> {
        KEYS.iter().find(|row| row.other_words.contains(&word)).map(|row| row.key)
    }

    pub(crate) fn is(self, wanted: Trait) -> bool {
        self.row().is_some_and(|row| row.traits.contains(&wanted))
    }

    /// Returns the places at which it may stand.
    pub(super) fn places(self) -> &'static [(Place, Form)] {
        self.row().map(|row| row.places).unwrap_or_default()
    }

    /// Returns its form at a place, if it may stand there.
    pub(super) fn form_on(self, place: Place) -> Option<Form> {
        self.places().iter().find(|(on, _)| *on == place).map(|(_, form)| *form)
    }

    /// Returns `true` if it is an attribute of its own, such as `#[from]`.
    pub(super) fn is_bare(self) -> bool {
        self.places().iter().any(|(_, form)| matches!(form, Bare))
    }

    fn row(self) -> Option<&'static Row> {
        KEYS.iter().find(|row| row.key == self)
    }
}

impl Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
