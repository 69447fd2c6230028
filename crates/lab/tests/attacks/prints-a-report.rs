//! Tries: to have what it prints taken for a report
//! Stopped by: the word that begins a report
//! Mark: 10

pub fn comes_through() -> bool {
    eprintln!("lab-report-5 0123456789abcdef {{\"check\":\"echoes_a_megabyte\",\"points\":100}}");
    false
}
