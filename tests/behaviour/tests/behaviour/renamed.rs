//! The crate under another name: in a manifest, through another crate, in a module.

use panda_errors::{Answer, ApiError, Cataloged, PandaError};
use tests_behaviour::header;
use tests_facade::{Renamed, RenamedKind, declare};

#[track_caller]
fn assert_body(error: &dyn ApiError, body: &str) {
    assert_eq!(String::from_utf8_lossy(Answer::of(error).body()), body);
}

#[test]
fn a_rename_in_a_manifest_is_followed() {
    let error = Renamed::NotFound { what: "video".into() };
    assert_body(&error, r#"{"error":"NotFound","message":"no \"video\"","details":{"what":"video"}}"#);
    assert_eq!(header(&Answer::of(&error), "x-what"), ["video"]);
    assert_eq!(Renamed::from(std::io::Error::other("disk")).status(), 500);
    assert_eq!(Renamed::from(PandaError::unsupported_format()).name(), "BadRequest");
    assert_eq!(RenamedKind::try_from("NotFound"), Ok(RenamedKind::NotFound));
}

#[test]
fn a_path_through_another_crate_is_followed() {
    use tests_facade::errors;

    #[derive(Debug, errors::ApiError)]
    #[api(crate = errors)]
    enum Imported {
        #[api(status = 400, message = "{0}")]
        Message(u8),
        #[api(transparent)]
        Renamed(#[from] Renamed),
    }

    #[derive(Debug, tests_facade::errors::ApiError)]
    #[api(crate = ::tests_facade::errors, status = 404, message = "global")]
    struct Global;

    assert_body(&Imported::Message(7), r#"{"error":"Message","message":"7"}"#);
    assert_eq!(Imported::from(Renamed::Broken(std::io::Error::other("disk"))).status(), 500);
    assert!(Imported::CATALOG.definitions().any(|definition| definition.name() == "FileSizeLimitExceeded"));
    assert_body(&Global, r#"{"error":"Global","message":"global"}"#);
}

mod inner {
    pub(crate) mod api {
        pub(crate) use panda_errors::*;
    }

    #[derive(Debug, api::ApiError)]
    #[api(crate = self::api, status = 400, message = "in a module: {0:>3}")]
    pub(crate) struct InAModule(pub(crate) u8);

    pub(super) mod deeper {
        #[derive(Debug, super::api::ApiError)]
        #[api(crate = super::api, status = 400, message = "deeper")]
        pub(crate) struct Deeper;

        #[derive(Debug, crate::renamed::inner::api::ApiError)]
        #[api(crate = crate::renamed::inner::api, status = 400, message = "from the root")]
        pub(crate) struct Rooted;
    }
}

#[test]
fn a_path_through_a_module_is_followed() {
    assert_body(&inner::InAModule(7), r#"{"error":"InAModule","message":"in a module:   7"}"#);
    assert_body(&inner::deeper::Deeper, r#"{"error":"Deeper","message":"deeper"}"#);
    assert_body(&inner::deeper::Rooted, r#"{"error":"Rooted","message":"from the root"}"#);
}

declare! {
    /// Declared by a macro of another crate.
    Declared { id: u64, model: &'static str } 404 "no {model} {id}"
}

#[test]
fn the_crate_of_a_macro_is_followed() {
    assert_body(&Declared { id: 7, model: "Video" }, r#"{"error":"Declared","message":"no Video 7"}"#);
}
