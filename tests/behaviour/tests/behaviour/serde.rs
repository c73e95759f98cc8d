//! `Serialize`, ours and the user's own.

use panda_errors::{Answer, ApiError, ErrorStatus};
use serde::Serialize;
use serde::ser::{Error as _, SerializeStruct as _, Serializer};

#[derive(Debug, ApiError)]
enum Plain {
    #[api(status = 404, message = "no {0}", details)]
    NotFound(u8),
    #[api(status = 500, message = "canary")]
    Internal,
    #[api(message = "{status}")]
    Decided {
        #[api(status)]
        status: ErrorStatus,
    },
}

#[test]
fn serialize_writes_the_body_that_is_sent() {
    for error in [Plain::NotFound(7), Plain::Decided { status: ErrorStatus::CONFLICT }] {
        assert_eq!(serde_json::to_vec(&error).unwrap(), Answer::of(&error).body());
    }
}

#[test]
fn serialize_of_a_500_writes_only_its_name() {
    assert_eq!(
        serde_json::to_string(&Plain::Internal).unwrap(),
        r#"{"error":"Internal","message":"Internal Server Error"}"#
    );
    assert_eq!(
        serde_json::to_string(&Plain::Decided { status: ErrorStatus::INTERNAL_SERVER_ERROR }).unwrap(),
        r#"{"error":"Decided","message":"Internal Server Error"}"#
    );
}

#[test]
fn serialize_stands_inside_other_values() {
    #[derive(Serialize)]
    struct Log<'a> {
        error: &'a Plain,
        all: Vec<Plain>,
    }
    let log = Log { error: &Plain::NotFound(1), all: vec![Plain::NotFound(2)] };
    let one = |id: u8| format!(r#"{{"error":"NotFound","message":"no {id}","details":{{"0":{id}}}}}"#);
    assert_eq!(serde_json::to_string(&log).unwrap(), format!(r#"{{"error":{},"all":[{}]}}"#, one(1), one(2)));
}

#[test]
fn a_derived_serialize_of_the_user_s_stands_with_skip() {
    #[derive(Debug, Serialize, ApiError)]
    #[api(status = 400, message = "own {0}", skip(Serialize))]
    struct Own(u8);

    assert_eq!(serde_json::to_string(&Own(7)).unwrap(), "7");
    assert_eq!(Answer::of(&Own(7)).body(), br#"{"error":"Own","message":"own 7"}"#);
}

#[test]
fn a_serialize_by_hand_stands_with_skip() {
    #[derive(Debug, ApiError)]
    #[api(skip(Serialize))]
    enum ByHand {
        #[api(status = 400, message = "hand {code}")]
        Coded { code: u16 },
        #[api(status = 409, message = "refused")]
        Refuses,
    }

    impl Serialize for ByHand {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let Self::Coded { code } = self else { return Err(S::Error::custom("not this one")) };
            let mut value = serializer.serialize_struct("ByHand", 1)?;
            value.serialize_field("code", code)?;
            value.end()
        }
    }

    assert_eq!(serde_json::to_string(&ByHand::Coded { code: 7 }).unwrap(), r#"{"code":7}"#);
    assert!(serde_json::to_string(&ByHand::Refuses).is_err());
    assert_eq!(Answer::of(&ByHand::Refuses).body(), br#"{"error":"Refuses","message":"refused"}"#);
}
