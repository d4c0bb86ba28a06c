# What `cargo xtask shell` opens: the packed module, an emulator as the default environment, and the functions of
# tests/Support, of which Add-Fault, Set-Emulator and Get-Request are good to play with.
param ([switch] $NoBrowser)

Import-Module "$PSScriptRoot/../../../tests/Support"
$browser = $env:BROWSER
Start-EntraTest "--auto-approve=$("$NoBrowser".ToLowerInvariant())"
if (-not $NoBrowser) { $env:BROWSER = $browser }

$Emulator.users | Format-Table userPrincipalName, displayName, password | Out-Host
if ($NoBrowser) {
    'Connect-Entra signs the first of these users in at once; without -NoBrowser it opens a sign-in page.'
} else {
    'Sign in as one of these users: Connect-Entra opens the page, or shows a device code.'
}
'Then: Revoke-EntraSignedInUserAllRefreshToken. The emulator ends with this shell.'
