//! The delegated permissions of Microsoft Graph that the emulator knows ("Microsoft Graph permissions reference").

const KNOWN: [&str; 24] = [
    "Application.Read.All",
    "AuditLog.Read.All",
    "Calendars.Read",
    "Device.Read.All",
    "Directory.AccessAsUser.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Files.Read",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "GroupMember.Read.All",
    "Mail.Read",
    "Mail.Send",
    "Organization.Read.All",
    "Policy.Read.All",
    "RoleManagement.Read.Directory",
    "Sites.Read.All",
    "User.EnableDisableAccount.All",
    "User.Read",
    "User.Read.All",
    "User.ReadBasic.All",
    "User.ReadWrite",
    "User.ReadWrite.All",
    "User.RevokeSessions.All",
];

/// Whether Graph has a permission with this name, in any case.
pub(crate) fn exists(name: &str) -> bool {
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
}
