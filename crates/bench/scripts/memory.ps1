# How much memory is resident after the import of BENCH_MODULE, and after 1, 10,000 and 20,000 calls.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES

function Write-Memory($after) {
    # Aggressive, so that what the collector keeps for later does not count.
    [GC]::Collect(2, 'Aggressive', $true, $true)
    [GC]::WaitForPendingFinalizers()
    [GC]::Collect(2, 'Aggressive', $true, $true)
    [Console]::Out.WriteLine("$after $([System.Environment]::WorkingSet)")
}

$command = 'Invoke-EntraFloor'
Import-Module $env:BENCH_MODULE
Write-Memory 'import'
if ($env:BENCH_MODULE -eq 'EntraRevoke') {
    . "$PSScriptRoot/connect.ps1"
    $command = 'Revoke-EntraSignedInUserAllRefreshToken'
}
$call = 0
foreach ($calls in 1, 10000, 20000) {
    for (; $call -lt $calls; $call++) { & $command }
    Write-Memory $calls
}
[Console]::Out.WriteLine("assemblies $([System.AppDomain]::CurrentDomain.GetAssemblies().Count)")
