//! [`Habits`]: what a framework does in its own way, whatever the error.

/// The behaviour that differs between frameworks. A framework's file lists the differences from
/// [`USUAL`](Habits::USUAL), with reasons.
#[derive(Clone, Copy, Debug)]
#[expect(
    missing_docs,
    clippy::exhaustive_structs,
    clippy::struct_excessive_bools,
    reason = "each is named after the refusal whose status it is"
)]
pub struct Habits {
    /// Whether a HEAD among pipelined requests is answered without a body, and the others with theirs.
    pub pipelines_head: bool,
    /// Whether a HEAD over HTTP/2 is answered without a body even if the integration does not make the answer.
    pub knows_head_over_http_2: bool,
    /// The `access-control-allow-origin` that CORS for any origin sends to `https://a.example`.
    pub any_origin: &'static str,
    /// Whether compression says so in `Vary`.
    pub varies: bool,
    /// Whether a response that a handler returns, and not an error, has the `Content-Length` of GET after HEAD.
    pub measures_head: bool,
    /// Whether a 405 says in `Allow` what is.
    pub says_allow: bool,
    /// Whether a body that fails is broken off, and does not look whole.
    pub breaks_off_bodies: bool,
    /// Whether the route that matched is known.
    pub knows_route: bool,
    /// Whether the report has the route if the handler panics.
    pub knows_route_of_panic: bool,
    pub no_route: u16,
    pub wrong_method: u16,
    pub malformed_json: u16,
    pub malformed_query: u16,
    pub malformed_path: u16,
    pub malformed_form: u16,
    pub unsupported_type: u16,
    pub too_large: u16,
}

impl Habits {
    /// Those of most.
    pub const USUAL: Self = Self {
        pipelines_head: true,
        knows_head_over_http_2: true,
        any_origin: "*",
        varies: true,
        measures_head: true,
        says_allow: true,
        breaks_off_bodies: true,
        knows_route: true,
        knows_route_of_panic: true,
        no_route: 404,
        wrong_method: 405,
        malformed_json: 400,
        malformed_query: 400,
        malformed_path: 400,
        malformed_form: 400,
        unsupported_type: 415,
        too_large: 413,
    };

    /// Returns ` with a limit` if a switch above takes something out of the claims of this rule.
    #[must_use]
    pub fn limit(&self, rule: &str) -> &'static str {
        let limited = match rule {
            "W2" => !self.pipelines_head || !self.knows_head_over_http_2,
            "W4" => !self.says_allow,
            "W13" => !self.says_allow || self.wrong_method != 405,
            _ => false,
        };
        if limited { " with a limit" } else { "" }
    }
}
