//! Findings as commands of GitHub's runner, which shows them beside the lines of a change.

use callsheet::diag::{Diagnostic, Severity};
use callsheet::source::Sources;

use super::read::Locations;

/// One line for each finding.
pub(crate) fn annotations<'d>(
    findings: impl Iterator<Item = &'d Diagnostic>,
    sources: &Sources,
    locations: &Locations,
) -> String {
    findings.map(|finding| annotation(finding, sources, locations)).collect()
}

/// `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::message`. GitHub takes columns within one line only.
fn annotation(finding: &Diagnostic, sources: &Sources, locations: &Locations) -> String {
    let word = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = sources.file(finding.span.file());
    let (start, end) = (file.line_column(finding.span.start()), file.line_column(finding.span.end()));
    let path = property(&locations.path(&file.path));
    let columns = if start.line == end.line {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        String::new()
    };
    let title = property(&format!("{}: {}", finding.code.id(), finding.code.title()));
    let message = data(&super::findings::with_hints(finding));
    format!(
        "::{word} file={path},line={},endLine={}{columns},title={title}::{message}\n",
        start.line, end.line
    )
}

/// The text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma and may hold no colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
