# The job of revoke.ps1, step by step: says at the end how many milliseconds each step took.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
$clock = [System.Diagnostics.Stopwatch]
$null = $clock::GetTimestamp()
$0 = $clock::GetTimestamp()
Import-Module EntraRevoke
$1 = $clock::GetTimestamp()
$null = Get-EntraContext
$2 = $clock::GetTimestamp()
$null = Add-EntraEnvironment -Name Bench -AzureADEndpoint $env:BENCH_GRAPH -GraphEndpoint $env:BENCH_GRAPH
$3 = $clock::GetTimestamp()
Connect-Entra -AccessToken $BENCH_TOKEN -Environment Bench -NoWelcome
$4 = $clock::GetTimestamp()
$null = Revoke-EntraSignedInUserAllRefreshToken
$5 = $clock::GetTimestamp()
$stamps = $0, $1, $2, $3, $4, $5
foreach ($step in 1..5) {
    [Console]::Out.WriteLine("$step $(1e3 * ($stamps[$step] - $stamps[$step - 1]) / $clock::Frequency)")
}
