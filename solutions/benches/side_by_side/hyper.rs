//! A server of files as one writes it with hyper: this benchmark, started a second time.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::fs;
use tokio::net::TcpListener;

/// Gives the files below this folder, each read whole, until it is ended.
///
/// # Errors
/// It cannot listen, or cannot accept.
#[tokio::main]
pub async fn serve(root: PathBuf) -> Result<()> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    println!("listening on {}", listener.local_addr()?);
    let root = Arc::new(root);
    loop {
        let (stream, _) = listener.accept().await?;
        let root = Arc::clone(&root);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(Arc::clone(&root), request));
            // Who leaves in the middle of an answer is nobody's error here.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(root: Arc<PathBuf>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(match fs::read(root.join(Path::new(request.uri().path().trim_start_matches('/')))).await {
        Ok(bytes) => Response::new(Full::from(bytes)),
        Err(_) => {
            let mut response = Response::default();
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    })
}
