//! An expansion gives no lint a reason to speak, and turns none off: in `tests_forbidding` either is an error.

use panda_errors::{Answer, ApiError, ErrorStatus, PandaError};
use tests_forbidding::{Account, Everything, EverythingKind, Generic, Hidden};

#[test]
fn an_expansion_causes_no_lint_and_works() {
    let everything = [
        Everything::NotFound(1, "x", std::time::Duration::ZERO),
        Everything::Conflict { secret: true },
        Everything::Upstream { status: ErrorStatus::BAD_GATEWAY, code: 502 },
        Everything::Gone,
        Everything::from(std::io::Error::other("disk")),
        Everything::Perhaps { source: None },
        Everything::from(PandaError::unsupported_format()),
    ];
    let statuses = everything.each_ref().map(|error| Answer::of(error).status().as_u16());
    assert_eq!(statuses, [404, 409, 502, 410, 500, 500, 400]);
    assert_eq!(EverythingKind::Gone.definition().name(), "gone");
    assert_eq!(Generic { text: "a", values: [1], shown: 2 }.to_string(), "a [1] 2");
    assert_eq!([Account::Store(Everything::Gone), Account::None].map(|error| error.status().as_u16()), [410, 402]);
    assert_eq!(Hidden::forbidden(), Hidden("Forbidden"));
}

#[test]
#[expect(deprecated, reason = "these are the deprecated ones")]
fn a_deprecated_item_expands_without_a_warning() {
    use tests_forbidding::deprecated::{OldReason, Retired};

    assert_eq!(OldReason(7).to_string(), "the old reason 7");
    let retired = [Retired::Old(1), Retired::Field { field: 2 }, Retired::from(std::io::Error::other("disk"))];
    assert_eq!(retired.map(|error| error.to_string()), ["old 1", "field 2", "Internal Server Error"]);
}

#[test]
fn a_lint_allowed_on_a_type_is_allowed_in_its_expansion() {
    use tests_forbidding::deprecated as old;

    #[allow(deprecated)]
    #[derive(Debug, ApiError)]
    enum Keeps<T: Into<old::OldReason> = old::OldReason>
    where
        old::OldReason: Into<T>,
    {
        #[api(transparent)]
        Reason(#[from] old::OldReason),
        #[api(status = 500)]
        Caused(#[source] Box<old::OldReason>),
        #[api(status = 400, message = "{0:?} and {0}")]
        Told(T),
    }

    #[allow(deprecated)]
    let reason = old::OldReason(7);
    let kept = [Keeps::from(reason), Keeps::Caused(Box::new(reason)), Keeps::Told(reason)];
    assert_eq!(kept.map(|error| error.status().as_u16()), [410, 500, 400]);
}
