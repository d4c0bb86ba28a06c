# Imports BENCH_MODULE by name, or with BENCH_COMMAND lets the engine find the module of that cmdlet by itself.
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $env:BENCH_MODULES
$clock = [System.Diagnostics.Stopwatch]
$null = $clock::GetTimestamp()
$before = [Environment]::CpuUsage
$start = $clock::GetTimestamp()
if ($env:BENCH_COMMAND) { & $env:BENCH_COMMAND } else { Import-Module $env:BENCH_MODULE }
$ticks = $clock::GetTimestamp() - $start
$processors = ([Environment]::CpuUsage.TotalTime - $before.TotalTime).TotalMilliseconds
$mapped = @([System.Diagnostics.Process]::GetCurrentProcess().Modules.FileName -like '*entra_revoke_native*').Count
[Console]::Out.WriteLine("milliseconds $(1e3 * $ticks / $clock::Frequency)")
[Console]::Out.WriteLine("processors $processors")
[Console]::Out.WriteLine("mapped $mapped")
