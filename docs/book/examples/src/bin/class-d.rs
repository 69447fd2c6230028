//! Which addresses are groups: those of class D, from 224.0.0.0 to 239.255.255.255, both ends included.

use std::net::Ipv4Addr;
use std::process::ExitCode;

use anyhow::ensure;

fn main() -> ExitCode {
    common::exit(run())
}

fn run() -> anyhow::Result<()> {
    // ANCHOR: edges
    for (text, is_group) in
        [("223.255.255.255", false), ("224.0.0.0", true), ("239.255.255.255", true), ("240.0.0.0", false)]
    {
        let address: Ipv4Addr = text.parse()?;
        let first = address.octets()[0];
        println!("{address}: its first byte is {first:08b}, {}", if is_group { "a group" } else { "no group" });
        ensure!(address.is_multicast() == is_group, "{address} is taken for something else");
        // Class D is: the first four bits are 1110.
        ensure!((first >> 4 == 0b1110) == is_group, "the first four bits of {address} say something else");
    }
    // ANCHOR_END: edges
    Ok(())
}
