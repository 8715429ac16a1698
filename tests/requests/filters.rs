//! The words of filters.

use asyncscope_core::analysis::requests::RequestFilter;
use serde_json::json;

use super::{entry, har, kept, opened};

#[test]
fn words_keep_what_they_say() {
    let mut post = entry(0, 1_500.0, "POST", "https://v1.api.com/orders", 500);
    post["response"]["_transferSize"] = json!(150_000);
    let mut image = entry(1, 20.0, "GET", "https://cdn.api.com:8443/logo.png", 200);
    image["_resourceType"] = json!("image");
    image["response"]["content"]["mimeType"] = json!("image/png");
    let mut gone = entry(2, 5.0, "GET", "http://localhost:80/gone?q=/api", 0);
    gone["response"]["_error"] = json!("net::ERR_CONNECTION_REFUSED");
    let found = entry(3, 200.0, "GET", "https://other.org/a%20b", 404);
    let recording = opened(har(&[post, image, gone, found]));
    let check = |filter: &str, expected: &[&str]| {
        let short = |url: String| url.rsplit('/').next().unwrap_or_default().to_owned();
        let kept: Vec<String> = kept(&recording, filter).into_iter().map(short).collect();
        assert_eq!(kept, expected, "{filter}");
    };
    let (orders, logo, gone, other) = ("orders", "logo.png", "api", "a%20b");
    check("", &[orders, logo, gone, other]);
    check("status:5xx", &[orders]);
    check("status:4xx,5xx", &[orders, other]);
    check("status:400-499", &[other]);
    check("status-code:404", &[other]);
    check("-status:0", &[orders, logo, other]);
    check("method:post", &[orders]);
    check("domain:*.api.com", &[orders, logo]);
    check("domain:cdn.api.com:8443", &[logo]);
    check("larger-than:100k", &[orders]);
    check("larger-than:150001", &[]);
    check("smaller-than:1k", &[logo, gone, other]);
    check("slower-than:1s", &[orders]);
    check("slower-than:200ms", &[orders, other]);
    check("faster-than:20", &[gone]);
    check("mime-type:json -type:image", &[orders, gone, other]);
    check("type:image,script", &[logo]);
    check("outcome:no_response", &[gone]);
    check("is:failed", &[orders, gone, other]);
    check("error:refused", &[gone]);
    check("scheme:http", &[gone]);
    check("path:/or*", &[orders]);
    check("api", &[orders, logo, gone]);
    check("API -logo", &[orders, gone]);
    check("localhost:80", &[gone]);
    check(r"/api\.com\/[a-z]+$/", &[orders]);
    check(r"-/api\.com/", &[gone, other]);
    check("status:5xx method:GET", &[]);
    check(r#""https://other.org/""#, &[other]);
}

#[test]
fn what_is_no_filter_says_why() {
    for (filter, expected) in [
        ("status:abc", "no status"),
        ("status:", "nothing stands behind"),
        ("larger-than:many", "no size"),
        ("slower-than:-5s", "no time"),
        ("type:picture", "no type: expected one of document"),
        ("is:nice", "unknown"),
        ("/(/", "regular expression"),
    ] {
        let error = RequestFilter::parse(filter).expect_err(filter).to_string();
        assert!(error.contains(expected), "{filter}: {error}");
    }
}
