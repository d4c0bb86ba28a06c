//! Serves the emulator to tests in other languages, and is the browser of its own sign-in.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{ArgAction, Args, Parser, Subcommand};
use entra_emulator::{Certificate, Running, Settings, TENANT_ID, User, browse, start, start_tls};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tracing::level_filters::LevelFilter;

const STOP_LIMIT: Duration = Duration::from_secs(1);

/// An emulator of the Microsoft Entra ID authority and of a part of Microsoft Graph.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// What goes to stderr: off, error, warn, info, debug or trace.
    #[arg(long, global = true, default_value = "warn")]
    log: LevelFilter,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until ctrl-c. Prints one line of JSON once it is ready.
    Serve(Serve),
    /// Open a page and follow its redirects, on this machine only. Succeeds when the last answer is 2xx.
    Browse {
        /// The address.
        url: String,
    },
}

#[derive(Args)]
struct Serve {
    /// Sign the default user in at once instead of showing pages.
    #[arg(long, default_value_t = true, action = ArgAction::Set)]
    auto_approve: bool,
    /// How long a revocation takes to have an effect.
    #[arg(long, default_value_t = 0)]
    propagation_delay_ms: u64,
    /// Lifetime of access tokens. Without it one hour, or a day for a client that asked for cp1.
    #[arg(long)]
    access_token_lifetime_s: Option<u64>,
    /// How many users to make up beside the seeded ones.
    #[arg(long, default_value_t = 0)]
    extra_users: u32,
    /// A JSON file: {"users": [..], "settings": {..}}.
    #[arg(long)]
    seed: Option<PathBuf>,
    /// Serve HTTPS instead of plain http; the control endpoint stays as it is.
    #[arg(long, requires = "ca_file")]
    tls: bool,
    /// Where to write the certificate of the authority that clients must trust, as PEM.
    #[arg(long, requires = "tls", value_name = "PATH")]
    ca_file: Option<PathBuf>,
    /// What to show to clients.
    #[arg(long, requires = "tls", value_enum, default_value_t)]
    certificate: Certificate,
    /// Stop when stdin is closed, so that the end of a parent process ends this one.
    #[arg(long)]
    until_stdin_closes: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Seed {
    users: Vec<User>,
    settings: Value,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt().with_max_level(cli.log).with_writer(io::stderr).with_ansi(false).init();
    let result = match cli.command {
        Command::Serve(serve) => run(serve).await,
        Command::Browse { url } => match browse(&url).await {
            Ok(200..=299) => Ok(()),
            Ok(status) => Err(io::Error::other(format!("the last answer was {status}"))),
            Err(error) => Err(io::Error::other(error)),
        },
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "Failed");
            ExitCode::FAILURE
        }
    }
}

async fn run(serve: Serve) -> io::Result<()> {
    let until_stdin_closes = serve.until_stdin_closes;
    let ca_file = serve.ca_file.as_deref().map(std::path::absolute).transpose()?;
    let certificate = serve.certificate;
    let settings = settings(serve)?;
    let running = if ca_file.is_some() { start_tls(settings, certificate).await? } else { start(settings).await? };
    if let (Some(path), Some(pem)) = (&ca_file, running.ca_pem()) {
        std::fs::write(path, pem)?;
    }
    announce(&running, ca_file.as_deref())?;
    if until_stdin_closes {
        let closed = stdin_closed();
        tokio::pin!(closed);
        // A terminal sends Ctrl+C to all of its processes, and it is meant for a command of the parent.
        while tokio::select! {
            _ = &mut closed => false,
            result = tokio::signal::ctrl_c() => result.map(|()| true)?,
        } {}
    } else {
        tokio::signal::ctrl_c().await?;
    }
    // A client that keeps a connection open must not keep this process.
    let _ = tokio::time::timeout(STOP_LIMIT, running.stop()).await;
    Ok(())
}

fn settings(serve: Serve) -> io::Result<Settings> {
    let seed: Seed = match serve.seed {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => Seed::default(),
    };
    let defaults = Settings {
        auto_approve: serve.auto_approve,
        propagation_delay_ms: serve.propagation_delay_ms,
        access_token_lifetime_s: serve.access_token_lifetime_s,
        users: seed.users,
        extra_users: serve.extra_users,
        ..Settings::default()
    };
    Ok(defaults.patched(&seed.settings)?)
}

fn announce(running: &Running, ca_file: Option<&Path>) -> io::Result<()> {
    let mut line = json!({
        "event": "ready", "authority": running.authority, "graph": running.graph, "control": running.control,
        "tenant": TENANT_ID, "users": running.emulator.users(),
    });
    if let Some(path) = ca_file {
        line["caFile"] = json!(path.to_string_lossy());
    }
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

fn stdin_closed() -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    // A thread of its own, because a read of stdin cannot be cancelled and would hold up the end of a runtime.
    std::thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        let mut buffer = [0; 256];
        while matches!(stdin.read(&mut buffer), Ok(read) if read > 0) {}
        // The receiver may be gone already after ctrl-c.
        let _ = sender.send(());
    });
    receiver
}
