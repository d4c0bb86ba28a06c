//! The floor of `cargo xtask bench`: the request that the module sends, from a program that does nothing else.
//!
//! `bare-call once` sends it and prints the answer. `bare-call batches` reads numbers, one a line, from standard input;
//! for each it makes that many calls on one kept connection and prints how long they took, in nanoseconds, as one line
//! of JSON. It has one thread, as the module's library has one for its work.
#![expect(clippy::print_stdout, reason = "what it measures goes to whoever started it")]

use std::io;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use reqwest::Client;
use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH};
use reqwest::redirect::Policy;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let call = Call::prepare()?;
    match std::env::args().nth(1).as_deref() {
        Some("once") => println!("{}", call.send().await?),
        Some("batches") => batches(&call).await?,
        _ => bail!("usage: bare-call once | batches"),
    }
    Ok(())
}

async fn batches(call: &Call) -> Result<()> {
    for line in io::stdin().lines() {
        let count = line?.trim().parse().context("each line is to be a number")?;
        let mut latencies = Vec::with_capacity(count);
        for _ in 0..count {
            let started = Instant::now();
            call.send().await?;
            latencies.push(u64::try_from(started.elapsed().as_nanos())?);
        }
        println!("{}", serde_json::to_string(&latencies)?);
    }
    Ok(())
}

/// The request, with the connection that it goes out on.
struct Call {
    client: Client,
    url: String,
    token: String,
}

impl Call {
    /// Prepares it as the core's transport does, and connects to nothing yet.
    fn prepare() -> Result<Self> {
        rustls::crypto::ring::default_provider().install_default().ok().context("there is a TLS provider already")?;
        let variable = |name: &str| std::env::var(name).with_context(|| format!("{name} is not set"));
        Ok(Self {
            client: Client::builder().redirect(Policy::none()).tcp_nodelay(true).build()?,
            url: format!("{}/v1.0/me/revokeSignInSessions", variable("BENCH_GRAPH")?),
            token: variable("BENCH_TOKEN")?,
        })
    }

    /// Sends it and reads the whole answer.
    async fn send(&self) -> Result<String> {
        let request = self.client.post(&self.url).bearer_auth(&self.token);
        let request = request.header(CONTENT_LENGTH, 0).header(ACCEPT, "application/json");
        let response = request.header(CACHE_CONTROL, "no-store, no-cache").send().await?;
        Ok(response.error_for_status()?.text().await?)
    }
}
