//! The pictures of runs show what happens in these runs today.

use book::pictures::{Run, events, runs};
use book::project::{Project, read};

/// A busy machine may cut what is sent, or order what happens at the same time, otherwise than it does on another day.
const TRIES: usize = 3;

const MEND: &str = "`cargo run -p book -- pictures` mends it";

#[test]
fn each_picture_shows_what_happens() {
    let project = Project::here().unwrap();
    let stale: Vec<String> = runs(&project).unwrap().iter().filter_map(|run| stale(&project, run)).collect();
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

/// What is wrong with a picture, if anything is.
fn stale(project: &Project, run: &Run) -> Option<String> {
    let mut files = project.languages.iter().map(|language| run.file(project, language));
    if let Some(missing) = files.find(|file| !file.exists()) {
        return Some(format!("there is no {}: {MEND}", project.name(&missing)));
    }
    let file = run.file(project, project.source());
    let shown = events(&read(&file).unwrap()).unwrap();
    // Other languages have other words for it, and as many.
    for language in project.translations() {
        let file = run.file(project, language);
        let other = events(&read(&file).unwrap()).unwrap();
        if other.len() != shown.len() {
            return Some(format!("{} shows another run than the English one: {MEND}", project.name(&file)));
        }
    }
    let mut happened = Vec::new();
    for _ in 0..TRIES {
        happened = match run.draw(project, project.source()) {
            Ok(svg) => events(&svg).unwrap(),
            Err(error) => return Some(format!("{error:#}")),
        };
        if happened == shown {
            return None;
        }
    }
    Some(told(&project.name(&file), &shown, &happened))
}

/// What is said of a picture that shows something else than happens.
fn told(file: &str, shown: &[String], happened: &[String]) -> String {
    let differs = shown.iter().zip(happened).find(|(shown, happened)| shown != happened);
    let differs = differs.map_or("it has more or fewer rows".to_string(), |(shown, happened)| {
        format!("it shows\n    {shown}\nand today it is\n    {happened}")
    });
    format!("{file} is stale: {differs}\n{MEND}")
}

#[test]
fn a_reference_program_that_does_something_else_makes_its_picture_stale() {
    let project = Project::here().unwrap();
    let run = runs(&project).unwrap().into_iter().find(|run| run.name == "half-close").unwrap();
    let picture = read(&run.file(&project, project.source())).unwrap();
    let shown = events(&picture).unwrap();
    // As if the program had reset the connection at its end.
    let other = picture.replace("FIN: the end", "RST: resets the connection");
    assert_ne!(other, picture);
    let said = told("half-close.en.svg", &shown, &events(&other).unwrap());
    assert!(
        said.contains("half-close.en.svg is stale: it shows") && said.contains("RST: resets the connection"),
        "{said}"
    );
    assert!(said.ends_with("`cargo run -p book -- pictures` mends it"), "{said}");
}
