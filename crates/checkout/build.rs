//! Has cargo build this package, and with it all that depends on it, anew in another folder: `.cargo/config.toml` puts
//! the checkout's path into the variable.

fn main() {
    println!("cargo::rerun-if-env-changed=LAB_CHECKOUT");
}
