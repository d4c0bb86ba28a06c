//! The users of the emulated tenant, and since when their sessions count.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::settings::Settings;

/// Whether a user belongs to the tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserType {
    /// A user of this tenant.
    #[default]
    Member,
    /// A user of another tenant. Revoking here does not reach the sessions of the home tenant.
    Guest,
}

/// A user, with the property names of Graph's `user` resource type.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id, a GUID.
    #[serde(default = "crate::random::guid")]
    pub id: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// Name to show.
    pub display_name: String,
    /// Password of the sign-in page.
    #[serde(default = "default_password")]
    pub password: String,
    /// Member or guest.
    #[serde(default)]
    pub user_type: UserType,
    /// Whether the user holds a role that may end the sessions of others.
    #[serde(default)]
    pub is_admin: bool,
}

fn default_password() -> String {
    "Pass@word1".to_owned()
}

impl User {
    fn seeded(number: u32, name: &str, display_name: &str) -> Self {
        Self {
            id: format!("aaaaaaaa-0000-4000-8000-{number:012}"),
            user_principal_name: name.to_owned(),
            display_name: display_name.to_owned(),
            password: default_password(),
            user_type: UserType::Member,
            is_admin: false,
        }
    }
}

#[derive(Debug)]
struct Account {
    user: User,
    valid_from: Moment,
    revocations: Vec<Revocation>,
}

/// Grants older than `cut_off` are dead once `effective` has passed.
#[derive(Debug)]
struct Revocation {
    cut_off: Moment,
    effective: Moment,
}

/// All users.
#[derive(Debug)]
pub(crate) struct Directory(Vec<Account>);

impl Directory {
    /// The three users that are always there, those of the settings, and as many more as these ask for.
    pub(crate) fn seeded(settings: &Settings, now: Moment) -> Self {
        let mut users = vec![
            User::seeded(1, "AdeleV@contoso.example", "Adele Vance"),
            User { is_admin: true, ..User::seeded(2, "MeganB@contoso.example", "Megan Bowen") },
            User {
                user_type: UserType::Guest,
                ..User::seeded(3, "alex_fabrikam.example#EXT#@contoso.example", "Alex Wilber")
            },
        ];
        let made_up = (1..=settings.extra_users)
            .map(|n| User::seeded(1000 + n, &format!("user{n}@contoso.example"), &format!("User {n}")));
        for user in settings.users.iter().cloned().chain(made_up) {
            users.retain(|other| !other.user_principal_name.eq_ignore_ascii_case(&user.user_principal_name));
            users.push(user);
        }
        Self(users.into_iter().map(|user| Account { user, valid_from: now, revocations: Vec::new() }).collect())
    }

    /// All users, in the order of the seed.
    pub(crate) fn users(&self) -> impl Iterator<Item = &User> {
        self.0.iter().map(|account| &account.user)
    }

    /// The user with this object id or sign-in name.
    pub(crate) fn find(&self, id_or_name: &str) -> Option<&User> {
        self.account(id_or_name).map(|account| &account.user)
    }

    /// Ends the user's sessions as of `cut_off`. Answers whether such a user exists.
    pub(crate) fn revoke(&mut self, id_or_name: &str, cut_off: Moment, effective: Moment) -> bool {
        let Some(account) = self.account_mut(id_or_name) else { return false };
        // The home tenant of a guest decides over the guest's sessions: Graph answers true, and nothing happens.
        if account.user.user_type == UserType::Member {
            account.valid_from = cut_off;
            account.revocations.push(Revocation { cut_off, effective });
        }
        true
    }

    /// Sets a password. Answers whether such a user exists.
    pub(crate) fn set_password(&mut self, id_or_name: &str, password: &str) -> bool {
        let Some(account) = self.account_mut(id_or_name) else { return false };
        password.clone_into(&mut account.user.password);
        true
    }

    /// `signInSessionsValidFromDateTime`: shown at once, though it takes effect later.
    pub(crate) fn valid_from(&self, id_or_name: &str) -> Option<Moment> {
        self.account(id_or_name).map(|account| account.valid_from)
    }

    /// The time before which the user's grants are dead by now, if there is one.
    pub(crate) fn cut_off(&self, id_or_name: &str, now: Moment) -> Option<Moment> {
        let revocations = &self.account(id_or_name)?.revocations;
        revocations.iter().filter(|revocation| revocation.effective <= now).map(|revocation| revocation.cut_off).max()
    }

    fn account(&self, id_or_name: &str) -> Option<&Account> {
        self.0.iter().find(|account| account.is(id_or_name))
    }

    fn account_mut(&mut self, id_or_name: &str) -> Option<&mut Account> {
        self.0.iter_mut().find(|account| account.is(id_or_name))
    }
}

impl Account {
    fn is(&self, id_or_name: &str) -> bool {
        [&self.user.id, &self.user.user_principal_name].iter().any(|name| name.eq_ignore_ascii_case(id_or_name))
    }
}
