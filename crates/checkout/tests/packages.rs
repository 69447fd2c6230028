//! Every package of the workspace is built anew in another checkout, because it depends on `checkout`.

use std::collections::HashMap;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

#[test]
fn every_package_depends_on_this_one_and_so_does_every_build_script_that_reads_the_checkout() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let packages: HashMap<&str, &Package> =
        metadata.packages.iter().map(|package| (package.name.as_str(), package)).collect();
    for package in packages.values().filter(|package| package.name != "checkout") {
        assert!(depends(&packages, package, DependencyKind::Normal), "{}", package.name);
        if package.targets.iter().any(|target| target.is_custom_build()) {
            assert!(depends(&packages, package, DependencyKind::Build), "the build script of {}", package.name);
        }
    }
}

/// Whether this package depends on `checkout`, first by a dependency of this kind.
fn depends(packages: &HashMap<&str, &Package>, package: &Package, kind: DependencyKind) -> bool {
    package.dependencies.iter().filter(|dependency| dependency.kind == kind).any(|dependency| {
        let next = packages.get(dependency.name.as_str());
        dependency.name == "checkout" || next.is_some_and(|next| depends(packages, next, DependencyKind::Normal))
    })
}
