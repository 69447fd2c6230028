//! The last thing that happens to the chapters before they are rendered: they are translated, their sections get the names
//! that they have in every language, their listings go to the margin, the mistakes of the gallery are
//! put in, and the words of the glossary, and task sheets become parts of the pages of their lessons.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Error, Result};
use mdbook_i18n_helpers::preprocessors::Gettext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::gallery;
use crate::glossary::Glossary;
use crate::lessons;
use crate::listings;
use crate::project::Project;
use crate::sections;

/// Translates the chapters.
pub struct Translated {
    project: Project,
    /// The page of each lesson, by its path from `src`, and the lesson.
    sheets: HashMap<PathBuf, String>,
}

impl Translated {
    /// For the lessons of this course.
    #[must_use]
    pub fn new(project: &Project) -> Self {
        let page = |lesson: &String| (Path::new("lessons").join(format!("{lesson}.md")), lesson.clone());
        Self { project: project.clone(), sheets: project.lessons.iter().map(page).collect() }
    }

    fn finish(&self, chapter: &mut Chapter, path: &Path, names: &[String], tag: &str) -> Result<()> {
        let content = listings::at_margin(&chapter.content);
        let content = sections::named(&content, names).with_context(|| path.display().to_string())?;
        chapter.content = gallery::filled(&self.project, tag, &content)?;
        if let Some(lesson) = self.sheets.get(path) {
            chapter.content = lessons::page(&chapter.content, lesson);
        }
        Ok(())
    }
}

impl Preprocessor for Translated {
    fn name(&self) -> &'static str {
        "translated"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut names = HashMap::new();
        book.for_each_mut(|item| {
            if let Some((chapter, path)) = page(item) {
                names.insert(path, sections::names(&chapter.content));
            }
        });
        let mut book = Gettext.run(context, book)?;
        let tag = context.config.book.language.as_deref().unwrap_or(&self.project.source().tag);
        let mut titles = HashMap::new();
        book.for_each_mut(|item| {
            if let Some((chapter, path)) = page(item) {
                titles.insert(path, chapter.name.clone());
            }
        });
        let glossary = Glossary::of(&self.project)?;
        let mut wrong: Option<Error> = None;
        book.for_each_mut(|item| {
            let Some((chapter, path)) = page(item) else { return };
            match glossary.filled(&chapter.content, &titles) {
                Ok(filled) => chapter.content = filled,
                Err(error) => wrong = wrong.take().or(Some(error)),
            }
            let done = self.finish(chapter, &path, names.get(&path).map_or(&[], Vec::as_slice), tag);
            wrong = wrong.take().or(done.err());
        });
        wrong.map_or(Ok(book), Err)
    }

    /// What is translated is extracted before.
    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}

/// The page that an item of the book is, and its path from `src`.
fn page(item: &mut BookItem) -> Option<(&mut Chapter, PathBuf)> {
    let BookItem::Chapter(chapter) = item else { return None };
    let path = chapter.path.clone()?;
    Some((chapter, path))
}
