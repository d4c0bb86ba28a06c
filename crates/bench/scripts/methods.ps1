# Runs BENCH_SCRIPT and says how many methods were compiled meanwhile, by the runtime's own count.
$before = [System.Runtime.JitInfo]::GetCompiledMethodCount($false)
. "$PSScriptRoot/$env:BENCH_SCRIPT.ps1"
[Console]::Out.WriteLine("compiled $([System.Runtime.JitInfo]::GetCompiledMethodCount($false) - $before)")
