# The least that a script with a binary module can do.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
Import-Module EntraRevokeFloor
. "$PSScriptRoot/processors.ps1"
