//! A check is told of twice, and both times in the same words: by its code, where name, points and the comment that says the
//! behaviour stand, and by the table of its task sheet.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprCall, ExprLit, Item, ItemFn, Lit, Meta};

/// What is told of a check.
#[derive(Debug, Clone, PartialEq)]
struct Check {
    name: String,
    behaviour: String,
    points: u32,
}

#[test]
fn each_sheets_table_says_what_the_code_of_its_checks_does() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut wrong = Vec::new();
    for lesson in proof::lessons().unwrap() {
        let read =
            |path: String| fs::read_to_string(workspace.join(&path)).unwrap_or_else(|why| panic!("{path}: {why}"));
        let code = in_code(&read(format!("crates/{lesson}/tests/checks.rs")));
        let sheet = in_sheet(&read(format!("exercises/{lesson}/README.md")));
        wrong.extend(differences(&code, &sheet).into_iter().map(|difference| format!("{lesson}: {difference}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where a sheet differs from the code of its checks.
fn differences(code: &[Check], sheet: &[Check]) -> Vec<String> {
    let names = |checks: &[Check]| checks.iter().map(|check| check.name.clone()).collect::<Vec<_>>();
    if names(code) != names(sheet) {
        return vec![format!("the checks are {:?}, and the sheet has {:?}", names(code), names(sheet))];
    }
    let pairs = code.iter().zip(sheet).filter(|(code, sheet)| code != sheet);
    pairs.map(|(code, sheet)| format!("the code has {code:#?}, and the sheet {sheet:#?}")).collect()
}

/// The checks of a file, in their order.
fn in_code(source: &str) -> Vec<Check> {
    let file = syn::parse_file(source).unwrap();
    let is_test = |function: &&ItemFn| function.attrs.iter().any(|it| it.path().is_ident("test"));
    let functions =
        file.items.iter().filter_map(|item| if let Item::Fn(function) = item { Some(function) } else { None });
    let check = |function: &ItemFn| {
        let mut points = Points(None);
        points.visit_item_fn(function);
        let name = function.sig.ident.to_string();
        let points = points.0.unwrap_or_else(|| panic!("{name} calls no check"));
        Check { name, behaviour: comment(&function.attrs), points }
    };
    functions.filter(is_test).map(check).collect()
}

/// The documentation comment among these attributes, in one line.
fn comment(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(it) if it.path.is_ident("doc") => string(&it.value),
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
}

fn string(value: &Expr) -> Option<String> {
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value else { return None };
    Some(text.value())
}

/// The points that a call of `check` gives: its first argument.
struct Points(Option<u32>);

impl<'a> Visit<'a> for Points {
    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        let is_check = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("check"));
        if let Some(Expr::Lit(ExprLit { lit: Lit::Int(points), .. })) = call.args.first().filter(|_| is_check) {
            self.0 = points.base10_parse().ok();
        }
        visit::visit_expr_call(self, call);
    }
}

/// The checks in the table of a task sheet, in their order.
fn in_sheet(sheet: &str) -> Vec<Check> {
    let rows = sheet.lines().skip_while(|line| *line != "| check | behaviour | points |").skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let check = |row: &str| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, behaviour, points] = cells[..] else { panic!("not a row of three cells: {row}") };
        let points = points.parse().unwrap_or_else(|_| panic!("no points: {row}"));
        Check { name: name.trim_matches('`').to_string(), behaviour: behaviour.to_string(), points }
    };
    rows.map(check).collect()
}

#[test]
fn a_sheet_that_says_something_else_is_found_out() {
    let code =
        "/// It echoes,\n/// always.\n#[test]\nfn echoes() {\n    check(2, \"Think.\", |program| run(program));\n}\n";
    let sheet =
        |row: &str| in_sheet(&format!("# It\n\n| check | behaviour | points |\n|---|---|---|\n{row}\n\nMore.\n"));
    let found = |row: &str| !differences(&in_code(code), &sheet(row)).is_empty();
    assert!(!found("| `echoes` | It echoes, always. | 2 |"));
    assert!(found("| `echoes` | It echoes, always. | 1 |"));
    assert!(found("| `echoes` | It echoes. | 2 |"));
    assert!(found("| `speaks` | It echoes, always. | 2 |"));
    assert!(found("| `echoes` | It echoes, always. | 2 |\n| `echoes` | It echoes, always. | 2 |"));
}
