//! What a page says, free of how it is written.

/// The help of one cmdlet.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) name: String,
    pub(super) synopsis: String,
    pub(super) syntax: Vec<Syntax>,
    pub(super) description: Vec<String>,
    pub(super) examples: Vec<Example>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) inputs: Vec<Typed>,
    pub(super) outputs: Vec<Typed>,
    pub(super) notes: Vec<String>,
    pub(super) links: Vec<Link>,
}

/// One parameter set.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Syntax {
    /// Its name; `(All)` when it is the only one.
    pub(super) set: String,
    /// The names of its parameters, in the order in which they are shown.
    pub(super) parameters: Vec<String>,
}

/// One example.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Example {
    pub(super) title: String,
    /// The commands, and after an empty line what they print.
    pub(super) code: String,
    pub(super) remarks: Vec<String>,
}

/// One parameter, in all of its sets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) description: Vec<String>,
    /// More than one where its sets differ in more than their names.
    pub(super) variants: Vec<Variant>,
}

/// How a parameter is bound in some of its sets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Variant {
    pub(super) type_name: String,
    pub(super) sets: Vec<String>,
    pub(super) aliases: Vec<String>,
    pub(super) accepted: Vec<String>,
    pub(super) is_required: bool,
    /// A number, or `named`.
    pub(super) position: String,
    pub(super) default: String,
    pub(super) pipeline: String,
    pub(super) takes_wildcards: bool,
}

/// A type that goes in or comes out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) type_name: String,
    pub(super) description: Vec<String>,
}

/// A link; its address is empty when it leads to another page of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) address: String,
}

/// The name that stands for every parameter set.
pub(super) const ALL_SETS: &str = "(All)";

impl Parameter {
    /// How it is bound in a set; none where it is not part of it.
    pub(super) fn variant(&self, set: &str) -> Option<&Variant> {
        let is_of = |variant: &&Variant| variant.sets.iter().any(|name| name == set || name == ALL_SETS);
        self.variants.iter().find(is_of)
    }
}
