//! Requests as commands of curl: hand-worked, and as a shell takes them.

use asyncscope_core::export::{Curl, CurlValues, curl};
use asyncscope_core::formats::har::exchange;
use asyncscope_core::model::requests::{Exchange, Header};
use serde_json::json;

use super::entry;

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn all(method: &str, url: &str, exchange: &Exchange) -> Curl {
    curl(method, url, Some(exchange), CurlValues::All)
}

#[test]
fn a_plain_request_is_its_address() {
    let made = all("GET", "https://a.example/x?q=1&r=2", &Exchange::default());
    assert_eq!(made.command, "curl --url 'https://a.example/x?q=1&r=2'");
    assert!(made.left_out.is_empty(), "{:?}", made.left_out);
}

#[test]
fn quotes_and_newlines_stay_what_they_are() {
    let exchange = Exchange {
        body: Some("it's\n\"two\" $HOME `ls` \\ !".to_owned()),
        request: vec![header("X-Note", "a'b")],
        ..Exchange::default()
    };
    let made = all("POST", "https://a.example/o'hara", &exchange);
    assert_eq!(
        made.command,
        "curl --url 'https://a.example/o'\\''hara' \\\n  --header 'X-Note: a'\\''b' \\\n  \
         --data-raw 'it'\\''s\n\"two\" $HOME `ls` \\ !'"
    );
}

#[test]
fn methods_are_named_where_curl_would_take_another() {
    let bare = Exchange::default();
    let with_body = Exchange { body: Some("x".to_owned()), ..Exchange::default() };
    let of = |method: &str, exchange: &Exchange| all(method, "http://h/", exchange).command;
    assert_eq!(of("DELETE", &bare), "curl --url 'http://h/' \\\n  --request 'DELETE'");
    assert_eq!(of("HEAD", &bare), "curl --url 'http://h/' \\\n  --head");
    assert_eq!(of("POST", &with_body), "curl --url 'http://h/' \\\n  --data-raw 'x'");
    assert_eq!(
        of("PUT", &with_body),
        "curl --url 'http://h/' \\\n  --request 'PUT' \\\n  --data-raw 'x'"
    );
    assert_eq!(
        of("GET", &with_body),
        "curl --url 'http://h/' \\\n  --request 'GET' \\\n  --data-raw 'x'",
        "with a body curl would post"
    );
}

#[test]
fn what_curl_makes_itself_is_left_to_it() {
    let request = vec![
        header(":authority", "h"),
        header("Content-Length", "3"),
        header("accept-encoding", "gzip, br"),
        header("x-empty", ""),
        header("x-lines", "a\r\nX-Other: b"),
    ];
    let made = all("GET", "http://h/[1-3]", &Exchange { request, ..Exchange::default() });
    assert_eq!(
        made.command,
        "curl --url 'http://h/[1-3]' \\\n  --globoff \\\n  --header 'accept-encoding: gzip, br' \
         \\\n  --compressed \\\n  --header 'x-empty;' \\\n  --header 'x-lines: a  X-Other: b'"
    );
}

#[test]
fn what_is_not_in_the_command_is_said() {
    let made = curl("POST", "http://h/", None, CurlValues::All);
    assert_eq!(made.command, "curl --url 'http://h/' \\\n  --request 'POST'");
    assert_eq!(made.left_out.len(), 2, "{:?}", made.left_out);
    assert!(made.left_out[0].contains("body"), "{:?}", made.left_out);
    assert!(made.left_out[1].contains("headers"), "{:?}", made.left_out);
    let exchange = Exchange {
        request: vec![header("Authorization", "Bearer s3cret"), header("Accept", "*/*")],
        body: Some("password=s3cret".to_owned()),
        ..Exchange::default()
    };
    let made = curl("POST", "http://h/", Some(&exchange), CurlValues::NoSecrets);
    assert!(!made.command.contains("s3cret"), "{}", made.command);
    assert!(made.command.contains("'Authorization: HIDDEN'"), "{}", made.command);
    assert!(made.command.contains("'Accept: */*'"), "{}", made.command);
    assert!(made.command.contains("--request 'POST'"), "{}", made.command);
    assert_eq!(made.left_out, ["the body of 15 bytes", "the value of 1 header"]);
}

/// A shell hands over the very bytes: `curl` is replaced by what prints its arguments.
#[cfg(unix)]
#[test]
fn a_shell_takes_it_apart_into_what_went_in() {
    let body = "a'b\n$(touch x) \"q\" \\n é";
    let exchange = Exchange {
        request: vec![header("X", "it's; rm -rf /")],
        body: Some(body.to_owned()),
        ..Exchange::default()
    };
    let made = all("PUT", "http://h/a b'c", &exchange);
    let script = format!(
        "curl() {{ for it in \"$@\"; do printf '%s\\0' \"$it\"; done; }}\n{}",
        made.command
    );
    let out = std::process::Command::new("sh").arg("-c").arg(script).output().expect("a shell");
    let out = String::from_utf8(out.stdout).expect("text");
    let arguments: Vec<&str> = out.trim_end_matches('\0').split('\0').collect();
    assert_eq!(
        arguments,
        [
            "--url",
            "http://h/a b'c",
            "--request",
            "PUT",
            "--header",
            "X: it's; rm -rf /",
            "--data-raw",
            body
        ]
    );
}

#[test]
fn headers_and_body_are_read_from_an_entry() {
    let mut one = entry(0, 1.0, "POST", "https://a.example/x", 200);
    one["request"]["headers"] = json!([
        { "name": "A", "value": "1\n" }, "odd", { "value": "nameless" }, { "name": "B" }
    ]);
    one["request"]["postData"] = json!({ "mimeType": "text/plain", "text": "hello" });
    one["response"]["headers"] = json!([{ "name": "C", "value": "3" }]);
    let found = exchange(one.to_string().as_bytes()).expect("an entry");
    assert_eq!(found.url, "https://a.example/x");
    assert_eq!(found.request, [header("A", "1\n"), header("B", "")]);
    assert_eq!(found.response, [header("C", "3")]);
    assert_eq!(found.body.as_deref(), Some("hello"));
    assert!(exchange(b"{}").is_err());
    assert!(exchange(b"[1").is_err());
}
