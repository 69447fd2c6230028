//! Tries: to have the assembler read what the compiler would not
//! Stopped by: Landlock
//! Mark: 0
//! Seen: secret

std::arch::global_asm!(".incbin \"@HOME@/secret\"");

pub fn comes_through() -> bool {
    true
}
