//! No file uses one of a higher layer than its own, and no two use each other in a circle. Which layers there are,
//! `docs/ARCHITECTURE.md` says, under "Layers".

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{File, Ident, Item, ItemMod, ItemUse, Meta, MetaList, Token, UseTree, VisRestricted};

/// The files of a crate that use others: each is named by its path as a module, `tcp::connect`.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// The layers of a crate, from the lowest: the names of their files.
type Layers = Vec<Vec<String>>;

#[test]
fn no_file_uses_a_higher_layer_or_another_one_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap();
    let all = layers(&text);
    assert!(!all.is_empty(), "docs/ARCHITECTURE.md names no layers");
    let mut wrong = Vec::new();
    for (name, layers) in all {
        let uses = uses(&root.join("crates").join(&name).join("src"));
        let of = |file: &str| layers.iter().position(|layer| layer.iter().any(|it| is_in(file, it)));
        for (file, used) in &uses {
            let Some(layer) = of(file) else {
                wrong.push(format!("{name}: {file} is in no layer"));
                continue;
            };
            let higher = used.iter().filter(|used| of(used).is_some_and(|other| other > layer));
            wrong.extend(higher.map(|other| format!("{name}: {file} uses {other}, which is in a higher layer")));
            if reaches(&uses, file, file) {
                wrong.push(format!("{name}: {file} uses itself through {used:?}"));
            }
        }
        let there = |it: &String| uses.keys().any(|file| is_in(file, it));
        let gone = layers.iter().flatten().filter(|it| !there(it));
        wrong.extend(gone.map(|it| format!("{name}: there is no {it}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a file is this one, or below it.
fn is_in(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Whether one file uses the other, however many stand between them.
fn reaches(uses: &Uses, from: &str, to: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(file) = next.pop() {
        for used in uses.get(file).into_iter().flatten() {
            if used == to {
                return true;
            }
            if seen.insert(used) {
                next.push(used);
            }
        }
    }
    false
}

/// The layers of each crate, as the text has them: below the name of the crate, a line for each.
fn layers(text: &str) -> Vec<(String, Layers)> {
    let block =
        text.split_once("```layers\n").and_then(|(_, rest)| rest.split_once("```")).map_or("", |(block, _)| block);
    let mut all: Vec<(String, Layers)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("  "), all.last_mut()) {
            (Some(layer), Some((_, layers))) => layers.push(layer.split_whitespace().map(str::to_string).collect()),
            _ => all.push((line.to_string(), Layers::new())),
        }
    }
    all
}

/// What each file of a crate uses of the others. Its root, which names them all, does not count, nor do files that only its
/// tests have.
fn uses(source: &Path) -> Uses {
    let mut files = BTreeMap::new();
    collect(source, "", &mut files);
    let tests: Vec<String> = files.iter().flat_map(|(name, file)| tests_of(name, file)).collect();
    files.retain(|name, _| !ROOTS.contains(&name.as_str()) && !tests.iter().any(|test| is_in(name, test)));
    let names: BTreeSet<String> = files.keys().cloned().collect();
    let read = |(name, parsed): (String, File)| {
        let mut used =
            Used { names: &names, here: name.split("::").map(str::to_string).collect(), found: BTreeSet::new() };
        used.visit_file(&parsed);
        used.found.remove(&name);
        (name, used.found)
    };
    files.into_iter().map(read).collect()
}

/// The files that are the root of a crate.
const ROOTS: [&str; 2] = ["lib", "main"];

/// The files that this one has for its tests alone.
fn tests_of(name: &str, file: &File) -> Vec<String> {
    let folder = if ROOTS.contains(&name) { String::new() } else { format!("{name}::") };
    let is_test_file = |item: &Item| match item {
        Item::Mod(module) if module.content.is_none() && is_test(module) => Some(format!("{folder}{}", module.ident)),
        _ => None,
    };
    file.items.iter().filter_map(is_test_file).collect()
}

/// Whether a module is there in tests only: `#[cfg(test)]`, or `#[cfg(all(test, …))]`.
fn is_test(module: &ItemMod) -> bool {
    let names = |list: &MetaList| {
        let among = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        among.is_ok_and(|among| among.iter().any(|it| it.path().is_ident("test")))
    };
    module.attrs.iter().filter_map(|it| it.meta.require_list().ok()).any(|list| {
        let all = || list.parse_args::<MetaList>().is_ok_and(|inner| inner.path.is_ident("all") && names(&inner));
        list.path.is_ident("cfg") && (names(list) || all())
    })
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, File>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = format!("{prefix}{}", path.file_stem().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}::"), files);
        } else {
            let parsed = syn::parse_file(&fs::read_to_string(&path).unwrap());
            files.insert(name, parsed.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        }
    }
}

/// What one file uses.
struct Used<'a> {
    names: &'a BTreeSet<String>,
    /// The module that is looked at.
    here: Vec<String>,
    found: BTreeSet<String>,
}

impl Used<'_> {
    /// Adds the file that this path leads into, if it is one of the crate.
    fn add(&mut self, path: &[String]) {
        let mut whole = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            _ => self.here.clone(),
        };
        for step in path {
            match step.as_str() {
                "crate" | "self" => {}
                "super" => drop(whole.pop()),
                step => whole.push(step.to_string()),
            }
        }
        let is_relative = !matches!(path.first().map(String::as_str), Some("crate" | "super" | "self"));
        while !whole.is_empty() && !self.names.contains(&whole.join("::")) {
            whole.pop();
        }
        // A name of another crate is none of this one's.
        let is_of_another = is_relative && whole.len() <= self.here.len();
        if !is_of_another && !whole.is_empty() {
            self.found.insert(whole.join("::"));
        }
    }

    fn add_tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.add_tree(&path.tree, &with(&path.ident)),
            UseTree::Name(name) => self.add(&with(&name.ident)),
            UseTree::Rename(name) => self.add(&with(&name.ident)),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(tree, before)),
        }
    }
}

impl<'a> Visit<'a> for Used<'_> {
    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        if !is_test(module) {
            self.here.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.here.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        self.add_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let steps: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if steps.len() > 1 {
            self.add(&steps);
        }
        visit::visit_path(self, path);
    }

    /// Who may see a thing is not who uses it.
    fn visit_vis_restricted(&mut self, _: &'a VisRestricted) {}
}
