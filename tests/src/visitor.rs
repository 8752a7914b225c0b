//! Somebody in front of a browser, who can only do what a browser can: open an address, follow a link,
//! fill a form that is on the page. No script runs here.

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// A person and her browser.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    /// The browser's cookies.
    pub cookies: BTreeMap<String, String>,
    /// Where she is.
    pub path: String,
    /// The status of the page shown.
    pub status: StatusCode,
    /// The headers of the page shown.
    pub headers: HeaderMap,
    /// The bytes of the page shown.
    pub body: Vec<u8>,
    /// Main clicks so far: links followed and forms sent.
    pub clicks: u32,
}

/// A file chosen in a form.
pub struct Chosen<'a> {
    /// The name that the browser sends.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Visitor {
    /// A browser without any cookie.
    pub fn new(router: Router) -> Self {
        Self {
            router, cookies: BTreeMap::new(), path: String::new(), status: StatusCode::OK,
            headers: HeaderMap::new(), body: Vec::new(), clicks: 0,
        }
    }

    /// Types an address; redirections are followed.
    pub async fn open(&mut self, path: &str) -> &mut Self {
        self.send(Method::GET, path, None).await;
        self
    }

    /// The page as text.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The words of the page, without markup, spaces joined.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.html());
        let words: Vec<&str> = page.root_element().text().flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// Fails unless the page says this.
    pub fn sees(&self, words: &str) -> &Self {
        let wanted = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(self.text().contains(&wanted), "« {words} » is not on {} ({}):\n{}", self.path, self.status, self.text());
        self
    }

    /// Fails if the page says this.
    pub fn does_not_see(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "« {words} » is on {}", self.path);
        self
    }

    /// Follows the link whose words contain `words`.
    pub async fn follow(&mut self, words: &str) -> &mut Self {
        let href = self.link(words).unwrap_or_else(|| panic!("no link « {words} » on {}:\n{}", self.path, self.text()));
        self.clicks += 1;
        self.send(Method::GET, &href, None).await;
        self
    }

    /// The address of the link whose words contain `words`.
    pub fn link(&self, words: &str) -> Option<String> {
        let page = Html::parse_document(&self.html());
        let links = selector("a[href]");
        page.select(&links).find(|a| said(a).contains(words)).and_then(|a| a.attr("href").map(str::to_owned))
    }

    /// Sends the form whose button says `button`, with these fields; the others keep what the page put there.
    pub async fn press(&mut self, button: &str, fields: &[(&str, &str)]) -> &mut Self {
        self.press_with(button, fields, &[]).await
    }

    /// The same with files in the form's file field.
    pub async fn press_with(&mut self, button: &str, fields: &[(&str, &str)], files: &[Chosen<'_>]) -> &mut Self {
        let (action, multipart, mut pairs, file_field) = self.form(button);
        for (name, _) in fields {
            assert!(pairs.known.iter().any(|k| k == name), "no field « {name} » in the form « {button} » of {}; there is {:?}", self.path, pairs.known);
            pairs.values.retain(|(known, _)| known != name);
        }
        pairs.values.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        self.clicks += 1;
        if multipart {
            let (kind, body) = multipart_body(&pairs.values, file_field.as_deref(), files);
            self.send(Method::POST, &action, Some((kind, body))).await;
        } else {
            assert!(files.is_empty(), "the form « {button} » takes no file");
            let body = serde_html_form::to_string(&pairs.values).expect("form");
            self.send(Method::POST, &action, Some(("application/x-www-form-urlencoded".to_owned(), body.into_bytes()))).await;
        }
        self
    }

    /// Sends any request as this browser would, following redirections.
    pub async fn send(&mut self, method: Method, path: &str, body: Option<(String, Vec<u8>)>) {
        let (mut method, mut path, mut body) = (method, path.to_owned(), body);
        for _ in 0..10 {
            let (status, headers, bytes) = self.once(method.clone(), &path, body.take()).await;
            self.path.clone_from(&path);
            self.status = status;
            self.headers = headers;
            self.body = bytes;
            let Some(location) = self.headers.get(header::LOCATION).and_then(|l| l.to_str().ok()) else { return };
            if !location.starts_with('/') {
                return;
            }
            assert_eq!(self.status, StatusCode::SEE_OTHER, "every redirection is a 303, so that Back never posts again");
            path = location.to_owned();
            method = Method::GET;
        }
        panic!("redirections without end at {path}");
    }

    /// One request and its answer; cookies are kept.
    pub async fn once(&mut self, method: Method, path: &str, body: Option<(String, Vec<u8>)>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost").header("sec-fetch-site", "same-origin");
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let body = match body {
            Some((kind, bytes)) => {
                request = request.header(header::CONTENT_TYPE, kind).header(header::CONTENT_LENGTH, bytes.len());
                Body::from(bytes)
            }
            None => Body::empty(),
        };
        let answer = self.router.clone().oneshot(request.body(body).expect("request")).await.expect("the router always answers");
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE).iter().filter_map(|c| c.to_str().ok()) {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("cookie");
            if value.is_empty() || attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default();
        (parts.status, parts.headers, bytes)
    }

    fn form(&self, button: &str) -> (String, bool, Pairs, Option<String>) {
        let page = Html::parse_document(&self.html());
        let (forms, buttons) = (selector("form"), selector("button, input[type=submit]"));
        let form = page
            .select(&forms)
            .find(|form| form.select(&buttons).any(|b| said(&b).contains(button) || b.attr("value").is_some_and(|v| v.contains(button))))
            .unwrap_or_else(|| panic!("no button « {button} » on {} ({}):\n{}", self.path, self.status, self.text()));
        let mut pairs = Pairs::default();
        let mut file_field = None;
        for field in form.select(&selector("input[name], textarea[name], select[name], button[name]")) {
            let name = field.attr("name").unwrap_or_default().to_owned();
            pairs.known.push(name.clone());
            match (field.value().name(), field.attr("type").unwrap_or("text")) {
                ("textarea", _) => pairs.values.push((name, field.text().collect::<String>().trim_start_matches('\n').to_owned())),
                ("select", _) => {
                    let options = selector("option");
                    let chosen = field.select(&options).find(|o| o.attr("selected").is_some()).or_else(|| field.select(&options).next());
                    if let Some(option) = chosen {
                        pairs.values.push((name, option.attr("value").map_or_else(|| option.text().collect(), str::to_owned)));
                    }
                }
                ("button", _) => {
                    if said(&field).contains(button) {
                        pairs.values.push((name, field.attr("value").unwrap_or_default().to_owned()));
                    }
                }
                (_, "file") => file_field = Some(name),
                (_, "checkbox" | "radio") => {
                    if field.attr("checked").is_some() {
                        pairs.values.push((name, field.attr("value").unwrap_or("on").to_owned()));
                    }
                }
                (_, "submit") => {}
                _ => pairs.values.push((name, field.attr("value").unwrap_or_default().to_owned())),
            }
        }
        let action = form.attr("action").map_or_else(|| self.path.clone(), str::to_owned);
        (action, form.attr("enctype") == Some("multipart/form-data"), pairs, file_field)
    }
}

#[derive(Default)]
struct Pairs {
    known: Vec<String>,
    values: Vec<(String, String)>,
}

fn said(element: &ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("selector")
}

/// The body of a multipart form, as browsers write it: fields first, files last.
pub fn multipart_body(fields: &[(String, String)], file_field: Option<&str>, files: &[Chosen<'_>]) -> (String, Vec<u8>) {
    let boundary = "----preau-story-boundary-7d1c";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
    }
    for file in files {
        let field = file_field.expect("the form has a file field");
        let name = file.name.replace('"', "%22");
        body.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}
