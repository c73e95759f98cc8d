use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 405, message = "only GET", header("Allow: " = "GET"))]
    Name,
    #[api(status = 405, message = "only GET", header("Allow" = "GET\r\nSet-Cookie: admin=1"))]
    Value,
    #[api(status = 400, message = "bad", header("Content-Length" = "0"))]
    OfTheServer,
    #[api(status = 400, message = "bad", header("Vary" = origin), header("X-Id" = "1"), header("x-id" = "2"))]
    Twice {
        #[api(header("Link" = "</docs>"))]
        link: String,
    },
    #[api(status = 405, message = "only GET")]
    Missing,
    #[api(status = 429, message = "slow down", header("Cache-Control" = "max-age=60"))]
    Cached,
}

fn main() {
    println!("{}", Upload::Name);
}
