//! [`Documented`]: the schemas and responses of a document, and [`render`](Documented::render), which writes a schema.

use std::collections::BTreeMap;
use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use serde_json::value::RawValue;

use super::{Empty500, Form, REFERENCE};
use crate::catalog::entry::Case;
use crate::docs::node::{Node, Object};
use crate::docs::schema::{Body, Group, Literal, Names, Property, Schema, Union};
use crate::docs::{prose, retry_word, sent};
use crate::header::CHALLENGE;
use crate::{Answer, Catalog, Shape};

/// The errors of a catalog, as `OpenAPI` documents them.
pub(crate) struct Documented<'a> {
    form: Form<'a>,
    shape: &'static Shape,
    /// `None` if a function writes the body.
    body: Option<Body>,
    cases: Vec<Case>,
}

/// The schemas of a document.
#[derive(Default)]
pub(super) struct Schemas {
    pub(super) named: Object,
    /// The name of the schema of all responses. It is empty without such a schema.
    shared: String,
    /// The names of the schemas for single statuses.
    by_status: BTreeMap<String, String>,
}

impl Schemas {
    /// Returns the reference to the schema for a status.
    pub(super) fn reference(&self, status: &str) -> Option<Object> {
        let name = self.by_status.get(status).unwrap_or(&self.shared);
        (!name.is_empty()).then(|| Object::default().with("$ref", reference(name)))
    }
}

/// The start of the name of a response, before the status.
const RESPONSE: &str = "ApiError";

impl<'a> Documented<'a> {
    pub(crate) fn of(catalog: &Catalog, form: Form<'a>) -> Self {
        let shape = catalog.shape();
        let cases = sent(catalog);
        Self { form, shape, body: Body::of(shape), cases }
    }

    /// Returns `true` if an error can be answered with a body.
    fn has_body(&self, case: &Case) -> bool {
        let is_empty = self.shape.is_panda() && case.definition.status() == 500 && !case.status_varies;
        !is_empty || self.form.empty_500 == Empty500::WithContent
    }

    pub(super) fn response_name(&self, status: &str) -> String {
        let status = if status == "default" { "Default" } else { status };
        format!("{}{RESPONSE}{status}", self.form.prefix)
    }

    /// Returns the response of each status with its schema inline. Every schema that the schema refers to is inline
    /// too, with its name as title.
    #[cfg(feature = "utoipa-6")]
    pub(crate) fn responses_in_place(&self) -> Vec<(String, Object)> {
        let schemas = self.schemas();
        self.responses(&|status| Some(schemas.named.resolved(&schemas.reference(status)?)))
    }

    /// Returns the schemas by their names.
    pub(super) fn schemas(&self) -> Schemas {
        let mut schemas = Schemas::default();
        let Some(body) = &self.body else { return schemas };
        let cases: Vec<_> = self.cases.iter().filter(|case| self.has_body(case)).collect();
        let union = Union::of(body, &cases);
        let mut names = Names::new(self.form.prefix);
        let response = names.name(ERROR_RESPONSE);
        schemas.shared.clone_from(&response);
        if self.form.is_plain || union.groups.is_empty() {
            if !self.form.is_plain {
                self.add_by_status(&union, &mut names, &mut schemas);
            }
            let schema = self.render(&union.around(union.of_all()));
            schemas.named.add(response, described(schema, "An error."));
            return schemas;
        }
        self.add_union(&union, names, response, &mut schemas.named);
        schemas
    }

    /// Adds a schema for each status, if nothing in the body distinguishes the errors and their details differ.
    fn add_by_status(&self, union: &Union<'_>, names: &mut Names<'_>, schemas: &mut Schemas) {
        let mut statuses: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
        for case in union.cases.iter().filter(|case| !case.status_varies) {
            statuses.entry(case.definition.status().to_string()).or_default().push(case);
        }
        let by_status: Vec<_> = statuses.iter().map(|(status, cases)| (status, union.of_cases(cases), cases)).collect();
        let mut all = by_status.iter().map(|(_, schema, _)| schema);
        let first = all.next();
        if all.all(|schema| Some(schema) == first) {
            return;
        }
        for (status, schema, cases) in by_status {
            let name = names.name(status);
            schemas.named.add(name.clone(), with_facts(self.render(&schema), cases));
            schemas.by_status.insert(status.clone(), name);
        }
    }

    /// Adds a schema for each error, and their union.
    fn add_union(&self, union: &Union<'_>, mut names: Names<'_>, response: String, schemas: &mut Object) {
        let mut put = |name: String, schema: Object| {
            schemas.add(name.clone(), schema);
            Schema::Reference(name)
        };
        let unknown = names.name(UNKNOWN);
        let info = if union.is_whole() { None } else { Some(names.name(INFO)) };
        let mut members = Vec::new();
        let mut mapping = Object::default();
        for group in &union.groups {
            let name = names.name(&wish(group));
            let mut schema = union.of_cases(&group.cases);
            if let Some(details) = details_of(&mut schema) {
                let properties = std::mem::replace(details, Schema::Any);
                *details = put(names.name(&format!("{}Details", wish(group))), self.render(&properties));
            }
            mapping.add(group.literal.to_text().into_owned(), reference(&name));
            members.push(put(name, with_facts(self.render(&schema), &group.cases)));
        }
        let schema = self.render(&union.of_unknown());
        members.push(put(unknown, described(schema, "An error that this document does not know.")));
        let mut one_of = self.render(&Schema::OneOf(members));
        if let Some(name) = union.discriminator().filter(|_| self.form.has_discriminator) {
            let discriminator = Object::default().with("propertyName", name.to_string()).with("mapping", mapping);
            one_of.add("discriminator", discriminator);
        }
        match info {
            None => put(response, one_of),
            Some(info) => {
                let info = put(info, one_of);
                put(response, self.render(&union.around(info)))
            }
        };
    }

    /// Returns the response of each status, each with this schema.
    pub(super) fn responses(&self, schema: &dyn Fn(&str) -> Option<Object>) -> Vec<(String, Object)> {
        let mut statuses: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
        for case in &self.cases {
            let status = case.definition.status();
            let is_left_out = !self.has_body(case) && self.form.empty_500 == Empty500::LeftOut;
            if status != 500 || (!case.status_varies && !is_left_out) {
                statuses.entry(status.to_string()).or_default().push(case);
            }
            if case.status_varies {
                for range in ["4XX", "5XX"] {
                    statuses.entry(range.into()).or_default().push(case);
                }
            }
        }
        let response = |(status, cases): (String, Vec<&Case>)| {
            let response = self.response(&status, &cases, schema(&status));
            (status, response)
        };
        let mut responses: Vec<_> = statuses.into_iter().map(response).collect();
        if self.form.has_default {
            let response = described(Object::default(), "An error that no other response describes.");
            responses.push(("default".into(), self.with_content(response, schema("default"), Object::default())));
        }
        responses
    }

    fn response(&self, status: &str, cases: &[&Case], schema: Option<Object>) -> Object {
        let mut response = Object::default().with("description", self.description(cases));
        let headers = self.headers(status, cases);
        if !headers.is_empty() {
            response.add("headers", headers);
        }
        if cases.iter().any(|case| self.has_body(case)) {
            self.with_content(response, schema, self.examples(cases))
        } else {
            response
        }
    }

    fn with_content(&self, response: Object, schema: Option<Object>, examples: Object) -> Object {
        let mut content = Object::default();
        if let Some(schema) = schema {
            content.add("schema", schema);
        }
        if !examples.is_empty() {
            content.add("examples", examples);
        }
        response.with("content", Object::default().with(self.shape.media_type(), content))
    }

    /// Returns all meanings of one status.
    fn description(&self, cases: &[&Case]) -> String {
        let mut paragraphs = Vec::new();
        for case in cases {
            let name = prose::escaped(case.definition.name());
            let docs = prose::markdown(case.definition.docs());
            paragraphs.push(if docs.is_empty() { format!("**{name}**") } else { format!("**{name}**: {docs}") });
            paragraphs.extend(case.help.map(prose::markdown));
            if let (None, Some(template)) = (self.example(case), case.template()) {
                paragraphs.push(format!("The message, with values where the braces are: {}", prose::code(&template)));
            }
        }
        paragraphs.join("\n\n")
    }

    /// Returns the body of an example answer.
    fn example(&self, case: &Case) -> Option<String> {
        let body = Answer::example_in(self.shape, case.definition)?.into_body().into_owned();
        String::from_utf8(body).ok().filter(|body| !body.is_empty())
    }

    /// Returns an example for each case under its name, with a number from the second case on. Names do not contain
    /// colons.
    fn examples(&self, cases: &[&Case]) -> Object {
        let mut examples = Object::default();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for case in cases {
            let name = case.definition.name();
            let count = counts.entry(name).or_default();
            *count += 1;
            let Some(body) = self.example(case) else { continue };
            // A function may write a body that is not JSON.
            let value = match RawValue::from_string(body.clone()) {
                Ok(json) if self.body.is_some() => Node::Raw(json),
                _ => body.into(),
            };
            let name = if *count == 1 { name.to_string() } else { format!("{name}:{count}") };
            examples.add(name, Object::default().with("value", value));
        }
        examples
    }

    /// Returns the headers of these cases. A header that all cases have is required.
    fn headers(&self, status: &str, cases: &[&Case]) -> Object {
        // An error whose status varies may have this status too.
        let is_listed = |case: &Case| cases.iter().any(|listed| std::ptr::eq(*listed, case));
        let varying = self.cases.iter().filter(|case| case.status_varies && !is_listed(case));
        let cases: Vec<&Case> = cases.iter().copied().chain(varying).collect();
        let mut found: BTreeMap<String, (Option<&'static str>, usize)> = BTreeMap::new();
        for case in &cases {
            for (name, value) in &case.headers {
                let (first, count) = found.entry(name.to_ascii_lowercase()).or_default();
                *first = first.or(*value);
                // The value of a field is left out if it is empty or too long.
                *count += usize::from(value.is_some() || name.eq_ignore_ascii_case("retry-after"));
            }
            let (name, challenge) = CHALLENGE;
            if status == "401" && !case.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name)) {
                let (first, count) = found.entry(name.into()).or_default();
                *first = first.or(Some(challenge));
                *count += 1;
            }
        }
        for (name, value) in self.shape.headers() {
            // A header is left out if its hole does not have a value.
            let is_always = ["{code}", "{type}", "{retry_after}"].iter().all(|hole| !value.contains(hole));
            found.insert(name.to_ascii_lowercase(), (None, if is_always { cases.len() } else { 0 }));
        }
        // A layer gives every answer an id. A 500 has an id without a layer too.
        let has_id = status == "500" || self.shape.has_request_id();
        found.insert("x-request-id".into(), (None, if has_id { cases.len() } else { 0 }));
        let mut headers = Object::default();
        for (name, (example, count)) in found {
            // Seconds, unless it is a date (RFC 9110 §10.2.3).
            let number = example.map(|value| value.parse().ok().map(Node::Number));
            let is_number = name == "retry-after" && number.as_ref().is_none_or(Option::is_some);
            let schema = Object::default().with("type", if is_number { "integer" } else { "string" });
            // HTTP/2 has no `Upgrade` (RFC 9113 §8.2.2).
            let is_required = count >= cases.len() && name != "upgrade";
            let mut header = Object::default().with("required", is_required).with("schema", schema);
            match (number.flatten().filter(|_| is_number), example) {
                (Some(number), _) => header.add("example", number),
                (None, Some(text)) => header.add("example", text),
                (None, None) => {}
            }
            headers.add(name, header);
        }
        headers
    }

    fn render(&self, schema: &Schema) -> Object {
        let typed = |name: &'static str| Object::default().with("type", name);
        match schema {
            Schema::Any => Object::default(),
            Schema::Null if self.form.is_3_0() => Object::default().with("nullable", true),
            Schema::Null => typed("null"),
            Schema::Boolean => typed("boolean"),
            Schema::Integer => typed("integer"),
            Schema::Number => typed("number"),
            Schema::String => typed("string"),
            Schema::AnyObject => typed("object"),
            Schema::Strings => typed("object").with("additionalProperties", typed("string")),
            Schema::Nullable(inner) => self.nullable(inner),
            Schema::List(inner) => typed("array").with("items", self.render(inner)),
            Schema::Literals(literals) => self.render(&Schema::type_of(literals)).with("enum", values(literals)),
            Schema::Others(literals) => {
                let others = Object::default().with("enum", values(literals));
                self.render(&Schema::type_of(literals)).with("not", others)
            }
            Schema::Object(properties) | Schema::Details(properties) => self.object(properties),
            Schema::Reference(name) => Object::default().with("$ref", reference(name)),
            Schema::OneOf(schemas) => {
                let schemas = schemas.iter().map(|schema| Node::Object(self.render(schema))).collect();
                Object::default().with("oneOf", Node::List(schemas))
            }
        }
    }

    fn nullable(&self, inner: &Schema) -> Object {
        let rendered = self.render(inner);
        if self.form.is_3_0() { rendered.with("nullable", true) } else { rendered.or_null() }
    }

    fn object(&self, properties: &[Property]) -> Object {
        let required: Vec<Node> = properties
            .iter()
            .filter(|property| property.is_required)
            .map(|property| property.name.clone().into())
            .collect();
        let mut object = Object::default().with("type", "object");
        if !required.is_empty() {
            object.add("required", required);
        }
        let mut rendered = Object::default();
        for property in properties {
            rendered.add(property.name.clone(), self.render(&property.schema));
        }
        if !rendered.is_empty() {
            object.add("properties", rendered);
        }
        object
    }
}

/// The names of the schemas that no error has.
const ERROR_RESPONSE: &str = "ErrorResponse";
const UNKNOWN: &str = "UnknownError";
const INFO: &str = "ErrorInfo";

fn reference(name: &str) -> String {
    format!("{REFERENCE}{name}")
}

fn described(schema: Object, description: &'static str) -> Object {
    schema.with("description", description)
}

fn values(literals: &[Literal]) -> Vec<Node> {
    let value = |literal: &Literal| match literal {
        Literal::Text(text) => Node::Text(text.clone()),
        Literal::Number(number) => Node::Number(*number),
    };
    literals.iter().map(value).collect()
}

/// Returns the name for the schema of these errors: their own name if they share one, else their word.
fn wish(group: &Group<'_>) -> String {
    match same(group.cases.iter().map(|case| Some(case.definition.name()))) {
        Some(name) => name.to_string(),
        None => group.literal.to_text().into_owned(),
    }
}

/// Returns the typed details in the schema of an error. They get a name of their own.
fn details_of(schema: &mut Schema) -> Option<&mut Schema> {
    match schema {
        Schema::Details(_) => Some(schema),
        Schema::Object(properties) => properties.iter_mut().find_map(|property| details_of(&mut property.schema)),
        _ => None,
    }
}

/// Returns the value, if it is the same every time.
fn same<T: PartialEq>(mut values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = values.next().flatten()?;
    values.all(|value| value.as_ref() == Some(&first)).then_some(first)
}

/// Adds the facts of these errors to their schema.
fn with_facts(mut schema: Object, cases: &[&Case]) -> Object {
    let mut paragraphs: Vec<String> = Vec::new();
    for case in cases {
        let note = case.deprecated.map(|note| format!("Deprecated: {}", prose::escaped(note)));
        let texts = [Some(prose::markdown(case.definition.docs())), note];
        for text in texts.into_iter().flatten().filter(|text| !text.is_empty()) {
            if !paragraphs.contains(&text) {
                paragraphs.push(text);
            }
        }
    }
    if !paragraphs.is_empty() {
        schema.add("description", paragraphs.join("\n\n"));
    }
    if cases.iter().all(|case| case.deprecated.is_some()) {
        schema.add("deprecated", true);
    }
    if let Some(retry) = same(cases.iter().map(|case| case.retry)) {
        schema.add("x-retry", retry_word(retry));
    }
    if let Some(since) = same(cases.iter().map(|case| case.since)) {
        schema.add("x-since", since);
    }
    schema
}
