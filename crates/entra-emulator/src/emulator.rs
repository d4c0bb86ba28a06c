//! The shared state of one emulator.

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::connection::Accepted;
use crate::directory::{Directory, User};
use crate::faults::{Fault, Faults};
use crate::grants::Grants;
use crate::journal::{Entry, Journal, Outcome};
use crate::settings::Settings;

/// The tenant that exists.
pub const TENANT_ID: &str = "11111111-2222-4333-8444-555555555555";
/// The tenant's domain, which may stand for its id in an authority address.
pub const TENANT_DOMAIN: &str = "contoso.example";
/// The client id of "Microsoft Graph Command Line Tools", which `POST /tokens` uses when none is given.
pub const DEFAULT_CLIENT_ID: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
/// The secret of every application.
pub const CLIENT_SECRET: &str = "emulator-secret";

/// A secret that every client had once.
pub const EXPIRED_SECRET: &str = "expired-secret";

/// One emulated tenant: its settings, users, grants, faults and the journal of what was asked of it.
#[derive(Debug)]
pub struct Emulator {
    base: String,
    settings: RwLock<Settings>,
    directory: Mutex<Directory>,
    grants: Mutex<Grants>,
    closing: watch::Sender<bool>,
    pub(crate) accepted: Accepted,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
}

impl Emulator {
    /// An emulator that is reached at `base`, for example `http://127.0.0.1:4000`.
    pub fn new(settings: Settings, base: impl Into<String>) -> Self {
        let clock = Clock::default();
        Self {
            base: base.into(),
            directory: Mutex::new(Directory::seeded(&settings, clock.now())),
            settings: RwLock::new(settings),
            grants: Mutex::default(),
            closing: watch::Sender::new(false),
            accepted: Accepted::default(),
            clock,
            faults: Faults::default(),
            journal: Journal::default(),
        }
    }

    /// The address of the public side, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Host and port of the public side.
    pub(crate) fn host(&self) -> &str {
        self.base.split_once("://").map_or(&self.base, |(_, host)| host)
    }

    /// How many connections the public side has accepted since the start, those without a request included.
    pub fn connections(&self) -> u64 {
        self.accepted.count()
    }

    /// Resets every connection of the public side that is open, as a network does that forgets those that are idle.
    pub fn reset_connections(&self) {
        self.accepted.reset();
    }

    /// A copy of the settings as they are now.
    pub fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes settings.
    pub fn configure(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Moves the clock forward, by whole seconds.
    pub fn advance(&self, by: Duration) {
        self.clock.advance_seconds(by.as_secs());
    }

    /// All users.
    pub fn users(&self) -> Vec<User> {
        self.directory().users().cloned().collect()
    }

    /// Ends a user's sessions as `revokeSignInSessions` does. Answers whether such a user exists.
    pub fn revoke(&self, id_or_name: &str) -> bool {
        let cut_off = self.clock.stamp();
        let effective = cut_off.plus_millis(self.settings().propagation_delay_ms);
        self.directory().revoke(id_or_name, cut_off, effective)
    }

    /// Sets a user's password, which ends the user's sessions too. Answers whether such a user exists.
    pub fn set_password(&self, id_or_name: &str, password: &str) -> bool {
        self.directory().set_password(id_or_name, password) && self.revoke(id_or_name)
    }

    /// Adds a fault behind those that wait.
    pub fn inject(&self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Removes all faults; requests that hang because of one lose their connection.
    pub fn clear_faults(&self) {
        self.faults.clear();
    }

    /// What the public side was asked since the last [`Self::forget_requests`].
    pub fn requests(&self) -> Vec<Entry> {
        self.journal.entries()
    }

    /// Empties the list of requests.
    pub fn forget_requests(&self) {
        self.journal.clear();
    }

    /// Waits until `count` requests of `target` have reached `outcome`; false when `limit` passed first.
    ///
    /// `target` is a name as in [`Entry::target`], or `any`. Without an outcome a request counts once it has arrived.
    pub async fn wait_for(&self, target: &str, outcome: Option<Outcome>, count: usize, limit: Duration) -> bool {
        tokio::select! {
            () = self.journal.reached(target, outcome, count) => true,
            () = tokio::time::sleep(limit) => false,
            () = self.closed() => false,
        }
    }

    pub(crate) fn directory(&self) -> MutexGuard<'_, Directory> {
        self.directory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn grants(&self) -> MutexGuard<'_, Grants> {
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn user(&self, id_or_name: &str) -> Option<User> {
        self.directory().find(id_or_name).cloned()
    }

    pub(crate) fn replace_settings(&self, settings: Settings) {
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
    }

    /// Tells whatever waits inside the emulator to end.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Resolves once [`Self::close`] was called.
    pub(crate) async fn closed(&self) {
        // The sender lives as long as `self`, so the wait cannot fail.
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }
}
