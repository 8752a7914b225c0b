//! Somebody in front of a browser, who can only do what a browser can: open an address, follow a link,
//! fill a form that is on the page. No script runs here.

use super::html::{Element, parse, words};
use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// What a browser reaches: the program itself, or a server on this machine.
#[derive(Clone)]
enum Door {
    Program(Router),
    Server {
        base: String,
        client: Box<Client<HttpConnector, Full<Bytes>>>,
    },
}

/// A person and her browser.
#[derive(Clone)]
pub struct Visitor {
    door: Door,
    /// The browser's cookies.
    pub cookies: BTreeMap<String, String>,
    /// Where she is, with its query.
    pub path: String,
    /// The status of the page shown.
    pub status: StatusCode,
    /// The headers of the page shown.
    pub headers: HeaderMap,
    /// The bytes of the page shown.
    pub body: Vec<u8>,
    /// Main clicks so far: links followed and forms sent.
    pub clicks: u32,
    /// Headers sent with each request beside the browser's own; one of the same name replaces it.
    pub says: Vec<(&'static str, String)>,
}

/// A file chosen in a form.
pub struct Chosen<'a> {
    /// The name that the browser sends.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// A form as it stands on a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Whether it carries files.
    pub multipart: bool,
    /// The names of all its fields.
    pub known: Vec<String>,
    /// What it sends when nothing is changed.
    pub values: Vec<(String, String)>,
    /// The field of its files.
    pub file: Option<String>,
}

impl Form {
    /// Puts these values in place of what the page had.
    pub fn fill(&mut self, fields: &[(&str, &str)]) {
        for (name, _) in fields {
            assert!(
                self.known.iter().any(|known| known == name),
                "no field « {name} » for {}; there is {:?}",
                self.action,
                self.known
            );
            self.values.retain(|(known, _)| known != name);
        }
        self.values.extend(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
    }

    /// Takes a tick off.
    pub fn untick(&mut self, name: &str) {
        let before = self.values.len();
        self.values.retain(|(known, _)| known != name);
        assert!(self.values.len() < before, "« {name} » was not ticked");
    }

    /// A value that the page put there.
    pub fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// What is sent: the media type and the bytes.
    pub fn body(&self, files: &[Chosen<'_>]) -> (String, Vec<u8>) {
        if self.multipart {
            return multipart(&self.values, self.file.as_deref(), files);
        }
        assert!(
            files.is_empty(),
            "the form for {} takes no file",
            self.action
        );
        let body = serde_html_form::to_string(&self.values).expect("a form");
        (
            "application/x-www-form-urlencoded".to_owned(),
            body.into_bytes(),
        )
    }
}

impl Visitor {
    /// A browser without any cookie, before the program.
    pub fn new(router: Router) -> Self {
        Self::before(Door::Program(router))
    }

    /// A browser without any cookie, before a server such as `http://localhost:8080`.
    pub fn on_the_net(base: &str) -> Self {
        let client = Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
        Self::before(Door::Server {
            base: base.to_owned(),
            client: Box::new(client),
        })
    }

    /// The same browser, after the server came back under another address.
    pub fn moved_to(&self, base: &str) -> Self {
        let there = Self::on_the_net(base);
        Self {
            door: there.door,
            ..self.clone()
        }
    }

    fn before(door: Door) -> Self {
        Self {
            door,
            cookies: BTreeMap::new(),
            path: String::new(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Vec::new(),
            clicks: 0,
            says: Vec::new(),
        }
    }

    /// Types an address; redirections are followed.
    pub async fn open(&mut self, path: &str) -> &mut Self {
        self.send(Method::GET, path, None).await;
        self
    }

    /// The page as a tree.
    pub fn page(&self) -> Element {
        parse(&String::from_utf8_lossy(&self.body))
    }

    /// The words of the page's body, without markup, spaces joined.
    pub fn text(&self) -> String {
        self.page().all("body").first().expect("a page").text()
    }

    /// A header of the answer.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Fails unless the page says this.
    #[track_caller]
    pub fn sees(&mut self, said: &str) -> &mut Self {
        let text = self.text();
        assert!(
            text.contains(&words(said)),
            "« {said} » is not on {} ({}):\n{text}",
            self.path,
            self.status
        );
        self
    }

    /// Fails if the page says this.
    #[track_caller]
    pub fn does_not_see(&mut self, said: &str) -> &mut Self {
        let text = self.text();
        assert!(
            !text.contains(&words(said)),
            "« {said} » is on {}:\n{text}",
            self.path
        );
        self
    }

    /// Fails unless she stands there.
    #[track_caller]
    pub fn is_at(&mut self, path: &str, status: u16) -> &mut Self {
        assert_eq!(
            (self.path.as_str(), self.status.as_u16()),
            (path, status),
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// Follows the link whose words contain `said`.
    pub async fn follow(&mut self, said: &str) -> &mut Self {
        let href = self
            .link(said)
            .unwrap_or_else(|| panic!("no link « {said} » on {}:\n{}", self.path, self.text()));
        self.clicks += 1;
        self.send(Method::GET, &href, None).await;
        self
    }

    /// The address of the link whose words contain `said`.
    pub fn link(&self, said: &str) -> Option<String> {
        let page = self.page();
        let link = page
            .all("a")
            .into_iter()
            .find(|link| link.text().contains(&words(said)))?;
        link.attr("href").map(str::to_owned)
    }

    /// Sends the form whose button says `button`, with these fields; the others keep what the page put there.
    pub async fn press(&mut self, button: &str, fields: &[(&str, &str)]) -> &mut Self {
        self.press_with(button, fields, &[]).await
    }

    /// The same with files in the form's file field.
    pub async fn press_with(
        &mut self,
        button: &str,
        fields: &[(&str, &str)],
        files: &[Chosen<'_>],
    ) -> &mut Self {
        let mut form = self.form(button);
        form.fill(fields);
        self.clicks += 1;
        let body = form.body(files);
        self.send(Method::POST, &form.action, Some(body)).await;
        self
    }

    /// The form whose button says `button`.
    pub fn form(&self, button: &str) -> Form {
        let page = self.page();
        let form = page.all("form").into_iter().find(|form| {
            form.all("button")
                .iter()
                .any(|b| b.text().contains(&words(button)))
        });
        let form = form.unwrap_or_else(|| {
            panic!(
                "no button « {button} » on {} ({}):\n{}",
                self.path,
                self.status,
                self.text()
            )
        });
        read_form(&page, form, button)
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
            let Some(location) = self
                .headers
                .get(header::LOCATION)
                .and_then(|l| l.to_str().ok())
            else {
                return;
            };
            assert!(
                location.starts_with('/') && !location.starts_with("//"),
                "a redirection to another site: {location}"
            );
            assert_eq!(
                self.status,
                StatusCode::SEE_OTHER,
                "every redirection is a 303, so that Back never posts again"
            );
            path = location.to_owned();
            method = Method::GET;
        }
        panic!("redirections without end at {path}");
    }

    /// One request and its answer; cookies are kept.
    pub async fn once(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        self.try_once(method, path, body).await.expect("an answer")
    }

    /// The same, with a server that may be gone.
    pub async fn try_once(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> Result<(StatusCode, HeaderMap, Vec<u8>), String> {
        let request = self.request(method, path, body);
        let (parts, bytes) = match &self.door {
            Door::Program(router) => {
                let (parts, body) = router
                    .clone()
                    .oneshot(request)
                    .await
                    .expect("the router always answers")
                    .into_parts();
                (
                    parts,
                    body.collect()
                        .await
                        .map_err(|error| error.to_string())?
                        .to_bytes(),
                )
            }
            Door::Server { client, .. } => {
                let (parts, body) = client
                    .request(request)
                    .await
                    .map_err(|error| error.to_string())?
                    .into_parts();
                (
                    parts,
                    body.collect()
                        .await
                        .map_err(|error| error.to_string())?
                        .to_bytes(),
                )
            }
        };
        for cookie in parts
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|c| c.to_str().ok())
        {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie");
            if value.is_empty() || attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok((parts.status, parts.headers, bytes.to_vec()))
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
    ) -> Request<Full<Bytes>> {
        let uri = match &self.door {
            Door::Program(_) => path.to_owned(),
            Door::Server { base, .. } => format!("{base}{path}"),
        };
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .body(Full::default())
            .expect("a request");
        let headers = request.headers_mut();
        if matches!(self.door, Door::Program(_)) {
            headers.insert(header::HOST, HeaderValue::from_static("preau.example"));
        }
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            headers.insert(header::COOKIE, cookies.join("; ").parse().expect("cookies"));
        }
        if let Some((media, bytes)) = body {
            headers.insert(header::CONTENT_TYPE, media.parse().expect("a media type"));
            headers.insert(header::CONTENT_LENGTH, bytes.len().into());
            *request.body_mut() = Full::new(Bytes::from(bytes));
        }
        for (name, value) in &self.says {
            let name = HeaderName::from_static(name);
            let headers = request.headers_mut();
            if value.is_empty() {
                headers.remove(name)
            } else {
                headers.insert(name, value.parse().expect("a header"))
            };
        }
        request
    }
}

fn read_form(page: &Element, form: &Element, button: &str) -> Form {
    let mut read = Form {
        action: form
            .attr("action")
            .expect("every form says where it goes")
            .to_owned(),
        multipart: form.attr("enctype") == Some("multipart/form-data"),
        known: Vec::new(),
        values: Vec::new(),
        file: None,
    };
    // Fields that stand elsewhere on the page may belong to it.
    let id = form.attr("id").filter(|id| !id.is_empty());
    let elsewhere = page.inside().into_iter();
    let elsewhere = elsewhere.filter(|field| id.is_some() && field.attr("form") == id);
    for field in form.inside().into_iter().chain(elsewhere) {
        let Some(name) = field.attr("name").map(str::to_owned) else {
            continue;
        };
        let value = match (field.name.as_str(), field.attr("type").unwrap_or("text")) {
            // A browser drops the first line break.
            ("textarea", _) => {
                let text = field.raw_text();
                Some(text.strip_prefix('\n').unwrap_or(&text).to_owned())
            }
            ("select", _) => {
                let options = field.all("option");
                let chosen = options
                    .iter()
                    .find(|option| option.attr("selected").is_some())
                    .or(options.first());
                chosen.map(|option| {
                    option
                        .attr("value")
                        .map_or_else(|| option.text(), str::to_owned)
                })
            }
            ("button", _) => field
                .text()
                .contains(button)
                .then(|| field.attr("value").unwrap_or_default().to_owned()),
            ("input", "file") => {
                read.file = Some(name.clone());
                None
            }
            ("input", "checkbox" | "radio") => field
                .attr("checked")
                .map(|_| field.attr("value").unwrap_or("on").to_owned()),
            ("input", "submit") => None,
            ("input", _) => Some(field.attr("value").unwrap_or_default().to_owned()),
            _ => continue,
        };
        read.known.push(name.clone());
        read.values.extend(value.map(|value| (name, value)));
    }
    read
}

/// The body of a multipart form, as browsers write it: fields first, files last.
pub fn multipart(
    fields: &[(String, String)],
    file_field: Option<&str>,
    files: &[Chosen<'_>],
) -> (String, Vec<u8>) {
    let boundary = "----preau-story-boundary-7d1c";
    let mut body = Vec::new();
    let mut part = |disposition: String, bytes: &[u8]| {
        body.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n")
                .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for file in files {
        let field = file_field.expect("the form has a file field");
        let name = file
            .name
            .replace('"', "%22")
            .replace('\r', "%0D")
            .replace('\n', "%0A");
        part(
            format!(
                "name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream"
            ),
            file.bytes,
        );
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}
