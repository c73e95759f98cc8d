//! actix-web 4.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::rt::System;
use actix_web::web::{self, Form, Json, JsonConfig, Path, Query};
use actix_web::{App, Error, HttpServer, Resource};
use panda_errors::Failure;
use panda_errors::integrations::actix_web_4::{ErrorLayer, extractors, reject};
use tests_frameworks::{Habits, Limit, OwnError, Served, UploadError, fail};

// The server has one flag for HEAD per connection, and sets it when it reads a request: of two that have come at once,
// the first is answered as the second is to be.
tests_frameworks::conformance!("actix-web-4", serve, Habits { pipelines_head: false, ..Habits::USUAL });

fn serve(ready: &Sender<SocketAddr>) -> Served {
    System::new().block_on(async {
        let server = HttpServer::new(|| App::new().configure(routes).service(own())).workers(2).disable_signals();
        let server = server.bind_auto_h2c("127.0.0.1:0")?;
        server.addrs().into_iter().try_for_each(|address| ready.send(address))?;
        Ok(server.run().await?)
    })
}

fn routes(config: &mut web::ServiceConfig) {
    let cors = Cors::default().allow_any_origin().send_wildcard();
    let layered = web::scope("/layered").wrap(cors).wrap(Compress::default()).wrap(from_fn(seen_status));
    config.service(layered.service(typed("/{case}"))).service(typed("/typed/{case}")).service(
        web::resource("/erased/{case}")
            .route(web::get().to(fail_erased))
            .route(web::head().to(fail_erased))
            .route(web::post().to(fail_erased)),
    );
}

/// The last one, since it has what no other has a route for.
fn own() -> impl HttpServiceFactory {
    let limit = web::resource("/own/query").get(async |limit: Query<Limit>| limit.limit.to_string());
    web::scope("")
        .wrap(ErrorLayer::<OwnError>::new())
        .configure(extractors::<OwnError>)
        .app_data(JsonConfig::default().limit(1024).error_handler(reject::<OwnError, _>))
        .service(typed("/own/typed/{case}"))
        .service(limit)
        .service(web::resource("/own/path/{limit}").get(async |limit: Path<u64>| limit.to_string()))
        .service(web::resource("/own/json").post(async |limit: Json<Limit>| limit.limit.to_string()))
        .service(web::resource("/own/form").post(async |limit: Form<Limit>| limit.limit.to_string()))
}

fn typed(path: &str) -> Resource {
    let resource = web::resource(path);
    // HEAD is a method like any other.
    resource.get(fail_typed).route(web::head().to(fail_typed)).post(fail_typed)
}

async fn fail_typed(case: Path<String>, body: String) -> Result<&'static str, UploadError> {
    fail(&case, &body)
}

async fn fail_erased(case: Path<String>, body: String) -> Result<&'static str, Failure> {
    Ok(fail(&case, &body)?)
}

async fn seen_status<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let status = HeaderValue::from(response.status().as_u16());
    response.headers_mut().insert(HeaderName::from_static("x-seen-status"), status);
    Ok(response)
}
