//! Generates the service of the gRPC example, without protoc.

#[cfg(feature = "grpc")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=grpc/orders.proto");
    let files = protox::compile(["orders.proto"], ["grpc"])?;
    tonic_prost_build::configure().compile_fds(files)?;
    Ok(())
}

#[cfg(not(feature = "grpc"))]
fn main() {}
