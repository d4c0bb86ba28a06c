# The same request without a module of ours.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = "$PSHOME/Modules"
$token = [System.Net.NetworkCredential]::new('', $env:BENCH_TOKEN).SecurePassword
$null = Invoke-RestMethod -Method Post -Uri "$env:BENCH_GRAPH/v1.0/me/revokeSignInSessions" -HttpVersion 2.0 -Authentication Bearer -Token $token
. "$PSScriptRoot/processors.ps1"
