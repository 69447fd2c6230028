//! The formats that results are written in: a file in this folder for each platform.

use anyhow::Result;
use clap::ValueEnum;

use crate::export::results::Results;
use crate::export::run::Run;
use crate::export::{
    autolab, classroom50, document, exercism, github, github_classroom, gradescope, junit, prairielearn,
};
use crate::msg;
use crate::ui::messages::{Messages, plain};
use crate::ui::render::{self, Detail};

/// Who reads the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Classroom50,
    Github,
    GithubClassroom,
    Gradescope,
    Prairielearn,
    Autolab,
    Exercism,
    Junit,
}

impl Format {
    /// The whole text of the file; nothing, where there is to be none.
    pub fn render(self, text: &Messages, run: &Run) -> Result<Option<String>> {
        let results = Results::of(text, run);
        Ok(Some(match self {
            Self::Human => human(text, run),
            Self::Json => document::json(&results)?,
            Self::Classroom50 => return classroom50::render(&results, &|name| std::env::var(name).ok()),
            Self::Github => github::summary(text, &results),
            Self::GithubClassroom => github_classroom::render(&results)?,
            Self::Gradescope => gradescope::render(&results)?,
            Self::Prairielearn => prairielearn::render(text, &results)?,
            Self::Autolab => {
                let scores = autolab::scores(&results)?.map(|scores| scores + "\n");
                human(text, run) + &scores.unwrap_or_default()
            }
            Self::Exercism => exercism::render(&results)?,
            Self::Junit => junit::render(&results)?,
        }))
    }
}

/// All that a terminal shows, without its colours.
fn human(text: &Messages, run: &Run) -> String {
    let lessons = if run.broke { &[][..] } else { &run.lessons };
    let lessons = lessons.iter().map(|graded| {
        let notes = run.notes(&graded.lesson).iter().map(|note| msg!(text, "note", note = note.as_str()));
        let shown = notes.chain([render::graded(text, graded, Detail::All)]).map(|it| plain(&it));
        shown.collect::<Vec<_>>().join("\n") + "\n\n"
    });
    let problem = run.unfinished(text).map(|problem| plain(&problem) + "\n");
    lessons.chain(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::github::Annotations;
    use crate::export::run::fixtures::broke;
    use crate::fixtures::text;

    #[test]
    fn a_grading_that_broke_has_no_score_in_any_format() {
        use base64::Engine as _;

        let (text, run) = (text(), broke("tcp-server"));
        let results = Results::of(&text, &run);
        let file = |format: Format| format.render(&text, &run).unwrap().unwrap();
        let json = |format: Format| serde_json::from_str::<serde_json::Value>(&file(format)).unwrap();
        let why = "the machine is broken";
        assert_eq!(classroom50::render(&results, &|name| Some(format!("submit/{name}"))).unwrap(), None);
        for format in [Format::Human, Format::Autolab] {
            assert_eq!(file(format), format!("{why}\n"));
        }
        assert_eq!(file(Format::Github), format!("## No score: the grading broke\n\n```text\n{why}\n```\n\n"));
        assert_eq!(Annotations::of(&text, &run).lines(), format!("::error::{why}"));
        let document = json(Format::Json);
        assert_eq!((&document["earned"], &document["problem"]), (&serde_json::Value::Null, &why.into()));
        let document = json(Format::Gradescope);
        assert_eq!((document.get("score"), &document["output"]), (None, &why.into()));
        assert_eq!(document["tests"], serde_json::json!([]));
        let document = json(Format::Prairielearn);
        assert_eq!((document.get("score"), &document["gradable"]), (None, &false.into()));
        assert_eq!(document["format_errors"], serde_json::json!([why]));
        let document = json(Format::Exercism);
        assert_eq!((&document["status"], &document["message"]), (&"error".into(), &why.into()));
        assert_eq!(document["tests"], serde_json::json!([]));
        let reporter = base64::prelude::BASE64_STANDARD.decode(file(Format::GithubClassroom).trim_end()).unwrap();
        let document = serde_json::from_slice::<serde_json::Value>(&reporter).unwrap();
        assert_eq!((&document["status"], &document["max_score"]), (&"error".into(), &0.into()));
        let document = file(Format::Junit);
        assert_eq!(document.matches("<error ").count(), 2, "{document}");
        assert!(!document.contains("name=\"earned\" value=\"4\""), "{document}");
    }
}
