//! Layers around the handlers.

use crate::case::{Case, FINE};
use crate::habits::Habits;
use crate::seen::Seen;
use crate::server::Server;
use crate::wire::Request;

/// Without the layer of the integration, and with it inside of the others.
pub(super) const ROUTES: [&str; 2] = ["layered", "own/layered"];

/// CORS, compression and a layer that looks at the status do with an error what they do with any answer.
pub fn layers_see_the_error(server: &Server) {
    let mut connection = server.connect();
    let mut compressed = 0;
    for (case, route) in server.cases().iter().flat_map(|case| ROUTES.map(|route| (case, route))) {
        for request in case.requests(route) {
            let request = request.with("Origin", "https://a.example").with("Accept-Encoding", "gzip");
            compressed += usize::from(is_compressed(case, connection.ask(&request), server.habits()));
        }
        let fine = connection.ask(&Request::get(&format!("/{route}/{}", FINE.0)));
        assert_eq!((fine.status, fine.body.as_str()), (200, FINE.1), "{fine}");
    }
    assert!(compressed > 0, "no layer compressed anything");
    connection.finish();
}

/// Takes off what the layers have added: the rest is the answer that the case must have.
fn is_compressed(case: &Case, mut seen: Seen, habits: &Habits) -> bool {
    assert_eq!(seen.take("access-control-allow-origin").as_deref(), Some(habits.any_origin), "{seen}");
    assert_eq!(seen.take("x-seen-status"), Some(case.answer.status.to_string()), "{seen}");
    let varies = seen.all("vary").iter().any(|vary| vary.to_ascii_lowercase().contains("accept-encoding"));
    let is_compressed = seen.take("content-encoding").is_some();
    assert!(varies || !is_compressed || !habits.varies, "{seen}");
    seen.take("vary");
    case.answer.assert_is(&seen);
    is_compressed && !seen.body.is_empty()
}
