//! `ApiError` and `Cataloged` by hand, erased, boxed, and beside derived types.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use panda_errors::report::capture;
use panda_errors::{
    Answer, ApiError, Catalog, Cataloged, Code, Definition, ErrorStatus, Fact, Failure, Level, PandaError, UnknownName,
    Visitor,
};
use tests_behaviour::{header, headers};

/// An error by hand with only the required items.
#[derive(Debug)]
struct Expired {
    id: u64,
}

impl fmt::Display for Expired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Video \"{}\" has expired", self.id)
    }
}

impl Error for Expired {}

const EXPIRED: Definition = Definition::new(ErrorStatus::GONE, "VideoExpired");

impl ApiError for Expired {
    fn definition(&self) -> &'static Definition {
        &EXPIRED
    }
}

impl Cataloged for Expired {
    const CATALOG: &'static Catalog = &Catalog::new("Expired", &[EXPIRED]);
}

/// An error by hand with every item.
#[derive(Debug)]
struct Limited {
    limit: u64,
    status: ErrorStatus,
}

impl fmt::Display for Limited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "limited to {}", self.limit)
    }
}

impl Error for Limited {}

impl ApiError for Limited {
    fn definition(&self) -> &'static Definition {
        static LIMITED: Definition = Definition::new(ErrorStatus::TOO_MANY_REQUESTS, "Limited")
            .with_message("limited to {limit}")
            .with_facts(&[
                Fact::Header("x-plan", "sandbox"),
                Fact::HeaderField("x-limit"),
                Fact::Detail("limit", panda_errors::JsonType::Integer),
                Fact::Level(Level::Warn),
            ]);
        &LIMITED
    }

    fn status(&self) -> ErrorStatus {
        self.status
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.text(&[&self])?;
        visitor.header("x-limit", &self.limit)?;
        visitor.detail("limit", &self.limit)
    }
}

#[test]
fn a_definition_is_enough_for_an_error_by_hand() {
    let (answer, reports) = capture(|| Answer::of(&Expired { id: 7 }));
    assert_eq!(answer.status(), 410);
    assert_eq!(answer.body(), br#"{"error":"VideoExpired","message":"Video \"7\" has expired"}"#);
    assert_eq!(
        headers(&answer),
        "cache-control: no-store\ncontent-type: application/json\nx-content-type-options: nosniff\n"
    );
    assert_eq!(reports[0].line, r#"410 VideoExpired "Video \"7\" has expired""#);
}

#[test]
fn every_fact_can_be_written_by_hand() {
    let limited = |status| Limited { limit: 3, status };
    let (answer, reports) = capture(|| Answer::of(&limited(ErrorStatus::TOO_MANY_REQUESTS)));
    assert_eq!(answer.body(), br#"{"error":"Limited","message":"limited to 3","details":{"limit":3}}"#);
    assert_eq!((header(&answer, "x-plan"), header(&answer, "x-limit")), (vec!["sandbox"], vec!["3"]));
    assert_eq!((reports[0].level, &*reports[0].message), (Level::Warn, "limited to 3"));

    let answer = Answer::of(&limited(ErrorStatus::INTERNAL_SERVER_ERROR));
    assert_eq!((answer.status().as_u16(), answer.body()), (500, &b""[..]));
    assert_eq!(header(&answer, "x-limit"), [""; 0]);
}

/// With headers that the derive would refuse.
#[derive(Debug)]
struct Careless(&'static Definition);

impl fmt::Display for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("careless")
    }
}

impl Error for Careless {}

impl ApiError for Careless {
    fn definition(&self) -> &'static Definition {
        self.0
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.text(&[&self])?;
        visitor.header("Content-Length", &5)?;
        visitor.header("X-Request-Id", &"forged")?;
        visitor.header("a header", &1)
    }
}

#[test]
fn a_header_by_hand_takes_the_place_of_a_default_in_any_spelling() {
    static SPELT: Definition = Definition::new(ErrorStatus::UNAUTHORIZED, "Spelt")
        .with_facts(&[Fact::Header("WWW-Authenticate", "Signature"), Fact::Header("Cache-CONTROL", "private")]);
    assert_eq!(
        headers(&Answer::of(&Careless(&SPELT))),
        "Cache-CONTROL: private\nWWW-Authenticate: Signature\ncontent-type: application/json\n\
         x-content-type-options: nosniff\n"
    );
}

#[test]
fn a_header_by_hand_that_would_break_the_answer_is_left_out() {
    static BROKEN: Definition = Definition::new(ErrorStatus::GONE, "Broken").with_facts(&[
        Fact::Header("Content-Length", "5"),
        Fact::Header("transfer-encoding", "chunked"),
        Fact::Header("Connection", "upgrade"),
        Fact::Header("content-type", "text/html"),
        Fact::Header("", "no name"),
        Fact::Header("x-blank", " "),
        Fact::Header("cache-control", ""),
        Fact::Header("x name", "with a blank"),
        Fact::Header("x-\r\nname", "with a line"),
        Fact::Header("x-value", "with\r\na line"),
        Fact::Header("x-é", "é"),
        Fact::HeaderField("content-length"),
    ]);
    assert_eq!(
        headers(&Answer::of(&Careless(&BROKEN))),
        "cache-control: no-store\ncontent-type: application/json\nx-content-type-options: nosniff\n"
    );
}

#[derive(Debug, ApiError)]
#[api(kind = VideoErrorKind, rename_all = "snake_case")]
enum VideoError {
    #[api(status = 404, message = "no video")]
    NotFound,
    #[api(transparent)]
    Expired(#[from] Box<Expired>),
    #[api(transparent)]
    Panda(#[from] PandaError),
    #[api(status = 404, name = "not_found", message = "no video {0}")]
    NoneWithId(u64),
}

#[test]
fn a_transparent_error_is_its_inner_error() {
    let error = VideoError::from(Box::new(Expired { id: 7 }));
    assert_eq!((error.name(), error.status().as_u16()), ("VideoExpired", 410));
    assert_eq!(error.to_string(), "Video \"7\" has expired");
    assert_eq!(Answer::of(&error).body(), br#"{"error":"VideoExpired","message":"Video \"7\" has expired"}"#);

    let internal = VideoError::from(PandaError::internal("the disk"));
    assert_eq!(internal.source().unwrap().to_string(), "the disk");
}

fn names(catalog: &Catalog) -> Vec<&'static str> {
    catalog.definitions().map(Definition::name).collect()
}

#[test]
fn a_catalog_is_the_tree_of_all_definitions() {
    assert_eq!(VideoError::CATALOG.type_name(), "VideoError");
    let [first, middle @ .., last] = &names(VideoError::CATALOG)[..] else { panic!("no names") };
    assert_eq!((*first, *last), ("not_found", "not_found"));
    assert_eq!(middle.first(), Some(&"VideoExpired"));
    assert_eq!(middle[1..], names(PandaError::CATALOG));
    assert_eq!(names(Box::<VideoError>::CATALOG), names(VideoError::CATALOG));
}

#[test]
fn a_generic_type_has_the_catalog_of_its_argument() {
    #[derive(Debug, ApiError)]
    enum Either<A, B = Expired> {
        #[api(transparent)]
        First(A),
        #[api(status = 400, message = "neither")]
        Neither,
        #[api(transparent)]
        Second(B),
    }

    assert_eq!(names(Either::<Expired>::CATALOG), ["VideoExpired", "Neither", "VideoExpired"]);
    assert_eq!(
        names(Either::<Either<Expired>, Box<Expired>>::CATALOG),
        ["VideoExpired", "Neither", "VideoExpired", "Neither", "VideoExpired"]
    );
    let errors: [Either<Expired>; 3] =
        [Either::First(Expired { id: 1 }), Either::Neither, Either::Second(Expired { id: 2 })];
    assert_eq!(errors.map(|error| error.status().as_u16()), [410, 400, 410]);
}

#[test]
fn a_catalog_has_the_declared_facts() {
    let limit = PandaError::CATALOG.definitions().last().unwrap();
    assert_eq!((limit.name(), limit.status().as_u16()), ("FileSizeLimitExceeded", 413));
    assert_eq!(limit.message(), "File size limit for this account is set to {limit} bytes");
    assert!(limit.docs().starts_with("The file is larger than the account allows"));
}

#[test]
fn a_kind_has_the_names_of_the_type_itself() {
    assert_eq!(VideoErrorKind::try_from("not_found"), Ok(VideoErrorKind::NotFound));
    assert_eq!(VideoErrorKind::try_from("VideoExpired"), Err(UnknownName));
    assert_eq!(VideoErrorKind::NotFound.definition().status(), 404);
    assert_eq!(UnknownName.to_string(), "no error has this name");
}

#[test]
fn a_failure_is_any_error() {
    fn find(which: u8) -> Result<(), Failure> {
        match which {
            0 => Err(Expired { id: 7 })?,
            1 => Err(VideoError::NoneWithId(1))?,
            2 => Err(VideoError::NotFound)?,
            3 => Err(Box::new(Expired { id: 8 }))?,
            _ => Err(PandaError::signature_expired())?,
        }
    }

    let failures = [0, 1, 2, 3, 4].map(|which| find(which).unwrap_err());
    let names = failures.each_ref().map(|failure| failure.error().name());
    assert_eq!(names, ["VideoExpired", "not_found", "not_found", "VideoExpired", "NotAuthorized"]);
    assert_eq!(failures[1].to_string(), "no video 1");
    assert_eq!(format!("{:?}", failures[3]), "Expired { id: 8 }");
    assert_eq!(Answer::of(failures[0].error()).body(), Answer::of(&Expired { id: 7 }).body());
}

#[test]
fn an_error_of_any_lifetime_is_answered() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{0}")]
    struct Borrowed<'a>(Cow<'a, str>);

    let text = String::from("borrowed");
    assert_eq!(Answer::of(&Borrowed(text.as_str().into())).body(), br#"{"error":"Borrowed","message":"borrowed"}"#);
}

#[test]
fn a_derived_definition_keeps_its_other_facts_with_a_message_by_hand() {
    let derived = *PandaError::CATALOG.definitions().find(|definition| !definition.docs().is_empty()).unwrap();
    let changed = derived.with_code("E1").with_message("by hand").with_facts(&[Fact::Since("2.1")]);
    assert_eq!((changed.name(), changed.status(), changed.docs()), (derived.name(), derived.status(), derived.docs()));
    assert_eq!((changed.message(), changed.code()), ("by hand", Some(Code::Text("E1"))));
}
