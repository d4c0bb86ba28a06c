# The whole job of a user's script: import, sign in with a token, revoke.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
Import-Module EntraRevoke
$null = Add-EntraEnvironment -Name Bench -AzureADEndpoint $env:BENCH_GRAPH -GraphEndpoint $env:BENCH_GRAPH
Connect-Entra -AccessToken $BENCH_TOKEN -Environment Bench -NoWelcome
$null = Revoke-EntraSignedInUserAllRefreshToken
