//! What all pages of a class have in common: they are files that need no other, and hold no script. Whatever a program has
//! printed is text in them.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::ui::messages::{Messages, plain};

/// The pages work from a folder, without a network: all that they may load is what stands in them.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const STYLE: &str = "
  :root { color-scheme: light dark; --page: #fff; --text: #1f2328; --faint: #59636e; --line: #d1d9e0; --box: #f6f8fa;
    --good: #1a7f37; --good-box: #dafbe1; --bad: #cf222e; --bad-box: #ffebe9; --some-box: #fff8c5; --link: #0969da }
  @media (prefers-color-scheme: dark) {
    :root { --page: #0d1117; --text: #f0f6fc; --faint: #9198a1; --line: #3d444d; --box: #151b23;
      --good: #3fb950; --good-box: #12261e; --bad: #f85149; --bad-box: #301b1e; --some-box: #272115; --link: #4493f8 }
  }
  * { box-sizing: border-box }
  body { margin: 0 auto; max-width: 75rem; padding: 2rem 1.5rem 4rem; background: var(--page); color: var(--text);
    font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem }
  h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line) }
  h3 { font-size: 1rem; margin: 0 0 .5rem }
  a { color: var(--link); text-decoration: none }
  a:hover { text-decoration: underline }
  code, pre { font: .85rem/1.45 ui-monospace, monospace }
  pre { overflow-x: auto; margin: .75rem 0; padding: .75rem; background: var(--box); border-radius: .4rem }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums }
  th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: bottom }
  td { vertical-align: top }
  .wide { overflow-x: auto; overflow-wrap: normal }
  @media (max-width: 45rem) {
    .told :is(table, tbody, tr, td) { display: block; text-align: left }
    .told td { padding: .15rem 0; border: 0 }
    .told tr { padding: .5rem 0; border-bottom: 1px solid var(--line) }
  }
  .number { text-align: right; white-space: nowrap }
  .upright { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: normal; padding: .4rem .2rem;
    font-size: .8rem }
  .cell { text-align: center; padding: .3rem; min-width: 1.7rem }
  .good { color: var(--good) }
  .bad { color: var(--bad) }
  .faint { color: var(--faint) }
  td.good { background: var(--good-box) }
  td.bad { background: var(--bad-box) }
  .note { background: var(--some-box); border-radius: .4rem; padding: .6rem .9rem; margin: .75rem 0 }
  .check { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0 }
  .numbers { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 }
  .numbers div { background: var(--box); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem }
  .numbers b { display: block; font-size: 1.5rem; line-height: 1.3 }
  .bar { background: var(--box); border-radius: .2rem; height: .5rem; width: 7rem; overflow: hidden }
  .bar span { display: block; height: 100%; background: var(--bad) }
  .ladder { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: .4rem }
  svg { max-width: 100%; height: auto }
  svg text { fill: var(--faint); font: 12px system-ui, sans-serif }
  svg rect { fill: var(--link) }
  svg line { stroke: var(--line) }
  details summary { cursor: pointer; color: var(--faint) }
  @media print { body { max-width: none; padding: 0 } .check { break-inside: avoid } }
";

/// A whole page.
pub fn page(text: &Messages, title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(text.language()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    page.into_string()
}

/// A student's name. Where it runs from right to left, it turns nothing but itself around.
pub fn name(name: &str) -> Markup {
    html! { bdi { (plain(name)) } }
}

/// Words with names in them, as the messages write them: between backticks.
pub fn prose(words: &str) -> Markup {
    html! {
        @for (number, part) in words.split('`').enumerate() {
            @if number % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// The beginning of a hash, as people compare it.
pub fn short(hash: &str) -> &str {
    const DIGITS: usize = 16;
    hash.get(..DIGITS).unwrap_or(hash)
}

/// Whether something is as it should be, as a class of the style.
pub fn class(is_good: bool) -> &'static str {
    if is_good { "good" } else { "bad" }
}
