# The whole job of a user's script: import, sign in with a token, revoke.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
Import-Module EntraRevoke
. "$PSScriptRoot/connect.ps1"
$null = Revoke-EntraSignedInUserAllRefreshToken
. "$PSScriptRoot/processors.ps1"
